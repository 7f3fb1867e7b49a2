"""Sentences for people, in Indonesian and in English side by side."""

from typing import Literal, NamedTuple, Self

Language = Literal["id", "en"]


class Words(NamedTuple):
    """One sentence in both languages; `{name}` places are filled by `filled()`."""

    id: str
    en: str

    def in_(self, language: Language) -> str:
        return self.id if language == "id" else self.en

    def filled(self, **values: object) -> Self:
        """Put values into the places of both sentences."""
        return type(self)(self.id.format(**values), self.en.format(**values))


def language_of(accept_language: str | None) -> Language:
    """Choose `id` (the default) or `en` from an Accept-Language header (RFC 9110, 12.5.4)."""
    best: tuple[float, Language] = (0.0, "id")
    for part in (accept_language or "").split(","):
        tag, _, parameter = part.strip().partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
        except ValueError:
            continue
        primary = tag.split("-")[0].lower()
        if weight > best[0] and primary in ("id", "en"):
            best = (weight, "en" if primary == "en" else "id")
    return best[1]
