"""The story of an import through HTTP: sent, judged, corrected, sent again."""

import csv
import io
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from app.core.identity import Role
from tests.imports.world import (
    BUDI,
    DEWI,
    FILES,
    PEOPLE,
    PERFORMANCES,
    UNITS,
    a_performance,
    a_person,
    as_csv,
    as_ndjson,
)


def sent(files: dict[str, bytes]) -> list[tuple[str, tuple[str, bytes]]]:
    return [("files", (name, content)) for name, content in files.items()]


@pytest.fixture
def importing(client_for, run_jobs) -> Callable[..., Any]:
    """Send files as a SIMPEG does, let the job run, and see what became of them."""

    async def imported(files: dict[str, bytes], **form: Any) -> dict[str, Any]:
        client = client_for(Role.SIMPEG)
        answer = await client.post("/v1/imports", files=sent(files), data=form)
        assert answer.status_code == 202, answer.text
        await run_jobs()
        return (await client.get(answer.headers["location"])).json()

    return imported


def counts(done: dict[str, Any]) -> dict[str, tuple[int, int, int, int, int]]:
    return {
        c["kind"]: (c["rows"], c["accepted"], c["unchanged"], c["findings"], c["rejected"])
        for c in done["counts"]
    }


async def rows(client: httpx.AsyncClient, done: dict[str, Any], **query: str) -> list[Any]:
    answer = await client.get(f"/v1/imports/{done['id']}/rows", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_files_in_any_order_are_applied_masters_first(importing):
    done = await importing(FILES)

    assert done["state"] == "finished"
    assert counts(done) == {
        "ref_unor": (3, 3, 0, 0, 0),
        "pegawai": (3, 3, 0, 0, 0),
        "rw_skp22": (2, 2, 0, 0, 0),
    }
    assert [c["kind"] for c in done["counts"]] == ["ref_unor", "pegawai", "rw_skp22"]


async def test_files_sent_twice_change_nothing(importing):
    await importing(FILES)

    again = await importing(FILES)

    assert counts(again) == {
        "ref_unor": (3, 0, 3, 0, 0),
        "pegawai": (3, 0, 3, 0, 0),
        "rw_skp22": (2, 0, 2, 0, 0),
    }


async def test_an_import_waits_as_queued_until_its_job_runs(client_for):
    client = client_for(Role.SIMPEG)

    answer = await client.post("/v1/imports", files=sent(FILES))

    body = answer.json()
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/v1/imports/{body['id']}"
    assert (body["state"], body["percent"], body["counts"]) == ("queued", 0, [])
    assert [file["kind"] for file in body["files"]] == ["rw_skp22", "pegawai", "ref_unor"]
    csv_too_early = await client.get(f"/v1/imports/{body['id']}/rejected.csv")
    assert csv_too_early.json()["code"] == "import-unfinished"


async def test_a_dry_run_judges_alike_and_changes_nothing(importing, client_for):
    tried = await importing(FILES, dry_run="true")
    verdicts = await rows(client_for(Role.SIMPEG), tried)
    done = await importing(FILES)

    assert tried["dry_run"] is True
    assert counts(tried) == counts(done)
    assert {row["verdict"] for row in verdicts} == {"accepted"}


async def test_every_rejected_row_says_line_field_and_what_to_do(importing, client_for):
    people = as_csv([a_person(DEWI, tanggal_lahir="31-02-1996"), a_person(BUDI, nama=" ")])

    done = await importing({"ref_unor.json": UNITS, "pegawai.csv": people})
    english = client_for(Role.SIMPEG)
    english.headers["Accept-Language"] = "en"
    rejected = await rows(english, done, verdict="rejected")

    assert [(r["line"], r["code"], r["pointer"]) for r in rejected] == [
        (2, "date-invalid", "/tanggal_lahir"),
        (3, "name-missing", "/nama"),
    ]
    assert rejected[0]["detail"] == "There is no such date; write dd-mm-yyyy or yyyy-mm-dd."
    assert rejected[0]["row"]["tanggal_lahir"] == "31-02-1996"
    assert rejected[0]["row"]["nomor_hp"] == "081234567890"


async def test_a_finding_is_applied_and_reported(importing, client_for):
    people = as_csv([a_person(DEWI, jenis_kelamin="M")])

    done = await importing({"ref_unor.json": UNITS, "pegawai.csv": people})
    found = await rows(client_for(Role.SIMPEG), done, verdict="finding")

    assert counts(done)["pegawai"] == (1, 1, 0, 1, 0)
    assert [(r["code"], r["pointer"], r["row"]) for r in found] == [
        ("nip-sex-mismatch", "/jenis_kelamin", None)
    ]


async def test_corrected_rows_alone_can_be_sent_again(importing, client_for):
    client = client_for(Role.SIMPEG)
    people = as_csv([a_person(DEWI, tanggal_lahir="31-02-1996"), a_person(BUDI)])
    done = await importing({"ref_unor.json": UNITS, "pegawai.csv": people})

    download = await client.get(f"/v1/imports/{done['id']}/rejected.csv")
    (row,) = csv.DictReader(io.StringIO(download.text))
    corrected = as_csv([row | {"tanggal_lahir": "18-08-1996"}])
    again = await importing({"pegawai.csv": corrected})

    assert download.headers["content-disposition"] == 'attachment; filename="pegawai.csv"'
    assert list(row) == [*a_person(), "code"]
    assert row["code"] == "date-invalid"
    assert counts(again) == {"pegawai": (1, 1, 0, 0, 0)}


async def test_rejected_rows_of_several_kinds_are_asked_for_by_kind(importing, client_for):
    client = client_for(Role.SIMPEG)
    people = as_csv([a_person(DEWI, nama="")])
    done = await importing(FILES | {"pegawai.csv": people})
    address = f"/v1/imports/{done['id']}/rejected.csv"

    unclear = await client.get(address)
    clear = await client.get(address, params={"kind": "rw_skp22"})
    none = await client.get(address, params={"kind": "asesmen"})

    assert unclear.status_code == 422
    assert unclear.json()["code"] == "kind-required"
    assert "pegawai, rw_skp22" in unclear.json()["detail"]
    assert [row["code"] for row in csv.DictReader(io.StringIO(clear.text))] == [
        "employee-unknown",
        "employee-unknown",
    ]
    assert none.status_code == 404
    assert none.json()["code"] == "nothing-rejected"


async def test_progress_is_told_as_events_until_the_end(importing, client_for):
    done = await importing(FILES)

    answer = await client_for(Role.SIMPEG).get(f"/v1/imports/{done['id']}/events")

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text == (
        'event: end\ndata: {"state":"finished","phase":"finished","percent":100}\n\n'
    )


async def test_rows_come_in_pages(importing, client_for):
    client = client_for(Role.AUDITOR)
    done = await importing(FILES)

    first = await client.get(f"/v1/imports/{done['id']}/rows", params={"limit": 5})
    rest = await client.get(first.links["next"]["url"])
    strange = await client.get(
        f"/v1/imports/{done['id']}/rows", params={"cursor": "WyJ4IiwxXQ"}
    )

    lines = [(r["file"], r["line"]) for r in first.json()["items"] + rest.json()["items"]]
    assert lines == [
        ("rw_skp22.ndjson", 1),
        ("rw_skp22.ndjson", 2),
        ("pegawai.csv", 2),
        ("pegawai.csv", 3),
        ("pegawai.csv", 4),
        ("ref_unor.json", 2),
        ("ref_unor.json", 10),
        ("ref_unor.json", 18),
    ]
    assert rest.json()["next"] is None
    assert strange.json()["errors"][0]["code"] == "cursor-invalid"


@pytest.mark.parametrize(
    ("files", "pointer", "code"),
    [
        ({"gaji.csv": b"nip\n1\n"}, "/files/0", "kind-unknown"),
        ({"pegawai.csv": b""}, "/files/0", "file-empty"),
        ({"pegawai.csv": b"\x7fELF\x00\x01"}, "/files/0", "file-binary"),
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


async def test_a_missing_column_spoils_its_file_and_no_other(importing, client_for):
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
    from uuid import uuid4

    from app.organisation.models import Agency

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
    last = await rows(client_for(Role.SIMPEG), done, verdict="rejected", limit="200")

    assert counts(done)["rw_skp22"] == (10_000, 0, 0, 0, 10_000)
    assert {row["code"] for row in last} == {"out-of-scale"}


async def test_a_person_who_is_rejected_takes_their_histories_along(importing, client_for):
    people = as_csv([a_person(DEWI, unor_id="UNIT-9"), a_person(BUDI)])

    done = await importing(FILES | {"pegawai.csv": people})
    rejected = await rows(client_for(Role.SIMPEG), done, verdict="rejected")

    assert [(r["kind"], r["line"], r["code"], r["pointer"]) for r in rejected] == [
        ("rw_skp22", 1, "employee-unknown", "/nipBaru"),
        ("pegawai", 2, "unit-unknown", "/unor_id"),
    ]
    assert PERFORMANCES
