"""What the pictures of movements share: templates, colours, and text that XML can hold. Pure."""

import re
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.core.words import Language

INK, SOFT, PAPER, LINE = "#16252d", "#4d5b63", "#ffffff", "#c3ccd1"
DARK = "#0f5f63"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
)


def drawn(template: str, **values: object) -> str:
    """A picture by its template."""
    colours = {"ink": INK, "soft": SOFT, "paper": PAPER, "line": LINE, "dark": DARK}
    return _TEMPLATES.get_template(template).render(**colours, **values)


def clean(text: str) -> str:
    """A text on one line, with nothing in it that XML cannot hold."""
    return " ".join(_NOT_XML.sub(" ", text).split())


def whole(number: int, language: Language) -> str:
    """A count with its thousands apart."""
    text = f"{number:,}"
    return text.replace(",", ".") if language == "id" else text
