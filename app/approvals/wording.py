"""The words of letters are data: a template of each kind, filled with what the kind says. Pure.

Templates (`letter_templates/*.toml`) know placeholders by their plain names, `{agency}`; nothing is
evaluated. What a template names and its kind does not give is found when the service starts.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple

from app.approvals.letters import Approval, Letter, local_time, long_date
from app.core.codes import spaced

TEMPLATES = Path(__file__).with_name("letter_templates")
COMMON = frozenset({"title", "agency", "bound"})
"""What every kind's letter may name."""

Said = Mapping[str, Any]
"""What a kind puts into its letter: texts by name, and lists of such for parts that repeat."""


class Consent(NamedTuple):
    """One approval: who, in which role, at which stage, when; for whom, and whether acting."""

    stage: int
    role: str
    name: str
    decided_at: datetime
    on_behalf_of: str | None = None
    acting: str | None = None

    @property
    def office(self) -> str:
        """The office as letters write it: Plt. Pejabat yang Berwenang."""
        office: str = shared()["roles"][self.role]
        return f"{self.acting.capitalize()}. {office}" if self.acting else office

    @property
    def whole_name(self) -> str:
        """Both names, where one decided for another."""
        return f"{self.name} (a.n. {self.on_behalf_of})" if self.on_behalf_of else self.name


class Issue(NamedTuple):
    """What makes a letter, besides the words of its kind."""

    number: str
    day: date
    title: str
    content: Mapping[str, Any]
    content_sha256: str
    consents: Sequence[Consent]
    conditions: Sequence[Mapping[str, Any]]
    """What the approval asks for, each with `text` and `due_on`."""
    code: str
    public_url: str


@cache
def shared() -> dict[str, Any]:
    """What letters of every kind share."""
    return tomllib.loads((TEMPLATES / "shared.toml").read_text(encoding="utf-8"))


@cache
def template(kind: str) -> dict[str, Any]:
    """The template of a kind."""
    return tomllib.loads((TEMPLATES / f"{kind}.toml").read_text(encoding="utf-8"))


def named(part: Any) -> set[str]:
    """The placeholders in a template, outside parts that repeat."""
    if isinstance(part, str):
        return set(_placeholders(part))
    if isinstance(part, Mapping):
        return set().union(*(named(each) for key, each in part.items() if key != "repeated"))
    return set().union(*(named(each) for each in part))


def check(kind: str, names: frozenset[str], lists: Mapping[str, frozenset[str]]) -> None:
    """Raise ValueError unless a kind gives all that its template names.

    `names` are those of the kind's texts; `lists` has those in each list, by the list's name.
    """
    parts = template(kind)
    unknown = named(parts) - COMMON - names
    for part in parts.get("repeated", ()):
        unknown |= named([part["name"], part["value"]]) - lists.get(part["each"], frozenset())
    if unknown:
        raise ValueError(f"The letter of {kind} names {', '.join(sorted(unknown))}: not given.")


def letter(kind: str, said: Said, issue: Issue) -> Letter:
    """The whole letter of an approved request; `said` is what its kind puts into it."""
    common, own, last = shared(), template(kind), issue.consents[-1]
    agency = issue.content["agency"]["name"]
    values = {"title": issue.title, "agency": agency, "bound": common["bound"], **said}
    above, office = (None, own["office"]) if "office" in own else letterhead(agency)
    subject = filled(own["subject"], values)
    url = f"{issue.public_url.rstrip('/')}/verify"
    return Letter(
        office_above=above,
        office=office,
        heading=(*_pairs(common["heading"], {"number": issue.number}), ("Hal", subject)),
        date=long_date(issue.day),
        subject=subject,
        addressee=filled(own["addressee"], values),
        place=common["place"],
        opening=tuple(common["opening"]),
        basis=(*common["grounds"], *_each(own["basis"], values)),
        decision=filled(own["decision"], values),
        facts=(*_pairs(own["facts"], values), *_repeated(own, said)),
        closing=_each(own["closing"], values),
        approvals=tuple(_row(consent) for consent in issue.consents),
        signed_as=last.office,
        signed_by=last.whole_name,
        signed_at=local_time(last.decided_at),
        copies=_each(own["copies"], values),
        content_sha256=issue.content_sha256,
        code=spaced(issue.code),
        verify_url=f"{url}/{issue.code}",
        verify_short=url.partition("://")[2],
        footer=common["footer"],
    )


def filled(text: str, values: Said) -> str:
    """A text with its placeholders filled; what is filled in is never read again."""
    return "".join(
        before + (str(values[name]) if name is not None else "")
        for before, name, _, _ in Formatter().parse(text)
    )


def _placeholders(text: str) -> Iterable[str]:
    for _, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(f"{{{name}}} is no plain placeholder.")
        yield name


def _each(texts: Iterable[str], values: Said) -> tuple[str, ...]:
    return tuple(filled(text, values) for text in texts)


def _pairs(pairs: Iterable[Sequence[str]], values: Said) -> tuple[tuple[str, str], ...]:
    return tuple((filled(name, values), filled(value, values)) for name, value in pairs)


def _repeated(own: Mapping[str, Any], said: Said) -> tuple[tuple[str, str], ...]:
    return tuple(
        (filled(part["name"], each), filled(part["value"], each))
        for part in own.get("repeated", ())
        for each in said[part["each"]]
    )


def _row(consent: Consent) -> Approval:
    return Approval(
        consent.stage,
        consent.whole_name,
        consent.office,
        shared()["consent"],
        local_time(consent.decided_at),
    )


def letterhead(agency: str) -> tuple[str | None, str]:
    """A government's name in two lines: PEMERINTAH PROVINSI / SUMATERA SELATAN."""
    name = agency.upper()
    for kind in ("PEMERINTAH PROVINSI ", "PEMERINTAH KABUPATEN ", "PEMERINTAH KOTA "):
        if name.startswith(kind):
            return kind.strip(), name.removeprefix(kind)
    return None, name
