"""The story of an import through HTTP: sent, judged, corrected, sent again."""

import csv
import io

from app.core.identity import Role
from tests.imports.world import (
    BUDI,
    DEWI,
    FILES,
    UNITS,
    a_person,
    as_csv,
    counts,
    rows_of,
    sent,
)


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
    verdicts = await rows_of(client_for(Role.SIMPEG), tried)
    done = await importing(FILES)

    assert tried["dry_run"] is True
    assert counts(tried) == counts(done)
    assert {row["verdict"] for row in verdicts} == {"accepted"}


async def test_every_rejected_row_says_line_field_and_what_to_do(importing, client_for):
    people = as_csv([a_person(DEWI, tanggal_lahir="31-02-1996"), a_person(BUDI, nama=" ")])

    done = await importing({"ref_unor.json": UNITS, "pegawai.csv": people})
    english = client_for(Role.SIMPEG)
    english.headers["Accept-Language"] = "en"
    rejected = await rows_of(english, done, verdict="rejected")

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
    found = await rows_of(client_for(Role.SIMPEG), done, verdict="finding")

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
    strange = await client.get(f"/v1/imports/{done['id']}/rows", params={"cursor": "WyJ4IiwxXQ"})

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
