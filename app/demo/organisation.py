"""The invented province's tree of units and its structural posts. Pure.

How much of it exists depends on how many people there are: bodies are added, largest first, while
structural posts stay a small part of all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.demo.bodies import BODIES, Body
from app.demo.luck import Luck

PROVINCE = "Pemerintah Provinsi Sumatera Raya"
AGENCY_CODE = "PROV-SUMRAYA"
"""SIASN would give 32 hexadecimal digits; this one can be read in the number of a letter."""
POSTS_PER_HUNDRED = 10
"""No more structural posts than this for a hundred people (but two bodies always exist)."""
SECTIONS = ("Program dan Evaluasi", "Penyelenggaraan", "Pembinaan dan Pengendalian")


@dataclass(frozen=True, slots=True)
class Grade:
    """What all posts of one jenjang have in common."""

    level: str
    echelon_id: str
    echelon: str
    position_class: int
    retirement_age: int
    rank: str
    education: str
    training: str
    experience: int


SECRETARY = Grade("JPT Madya", "12", "I.b", 16, 60, "IV/c", "40", "PKN II", 5)
DIRECTOR = Grade("JPT Pratama", "21", "II.a", 15, 60, "IV/b", "40", "PKA", 4)
MANAGER = Grade("Administrator", "31", "III.a", 12, 58, "III/d", "40", "PKP", 3)
DIVISION = Grade("Administrator", "32", "III.b", 11, 58, "III/d", "40", "PKP", 3)
SUPERVISOR = Grade("Pengawas", "41", "IV.a", 9, 58, "III/c", "30", "", 2)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, with what decides how many people work in it and what they do."""

    id: str
    parent: str
    name: str
    head: str
    code: str
    trade: str = "office"
    pull: float = 1.0


@dataclass(frozen=True, slots=True)
class Post:
    """A structural post (jabatan manajerial) with its requirements."""

    code: str
    name: str
    unit: Unit
    grade: Grade
    critical: bool


@dataclass(slots=True)
class Organisation:
    """All units, root first, and all structural posts."""

    units: list[Unit] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)


def organisation(luck: Luck, employees: int) -> Organisation:
    """The province that so many people need."""
    made = Organisation()
    root = Unit(luck.identifier(), "", PROVINCE, "Gubernur", "", pull=0)
    made.units.append(root)
    most = employees * POSTS_PER_HUNDRED // 100
    for number, body in enumerate(BODIES, start=1):
        added = list(_body(luck, root, body, number))
        posts = sum(grade is not None for _, grade in added)
        if number > 2 and len(made.posts) + posts > most:  # noqa: PLR2004 - a tree needs two bodies
            continue
        for unit, grade in added:
            made.units.append(unit)
            if grade is not None:
                made.posts.append(_post(luck, unit, grade, len(made.posts) + 1))
    return made


def _body(luck: Luck, root: Unit, body: Body, number: int) -> Iterator[tuple[Unit, Grade | None]]:
    """A body's units from the top, each with the grade of its head's post."""
    code = f"{number:02d}"
    offices = 4 * (1 + len(body.divisions))
    pull = body.share * (0.3 if body.places else 1.0) / offices

    def unit(parent: Unit, name: str, head: str, code: str) -> Unit:
        return Unit(luck.identifier(), parent.id, name, head, code, "office", pull)

    top = unit(root, body.name, body.head, code)
    yield top, SECRETARY if body.head == "Sekretaris Daerah" else DIRECTOR
    secretariat = body.name.startswith(("Dinas", "Badan"))
    name = f"Sekretariat {body.name}" if secretariat else f"Bagian Umum {body.name}"
    head = f"Sekretaris {body.name}" if secretariat else f"Kepala {name}"
    desk = unit(top, name, head, f"{code}.0")
    yield desk, MANAGER
    for place, task in enumerate(("Umum dan Kepegawaian", "Keuangan dan Pelaporan"), start=1):
        name = f"Subbagian {task} {body.name}"
        yield unit(desk, name, f"Kepala {name}", f"{code}.0.{place}"), SUPERVISOR
    for place, division in enumerate(body.divisions, start=1):
        name = f"Bidang {division} {body.name}"
        branch = unit(top, name, f"Kepala {name}", f"{code}.{place}")
        yield branch, DIVISION
        for step, section in enumerate(SECTIONS, start=1):
            name = f"Seksi {section} {division} {body.name}"
            yield unit(branch, name, f"Kepala {name}", f"{code}.{place}.{step}"), SUPERVISOR
    yield from _places(luck, top, body, code)


def _places(luck: Luck, top: Unit, body: Body, code: str) -> Iterator[tuple[Unit, Grade | None]]:
    """A body's schools, wards and stations; those without a structural head have no post."""
    for place, name in enumerate(body.places, start=1):
        headless = name.startswith(("SMA", "SMK", "SLB", "Rawat", "Instalasi"))
        head = "" if headless else f"Kepala {name}"
        pull = body.share * 0.7 / len(body.places)
        unit = Unit(
            luck.identifier(), top.id, name, head, f"{code}.9.{place:02d}", body.trade, pull
        )
        yield unit, None if headless else SUPERVISOR


def _post(luck: Luck, unit: Unit, grade: Grade, number: int) -> Post:
    critical = grade in (SECRETARY, DIRECTOR) or luck.chance(0.12)
    return Post(f"SR-{number:04d}", unit.head, unit, grade, critical)
