"""What an import does to what is known: nothing lost, nothing doubled, nothing half done."""

from typing import Any

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.employees.histories import HISTORIES, PERSON
from app.employees.history_models import (
    Assessment,
    Award,
    Course,
    Discipline,
    EducationHistory,
    Feedback,
    Performance,
    PositionHistory,
    RankHistory,
    StructuralTraining,
    TeamAssignment,
)
from app.employees.models import Employee, FactColumns
from app.imports import merging_histories, service
from app.imports.staging import POSITION
from app.organisation.models import Position
from tests.imports.world import (
    BUDI,
    DEWI,
    FILES,
    SARI,
    SECTION,
    UNITS,
    a_performance,
    a_person,
    a_unit,
    as_csv,
    as_ndjson,
    counts,
    rows_of,
)

FACTS = [
    Assessment,
    Award,
    Course,
    Discipline,
    EducationHistory,
    Feedback,
    Performance,
    PositionHistory,
    RankHistory,
    StructuralTraining,
    TeamAssignment,
]


@pytest.fixture
def asked(sessions):
    """The rows of a query, as the installation sees them."""

    async def ask(sql: str, **values: Any) -> list[tuple[Any, ...]]:
        async with transaction(sessions, SYSTEM) as session:
            return [tuple(row) for row in await session.execute(text(sql), values)]

    return ask


def test_the_specifications_name_the_columns_of_the_models():
    facts = {*FactColumns.__annotations__, "employee_id"}
    tables = {model.__tablename__: model.__table__ for model in FACTS}

    for history in HISTORIES.values():
        own = {c.name for c in tables[history.table].columns if c.computed is None}
        assert own - facts - {"id"} == set(history.columns)
    person = {c.name for c in Employee.__table__.columns}
    assert person - set(PERSON) == {"id", "agency_id", "unit_id", "import_id", "recorded_at"}
    position = {c.name for c in Position.__table__.columns}
    assert position - set(POSITION) == {"id", "agency_id", "unit_id"}


async def test_a_changed_person_keeps_what_was_known_before(importing, asked):
    await importing(FILES)
    people = as_csv([a_person(DEWI, nama="Dewi Contoh Baru")])

    done = await importing({"pegawai.csv": people})

    assert counts(done)["pegawai"] == (1, 1, 0, 0, 0)
    now = await asked("select name, recorded_at, import_id from employees where nip = :n", n=DEWI)
    before = await asked("select name, superseded_at from employee_versions where nip = :n", n=DEWI)
    assert now[0][0] == "Dewi Contoh Baru"
    assert str(now[0][2]) == done["id"]
    assert before == [("Dewi Contoh", now[0][1])]


async def test_a_changed_fact_supersedes_the_old_one(importing, asked):
    await importing(FILES)
    better = a_performance(DEWI, PerilakuKerjaNilai="1", KuadranKinerjaNilai="1")

    done = await importing({"rw_skp22.ndjson": as_ndjson([better, a_performance(BUDI)])})

    assert counts(done)["rw_skp22"] == (2, 1, 1, 0, 0)
    rows = await asked(
        "select f.predicate, f.superseded_at, f.recorded_at from performances f"
        " join employees e on e.id = f.employee_id where e.nip = :n order by f.recorded_at",
        n=DEWI,
    )
    assert [row[0] for row in rows] == ["baik", "sangat_baik"]
    assert rows[0][1] == rows[1][2]
    assert rows[1][1] is None


async def test_a_new_nip_keeps_the_person_by_pns_id(importing, asked):
    await importing(FILES)
    ((person,),) = await asked("select id from employees where nip = :n", n=DEWI)
    corrected = "199608182022042009"
    people = as_csv([a_person(corrected, pns_id=f"PNS-{DEWI}")])

    done = await importing({"pegawai.csv": people, "rw_skp22.ndjson": as_ndjson([a_performance()])})

    assert await asked("select id from employees where nip = :n", n=corrected) == [(person,)]
    assert await asked("select nip from employee_versions") == [(DEWI,)]
    assert counts(done)["rw_skp22"] == (1, 0, 1, 0, 0)


async def test_two_people_are_never_made_one(importing, client_for, asked):
    await importing(FILES)
    people = as_csv(
        [
            a_person(DEWI, pns_id=f"PNS-{BUDI}"),
            a_person("199608182022042009", pns_id=f"PNS-{SARI}"),
            a_person(SARI),
            a_person("199608182022042010", pns_id="NEW"),
            a_person("199608182022042011", pns_id="NEW"),
        ]
    )

    done = await importing({"pegawai.csv": people})
    rejected = await rows_of(client_for(Role.SIMPEG), done, verdict="rejected")

    assert [(r["line"], r["code"]) for r in rejected] == [
        (2, "identity-conflict"),
        (3, "identity-conflict"),
        (6, "identity-conflict"),
    ]
    assert await asked("select count(*) from employees") == [(4,)]


async def test_a_pns_id_that_a_file_leaves_out_is_not_forgotten(importing, asked):
    await importing(FILES)

    done = await importing({"pegawai.csv": as_csv([a_person(DEWI, pns_id="")])})

    assert counts(done)["pegawai"] == (1, 0, 1, 0, 0)
    assert await asked("select pns_id from employees where nip = :n", n=DEWI) == [(f"PNS-{DEWI}",)]


async def test_of_two_rows_with_one_key_the_later_counts(importing, client_for, asked):
    twice = [a_performance(DEWI, id="A"), a_performance(DEWI, id="B", hasilKinerjaNilai="2")]
    files = FILES | {"rw_skp22.ndjson": as_ndjson(twice)}

    done = await importing(files)
    found = await rows_of(client_for(Role.SIMPEG), done, verdict="finding")
    again = await importing(files)

    assert counts(done)["rw_skp22"] == (2, 2, 0, 1, 0)
    assert counts(again)["rw_skp22"] == (2, 0, 2, 1, 0)
    assert [(r["line"], r["code"]) for r in found] == [(1, "key-repeated")]
    assert await asked("select result from performances") == [(2,)]


async def test_a_fact_whose_person_siasn_corrected_moves_to_the_right_one(importing, asked):
    award = {"id": "7C9E6679-7425-40DE-944B-E07FC1F90AE7", "skDate": "01-02-2024"}
    await importing(FILES | {"rw_penghargaan.ndjson": as_ndjson([award | {"nipBaru": DEWI}])})

    await importing({"rw_penghargaan.ndjson": as_ndjson([award | {"nipBaru": BUDI}])})

    assert await asked(
        "select e.nip, f.superseded_at is null from awards f"
        " join employees e on e.id = f.employee_id order by 2"
    ) == [(DEWI, False), (BUDI, True)]


async def test_numbers_that_are_no_uuids_are_every_persons_own(importing, asked):
    award = {"id": "1", "skDate": "01-02-2024"}
    both = as_ndjson([award | {"nipBaru": DEWI}, award | {"nipBaru": BUDI}])

    await importing(FILES | {"rw_penghargaan.ndjson": both})
    done = await importing({"rw_penghargaan.ndjson": as_ndjson([award | {"nipBaru": DEWI}])})

    assert counts(done)["rw_penghargaan"] == (1, 0, 1, 0, 0)
    assert await asked("select count(*) from awards where superseded_at is null") == [(2,)]


async def test_a_position_in_another_agency_is_told_from_our_own(importing, asked):
    held = {"nipBaru": DEWI, "tmtJabatan": "01-02-2020"}
    rows = [
        held | {"id": "A", "unorId": SECTION, "instansiKerjaNama": "Nama lama"},
        held | {"id": "B", "unorId": "", "instansiKerjaNama": "UNIT UNIT-0"},
        held | {"id": "C", "unorId": "", "instansiKerjaNama": "Kementerian Dalam Negeri"},
        held | {"id": "D", "unorId": "", "instansiKerjaId": "PROV-UJI"},
        held | {"id": "E"},
    ]

    await importing(FILES | {"rw_jabatan.ndjson": as_ndjson(rows)})

    others = await asked("select source_id from position_histories where other_agency")
    assert others == [("C",)]


async def test_units_move_and_positions_change(importing, asked):
    post = {"kode": "J1", "nama": "Kepala", "unor_id": SECTION, "bup": "58", "kritikal": "Y"}
    await importing({"ref_unor.json": UNITS, "jabatan.csv": as_csv([post])})
    moved = as_ndjson([a_unit(SECTION, "UNIT-0", NamaUnor="Baru")])

    done = await importing({"ref_unor.json": moved, "jabatan.csv": as_csv([post | {"bup": "60"}])})

    assert counts(done) == {"ref_unor": (1, 1, 0, 0, 0), "jabatan": (1, 1, 0, 0, 0)}
    assert await asked(
        "select u.name, p.siasn_id from units u join units p on p.id = u.parent_id"
        " where u.siasn_id = :s",
        s=SECTION,
    ) == [("Baru", "UNIT-0")]
    assert await asked("select retirement_age, critical from positions") == [(60, True)]


async def test_units_that_circle_are_rejected(importing, client_for):
    units = as_ndjson([a_unit("A", "B"), a_unit("B", "A"), a_unit("C", "X"), a_unit("D")])

    done = await importing({"ref_unor.json": units})
    rejected = await rows_of(client_for(Role.SIMPEG), done, verdict="rejected")

    assert [(r["line"], r["code"], r["pointer"]) for r in rejected] == [
        (1, "unit-cycle", "/DiatasanId"),
        (2, "unit-cycle", "/DiatasanId"),
        (3, "parent-unknown", "/DiatasanId"),
    ]


async def test_a_fault_in_the_middle_leaves_nothing_half_applied(
    importing, client_for, asked, monkeypatch
):
    async def breaks(*_: object) -> list[str]:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(merging_histories, "own_names", breaks)
    held = as_ndjson([{"nipBaru": DEWI, "id": "A", "tmtJabatan": "01-02-2020"}])

    with pytest.raises(RuntimeError):
        await importing(FILES | {"rw_jabatan.ndjson": held})

    (item,) = (await client_for(Role.SIMPEG).get("/v1/imports")).json()["items"]
    assert item["state"] == "failed"
    assert await asked("select count(*) from employees") == [(0,)]
    assert await asked("select count(*) from units") == [(0,)]
    assert await asked("select count(*) from import_rows") == [(0,)]


async def test_a_job_that_runs_again_after_its_end_does_nothing(importing, sessions, asked):
    done = await importing(FILES)
    before = await asked("select count(*), max(recorded_at) from performances")

    await service.run(sessions, done["id"])

    assert await asked("select count(*), max(recorded_at) from performances") == before


async def test_contents_are_let_go_and_only_rejected_rows_kept(importing, asked):
    people = as_csv([a_person(DEWI, nama=""), a_person(BUDI)])

    await importing(FILES | {"pegawai.csv": people})

    assert await asked("select count(*) from import_files where content is not null") == [(0,)]
    assert await asked("select count(*) from import_rows where raw is not null") == [(2,)]
    assert await asked("select count(*) from import_rows where verdict <> 'rejected'") == [(5,)]
