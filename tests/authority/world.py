"""Three sets of the same things: one's own, those beside them in the agency, and foreign ones."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from app.core.identity import Actor, Role
from app.employees.history_models import Course
from app.imports.models import File, Import, Verdicts
from app.organisation.models import Agency
from app.scoring_schemes.examples import DOCUMENT
from app.scoring_schemes.scheme import canonical
from app.talent_pools.models import Member, Origin, Pool
from tests.factories import a_client, a_position, a_unit, an_employee
from tests.talent_pools.conftest import RECORDED, a_map, a_placement, a_scheme

MARK = {"own": "Sendiri", "beside": "Sebelah", "foreign": "Asing"}
"""A word in every name of a side, by which a leak is known."""


@dataclass
class Side:
    """The things of one side, by the names that cases use."""

    agency: Agency
    mark: str
    ids: dict[str, str] = field(default_factory=dict)

    def keep(self, **values: object) -> None:
        self.ids.update({name: str(value) for name, value in values.items()})


def models_of(side: Side) -> list:
    """What is in the database of a side before anybody asks."""
    agency, mark = side.agency, side.mark
    unit = a_unit(agency, name=f"Unit {mark}")
    position = a_position(unit, name=f"Jabatan {mark}", level="administrator", cohort=2)
    person = an_employee(
        unit,
        name=f"Pegawai {mark}",
        cohort=2,
        recorded_at=RECORDED,
        pns_id=f"PNS-{mark}",
        old_nip="510112233",
        phone="081200000001",
        email="pegawai@example.go.id",
    )
    other = an_employee(unit, name=f"Rekan {mark}", cohort=2, recorded_at=RECORDED)
    scheme = a_scheme(f"uji-{mark.lower()}")
    scheme.canonical = canonical({**DOCUMENT, "code": scheme.code}).decode()
    drawn = a_map(agency, scheme, name=f"Peta {mark}", population=2, cell_counts=[0] * 8 + [2])
    pool = Pool(
        id=uuid4(),
        agency_id=agency.id,
        map_id=drawn.id,
        name=f"Kelompok {mark}",
        boxes=[9],
        rule={"minimum_value": None, "cohorts": None, "limit": None},
        legal_basis="Keputusan Gubernur 12/2026",
        valid_from=date(2026, 2, 1),
        expires_on=date(2127, 2, 1),
        created_by=uuid4(),
    )
    sent = Import(
        id=uuid4(),
        agency_id=agency.id,
        actor_id=uuid4(),
        actor_name=mark,
        dry_run=False,
        state="finished",
        phase="finished",
        percent=100,
        counts=[],
        finished_at=datetime(2026, 1, 5, tzinfo=UTC),
    )
    # Whoever decides is known to the installation; examiners of the side before, too.
    cast = [a_client([role], agency.id, name=f"Klien {role} {mark}") for role in Role]
    examiners = [
        a_client([role], None, name=f"Pemeriksa {role} {uuid4().hex[:6]}")
        for role in (Role.KANREG, Role.BKN)
    ]
    side.keep(**{f"{one.roles[0]}_id": one.id for one in cast})
    side.keep(**{f"{one.roles[0]}_actor": one.id for one in examiners})
    side.keep(
        agency_id=agency.id,
        unit_id=unit.id,
        position_id=position.id,
        employee_id=person.id,
        other_id=other.id,
        nip=person.nip,
        scheme_id=scheme.id,
        scheme_code=scheme.code,
        map_id=drawn.id,
        pool_id=pool.id,
        import_id=sent.id,
    )
    return [
        *cast,
        *examiners,
        unit,
        position,
        person,
        other,
        scheme,
        drawn,
        Course(
            id=uuid4(),
            agency_id=agency.id,
            employee_id=person.id,
            source_id=f"K-{mark}",
            held_on=date(2025, 3, 4),
            year=2025,
            name="Diklat uji",
            hours=Decimal(20),
            recorded_at=RECORDED,
        ),
        a_placement(drawn, person, 1, 1, 9, Decimal(90)),
        a_placement(drawn, other, 2, 2, 9, Decimal(80)),
        pool,
        Member(
            agency_id=agency.id,
            pool_id=pool.id,
            employee_id=person.id,
            origin=Origin.RULE,
            added_by=uuid4(),
        ),
        sent,
        File(
            import_id=sent.id,
            number=0,
            agency_id=agency.id,
            name="pegawai.csv",
            kind="pegawai",
            size=10,
            sha256="0" * 64,
        ),
        Verdicts(
            import_id=sent.id,
            file=0,
            number=1,
            line=2,
            agency_id=agency.id,
            verdict="rejected",
            code="nip-length",
            pointer="/nip",
            raw=f'{{"nip":"1","nama":"{mark}"}}',
        ),
    ]


def actors(own: Side) -> dict[str, Actor]:
    """One of each role in the own agency; an analyst of one unit; the civil servant."""
    here = frozenset({own.agency.id})
    people = {
        str(role): Actor(UUID(own.ids[f"{role}_id"]), f"uji {role}", frozenset({role}), here)
        for role in Role
        if role is not Role.ASN
    }
    unit = frozenset({UUID(own.ids["unit_id"])})
    people["analyst of a unit"] = Actor(uuid4(), "uji", frozenset({Role.ANALYST}), here, unit)
    people["asn"] = Actor(
        uuid4(), "uji", frozenset({Role.ASN}), here, employee_id=UUID(own.ids["employee_id"])
    )
    return people


NARROW = ("analyst of a unit", "asn")
"""For these the other side lies beside them in the same agency; for the others, in another."""
