"""What a kind of request says of itself; the engine knows nothing else about it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.kinds.steps import Records, Step
from app.approvals.wording import Issue, Said
from app.approvals.workflow import Route, Stage
from app.core.errors import Problem
from app.core.identity import Actor, Role
from app.core.words import Words

Content = dict[str, Any]
COMMITTEE_PYB_PPK: Route = (
    Stage("committee", name="Telaah Komite Talenta"),
    Stage("pyb", name="Pertimbangan PyB"),
    Stage("ppk", name="Penetapan PPK"),
)
"""Who fixes what an agency made of its own people (PermenPANRB 3/2020)."""


class Subject(NamedTuple):
    """What is asked about, and what is said of it."""

    agency_id: UUID
    id: UUID
    title: str
    content: Content


class Asked(NamedTuple):
    """What a draft names; `given` are its further fields, in their JSON form."""

    subject_id: UUID | None
    agency_id: UUID | None
    given: Mapping[str, Any]


class LetterWords(NamedTuple):
    """What a kind says in its letter."""

    said: Callable[[Issue], Said]
    """Texts by name, and lists of such."""
    names: frozenset[str]
    """The names of the texts."""
    lists: Mapping[str, frozenset[str]] = MappingProxyType({})
    """The names of the texts in each list, by the list's."""


def none_of(_records: Records) -> list[dict[str, Any]]:
    """Of whatever was recorded, nothing is made."""
    return []


def nothing_to_check(_content: Content) -> None:
    """Every content of the kind may be submitted."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A kind of request."""

    title: Words
    """What is approved, as the public page says it."""
    letter_code: str
    """Stands in the numbers of its letters."""
    asks: frozenset[Role]
    """Who drafts and edits."""
    submits: frozenset[Role]
    """Who sends it on its way."""
    route: Route
    """Who decides where an agency has no route of its own."""
    keeps: frozenset[str]
    """Roles that decide on every route, whatever the content."""
    drafted: Callable[[AsyncSession, Actor, Asked], Awaitable[Subject]]
    """The subject of a draft, held still until the transaction ends; faults of the draft."""
    letter: LetterWords
    """What it puts into its letter, whose sentences are data."""
    takes: frozenset[str] = frozenset()
    """Fields of a draft that it knows."""
    needs: frozenset[str] = frozenset()
    """Those of them without which there is no draft."""
    definitive_last_word: bool = True
    """Whether the last word takes the holder of the office, not who acts in it: UU 30/2014, article
    14, paragraph 7, keeps from acting officials what changes legal status in organisation,
    personnel and budget. True unless a kind says otherwise; delegates are not concerned."""
    exclusive: bool = False
    """Whether an approval keeps its subject taken, until it is void."""
    examined_outside: bool = False
    """Whether Kantor Regional and BKN see it, once it has been submitted."""
    personal: bool = False
    """Whether its content is the data of the people in it: who reads it is on record."""
    current: Callable[[AsyncSession, UUID], Awaitable[Subject | None]] | None = None
    """The subject as it stands now; None where the request alone holds the content."""
    hold: Callable[[AsyncSession, UUID], Awaitable[None]] | None = None
    """Holds the subject until the transaction ends: before its request, as its own changes do."""
    last_editor: Callable[[AsyncSession, UUID], Awaitable[UUID | None]] | None = None
    """Which actor changed the subject last."""
    amended: Callable[[Content, Mapping[str, Any]], Content] | None = None
    """The content with what an amendment gives; None where it is changed at its subject."""
    check: Callable[[Content], None] = nothing_to_check
    """Refuses to let go what is not ready."""
    still: Callable[[AsyncSession, UUID, Content], Awaitable[None]] | None = None
    """Refuses to let go what its subject, by its id, does not permit any more."""
    refusals: tuple[type[Problem], ...] = ()
    """What `check` and `still` raise."""
    measured: Callable[[AsyncSession, UUID], Awaitable[Content]] | None = None
    """What a submission puts into the content, from an agency's data as they are then."""
    steps: Mapping[str, Step] = field(default_factory=dict)
    """What is recorded on the way, beside decisions."""
    prerequisites: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What must be settled before a role's stage approves, on whatever route."""
    reviews: Callable[[Records], list[dict[str, Any]]] = none_of
    """The last verdict on each part of the content."""
    conditions: Callable[[Records], list[dict[str, Any]]] = none_of
    """On what conditions it is approved, and which of them are met."""
    enact: Callable[[AsyncSession, UUID, UUID, UUID], Awaitable[None]] | None = None
    """What a yes sets in motion; takes the ids of subject, request and last decider."""
    hindrances: tuple[type[Problem], ...] = ()
    """What `enact` raises: the last approval is refused then."""
