"""Ids that stand for something by its name, until the real ones are put in their place. Pure."""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson


def example_id(name: str) -> str:
    """The id that stands for what has this name, such as `talent_map`: always the same."""
    return str(uuid5(NAMESPACE_URL, f"/examples/{name}"))


def filled(document: Any, known: Mapping[str, str]) -> Any:
    """The document with real ids for the names that are known; what is not known stays."""
    text = orjson.dumps(document).decode()
    for name, real in known.items():
        text = text.replace(example_id(name), real)
    return orjson.loads(text)
