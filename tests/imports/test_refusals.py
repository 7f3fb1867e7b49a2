"""Imports that go wrong, and people who may not import: each told what to do."""

from uuid import uuid4

import pytest

from app.core.identity import Role
from app.organisation.models import Agency
from tests.imports.world import (
    BUDI,
    DEWI,
    FILES,
    PEOPLE,
    UNITS,
    a_performance,
    a_person,
    as_csv,
    as_ndjson,
    counts,
    rows_of,
    sent,
)


@pytest.mark.parametrize(
    ("files", "pointer", "code"),
    [
        ({"gaji.csv": b"nip\n1\n"}, "/files/0", "kind-unknown"),
        ({"pegawai.csv": b""}, "/files/0", "file-empty"),
        ({"pegawai.csv": b"\x7fELF\x00\x01"}, "/files/0", "file-executable"),
        ({"pegawai.csv": "nip\nBudié".encode("latin-1")}, "/files/0", "file-encoding"),
        ({"pegawai.csv": "nip\n".encode("utf-16")}, "/files/0", "file-encoding"),
        ({"pegawai.xlsx": b"PK\x03\x04 no archive"}, "/files/0", "file-not-xlsx"),
        ({"pegawai.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}, "/files/0", "file-old-excel"),
        ({"pegawai.csv": PEOPLE, "x.bin": b"\x00"}, "/files/1", "kind-unknown"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_at_once(client_for, files, pointer, code):
    client = client_for(Role.SIMPEG)

    answer = await client.post("/v1/imports", files=sent(files))

    assert answer.status_code == 422
    assert answer.json()["code"] == "files-unusable"
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(pointer, code)]
    assert (await client.get("/v1/imports")).json()["items"] == []


async def test_a_missing_column_spoils_its_file_and_no_other(importing):
    people = as_csv([{"nip_baru": DEWI, "nama": "Dewi Contoh"}])

    done = await importing({"ref_unor.json": UNITS, "pegawai.csv": people})

    assert counts(done) == {"ref_unor": (3, 3, 0, 0, 0)}
    (spoilt,) = [file for file in done["files"] if file["code"]]
    assert (spoilt["name"], spoilt["code"]) == ("pegawai.csv", "column-missing")
    assert spoilt["columns"] == ["tanggal_lahir", "unor_id"]
    assert "baris judul" in spoilt["detail"]


async def test_the_kind_can_be_said_where_the_name_does_not_tell(importing):
    done = await importing({"unduhan (1).json": UNITS}, kind="ref_unor")

    assert counts(done) == {"ref_unor": (3, 3, 0, 0, 0)}


async def test_a_kind_that_does_not_exist_is_refused(client_for):
    client = client_for(Role.SIMPEG)

    unknown = await client.post("/v1/imports", files=sent(FILES), data={"kind": "gaji"})
    too_few = await client.post("/v1/imports", files=sent(FILES), data={"kind": "pegawai"})

    assert unknown.json()["errors"][0]["pointer"] == "/kind/0"
    assert too_few.json()["errors"][0]["pointer"] == "/kind"


async def test_no_files_are_an_unanswered_question(client_for):
    client = client_for(Role.SIMPEG)

    nothing = await client.post("/v1/imports")
    json = await client.post("/v1/imports", json={"files": []})

    assert nothing.status_code == 422
    assert json.status_code in (415, 422)
    assert nothing.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("role", [Role.ADMIN, Role.COMMITTEE, Role.PPK, Role.BKN])
async def test_other_roles_neither_import_nor_see_imports(client_for, importing, role):
    done = await importing(FILES)
    client = client_for(role)

    answers = [
        await client.post("/v1/imports", files=sent(FILES)),
        await client.get("/v1/imports"),
        await client.get(f"/v1/imports/{done['id']}"),
        await client.get(f"/v1/imports/{done['id']}/rows"),
        await client.get(f"/v1/imports/{done['id']}/rejected.csv"),
        await client.get(f"/v1/imports/{done['id']}/events"),
    ]

    assert {answer.status_code for answer in answers} <= {403, 404}


async def test_an_auditor_sees_imports_and_sends_none(client_for, importing):
    done = await importing(FILES)
    client = client_for(Role.AUDITOR)

    listed = await client.get("/v1/imports")
    refused = await client.post("/v1/imports", files=sent(FILES))

    assert [item["id"] for item in listed.json()["items"]] == [done["id"]]
    assert refused.status_code == 403


async def test_nobody_comes_in_without_a_token(client_for):
    client = client_for(None)

    assert (await client.get("/v1/imports")).status_code == 401
    assert (await client.post("/v1/imports", files=sent(FILES))).status_code == 401


async def test_an_import_of_another_agency_is_not_there(client_for, importing, save):
    other = Agency(id=uuid4(), code="LAIN", name="Pemerintah Kota Lain")
    await save(other)
    done = await importing(FILES)
    stranger = client_for(Role.SIMPEG, agency_id=other.id)

    answers = [
        await stranger.get(f"/v1/imports/{done['id']}{path}")
        for path in ("", "/rows", "/rejected.csv", "/events")
    ]
    theirs = await client_for(Role.SIMPEG).post(
        "/v1/imports", files=sent(FILES), data={"agency": "LAIN"}
    )

    assert {answer.status_code for answer in answers} == {404}
    assert theirs.status_code == 403
    assert theirs.json()["code"] == "agency-forbidden"


async def test_an_unknown_agency_is_named(client_for):
    answer = await client_for(Role.ANALYST).post(
        "/v1/imports", files=sent(FILES), data={"agency": "TIDAK-ADA"}
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "agency-unknown"


async def test_ten_thousand_defective_rows_each_get_their_verdict(importing, client_for):
    bad = [a_performance(DEWI, id=f"SKP-{n}", hasilKinerjaNilai="7") for n in range(10_000)]

    done = await importing(FILES | {"rw_skp22.ndjson": as_ndjson(bad)})
    last = await rows_of(client_for(Role.SIMPEG), done, verdict="rejected", limit="200")

    assert counts(done)["rw_skp22"] == (10_000, 0, 0, 0, 10_000)
    assert {row["code"] for row in last} == {"out-of-scale"}


async def test_a_person_who_is_rejected_takes_their_histories_along(importing, client_for):
    people = as_csv([a_person(DEWI, unor_id="UNIT-9"), a_person(BUDI)])

    done = await importing(FILES | {"pegawai.csv": people})
    rejected = await rows_of(client_for(Role.SIMPEG), done, verdict="rejected")

    assert [(r["kind"], r["line"], r["code"], r["pointer"]) for r in rejected] == [
        ("rw_skp22", 1, "employee-unknown", "/nipBaru"),
        ("pegawai", 2, "unit-unknown", "/unor_id"),
    ]
