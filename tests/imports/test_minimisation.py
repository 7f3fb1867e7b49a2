"""What the product does not need of a file is not kept, and the import says what that was."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.db import set_context
from app.core.identity import SYSTEM, Role
from app.imports.kinds import KINDS
from app.imports.rows import folded
from app.imports.schemas import ImportRead
from app.imports.staging import originals, parse
from tests.imports.world import BUDI, DEWI, FILES, a_performance, a_person, as_csv, as_ndjson, sent

NIK = "1671025808960002"
NOT_NEEDED = {
    "nik": NIK,
    "agama_nama": "Katolik",
    "jenis_kawin_nama": "Menikah",
    "no_npwp": "09.254.294.3-407.000",
    "alamat": "Jalan Contoh 7",
}


@pytest.fixture
def world(client_for, run_jobs):
    async def imported(files):
        client = client_for(Role.SIMPEG)
        answer = await client.post("/v1/imports", files=sent(files))
        await run_jobs()
        done = await client.get(answer.headers["location"])
        assert done.json()["state"] == "finished", done.text
        return client, ImportRead.model_validate_json(done.content)

    return imported


def people(**values):
    rows = [a_person(nip, **NOT_NEEDED) | values for nip in (DEWI, BUDI)]
    return {**FILES, "pegawai.csv": as_csv(rows)}


async def test_the_import_says_which_columns_it_dropped(world):
    _, done = await world(people())

    dropped = {file.name: file.dropped_columns for file in done.files}
    assert dropped["pegawai.csv"] == list(NOT_NEEDED)
    assert dropped["ref_unor.json"] is None


async def test_columns_of_json_records_are_told_once_each(world):
    rows = [a_performance(DEWI, path={"873": []}), a_performance(BUDI, namaPenilai="Atasan")]
    _, done = await world({**FILES, "rw_skp22.ndjson": as_ndjson(rows)})

    (performances,) = [file for file in done.files if file.kind == "rw_skp22"]
    assert performances.dropped_columns == ["id", "path", "namaPenilai"]


async def test_nothing_of_them_is_anywhere_in_the_database(world, sessions):
    await world(people(tanggal_lahir="31-02-1996"))

    async with sessions() as session:
        await set_context(session, SYSTEM.context)
        tables = await session.scalars(
            text(
                "select relname from pg_class where relkind in ('r', 'p')"
                " and relnamespace = 'public'::regnamespace and relname <> 'alembic_version'"
            )
        )
        holding = [
            (table, value)
            for table in tables.all()
            for value in NOT_NEEDED.values()
            if await session.scalar(
                text(f"select exists (select from {table} t where strpos(t::text, :value) > 0)"),
                {"value": value},
            )
        ]
    assert holding == []


async def test_rejected_rows_come_back_without_them_and_can_be_sent_again(world):
    client, done = await world(people(tanggal_lahir="31-02-1996"))
    where = f"/v1/imports/{done.id}"

    rows = (await client.get(f"{where}/rows?verdict=rejected&kind=pegawai")).json()["items"]
    csv = (await client.get(f"{where}/rejected.csv?kind=pegawai")).text
    corrected = csv.replace("31-02-1996", "18-08-1996").encode()
    _, again = await world({"pegawai.csv": corrected})

    assert len(rows) == 2
    assert not set(NOT_NEEDED) & set(rows[0]["row"])
    assert rows[0]["row"]["nip_baru"] == DEWI
    assert NIK not in csv
    assert again.counts[0].rejected == 0
    assert again.files[0].dropped_columns is None  # the column of codes is our own


headings = st.sampled_from(sorted(h for names in KINDS["pegawai"].fields.values() for h in names))
strange = st.text("abcdefghijklmnop_", min_size=1, max_size=12).map(lambda name: f"x_{name}")


@given(st.dictionaries(headings | strange, st.text("0123456789", max_size=8), min_size=1))
def test_what_is_kept_and_what_is_dropped_make_up_the_record(record):
    content = json.dumps([record]).encode()

    dropped = parse(content, "pegawai", 0, date(2026, 1, 1)).dropped
    ((_, kept),) = originals(content, "pegawai", {1})

    assert set(dropped) | set(json.loads(kept)) == set(record)
    assert not set(dropped) & set(json.loads(kept))
    assert all(folded(heading).startswith("x") for heading in dropped)


async def test_auditors_see_verdicts_without_the_rows_and_who_took_rows_is_recorded(
    world, client_for, sessions
):
    importer, done = await world(people(tanggal_lahir="31-02-1996"))
    where = f"/v1/imports/{done.id}"
    auditor = client_for(Role.AUDITOR)

    verdicts = (await auditor.get(f"{where}/rows?verdict=rejected&kind=pegawai")).json()["items"]
    refused = await auditor.get(f"{where}/rejected.csv?kind=pegawai")
    await importer.get(f"{where}/rejected.csv?kind=pegawai")

    assert [(row["code"], row["row"]) for row in verdicts] == [("date-invalid", None)] * 2
    assert refused.status_code == 403
    async with sessions() as session:
        await set_context(session, SYSTEM.context)
        taken = await session.scalars(
            text("select data from audit_events where kind = 'import.rejects_taken'")
        )
        assert taken.all() == [{"file_kind": "pegawai", "rows": 2}]
