"""The JSON text of a scheme, read so that nothing in it is lost: names that stand twice are kept.

RFC 8785 defines a canonical form only for objects without repeated names (RFC 7493, 2.3).
"""

import json
from collections import Counter
from typing import Any

from app.core.errors import Fault
from app.scoring_schemes.faults import FAULTS
from app.scoring_schemes.reader import DEEPEST_JSON, Repeating
from app.scoring_schemes.scheme import Refused


def read(written: bytes) -> Any:
    """The document of a JSON text, in which `parse` finds what is wrong.

    Raises Refused when it is nested so deep that it cannot be read at all.
    """
    try:
        return json.loads(written, object_pairs_hook=_object)
    except RecursionError:
        words = FAULTS["nesting-too-deep"].filled(most=DEEPEST_JSON)
        raise Refused([Fault("", "nesting-too-deep", words)]) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) == len(pairs):
        return found
    repeating = Repeating(found)
    times = Counter(name for name, _ in pairs)
    repeating.repeated = tuple(name for name, count in times.items() if count > 1)
    return repeating
