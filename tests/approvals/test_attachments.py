"""Files attached to a request: by HTTP, on disk, and in what a submission may name."""

import hashlib
import json
import os

import pytest
from structlog.testing import capture_logs

from app.core.identity import Role
from app.core.storage import Damaged, LocalStorage
from tests.approvals.test_attached_files import PDF
from tests.approvals.test_implementation import URL, amend, drafted, ready, submitted
from tests.factories import an_agency

SHA = hashlib.sha256(PDF).hexdigest()


async def attached(client, request, content=PDF, name="pergub.pdf"):
    files = {"file": (name, content)}
    return await client.post(f"{URL}/{request['id']}/attachments", files=files)


def naming(sha256):
    return [{**ready()[0], "attachment_sha256": sha256}, *ready()[1:]]


async def test_a_file_comes_back_as_it_was_sent_and_no_browser_shows_it(client_for):
    analyst = client_for(Role.ANALYST)
    request = await drafted(analyst)

    made = await attached(analyst, request, name="../Pergub \u202e2022.pdf")
    again = await attached(client_for(Role.PPK), request)
    listed = await analyst.get(f"{URL}/{request['id']}/attachments")
    back = await analyst.get(made.headers["location"])

    assert made.status_code == 201, made.text
    assert made.json()["sha256"] == SHA
    assert (made.json()["name"], made.json()["size"]) == ("Pergub 2022.pdf", len(PDF))
    assert again.json()["id"] == made.json()["id"]
    assert [one["sha256"] for one in listed.json()["items"]] == [SHA]
    assert back.content == PDF
    assert back.headers["content-type"] == "application/pdf"
    assert back.headers["content-disposition"] == "attachment; filename*=UTF-8''Pergub%202022.pdf"
    assert back.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in back.headers["content-security-policy"]


async def test_a_submission_names_only_what_was_attached_to_it(client_for, execute):
    analyst, ppk = client_for(Role.ANALYST), client_for(Role.PPK)
    request = await drafted(analyst, checklist=naming(SHA))

    refused = await ppk.post(f"{URL}/{request['id']}/submission")
    await attached(analyst, request)
    sent = await ppk.post(f"{URL}/{request['id']}/submission")

    assert refused.status_code == 422
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [
        ("/checklist/0/attachment_sha256", "not-attached")
    ]
    assert sent.status_code == 200, sent.text
    there = "select approval_attachments_there(:id, cast(:said as jsonb))"
    for sha256, expected in ((SHA, True), ("0" * 64, False), (None, True)):
        said = json.dumps({"deep": [{"attachment_sha256": sha256}]})
        assert (await execute(there, id=request["id"], said=said))[0][0] is expected


async def test_what_another_request_holds_is_not_attached_to_this_one(client_for, save):
    other = an_agency()
    await save(other)
    stranger = client_for(Role.ANALYST, agency_id=other.id)
    theirs = await drafted(stranger)
    await attached(stranger, theirs)
    ours = await drafted(client_for(Role.ANALYST), checklist=naming(SHA))

    refused = await client_for(Role.PPK).post(f"{URL}/{ours['id']}/submission")
    reading = await stranger.get(f"{URL}/{ours['id']}/attachments/{SHA}")
    listing = await stranger.get(f"{URL}/{ours['id']}/attachments")
    sending = await attached(stranger, ours)

    assert refused.status_code == 422
    assert (reading.status_code, sending.status_code) == (404, 404)
    assert listing.json()["items"] == []


async def test_examiners_see_what_was_sent_to_them_and_attach_their_own(client_for):
    analyst, kanreg = client_for(Role.ANALYST), client_for(Role.KANREG, agency_id=None)
    request = await drafted(analyst)
    await attached(analyst, request)
    address = f"{URL}/{request['id']}/attachments"

    before = await kanreg.get(f"{address}/{SHA}"), await kanreg.get(address)
    await client_for(Role.PPK).post(f"{URL}/{request['id']}/submission")
    after = await kanreg.get(f"{address}/{SHA}"), await kanreg.get(address)
    theirs = await attached(kanreg, request, PDF + b"\n", "berita-acara.pdf")
    committee = await attached(client_for(Role.COMMITTEE), request)

    assert (before[0].status_code, before[1].json()["items"]) == (404, [])
    assert (after[0].status_code, len(after[1].json()["items"])) == (200, 1)
    assert theirs.status_code == 201, theirs.text
    assert (committee.status_code, committee.json()["code"]) == (403, "may-not-attach")


async def test_a_file_that_changed_where_it_is_kept_is_not_given_out(client_for, agency, settings):
    analyst = client_for(Role.ANALYST)
    request = await drafted(analyst)
    await attached(analyst, request)
    place = LocalStorage(settings.attachments_dir).place_of(agency.id, SHA)
    place.chmod(0o600)
    place.write_bytes(PDF.replace(b"Catalog", b"Katalog"))

    with capture_logs() as logged:
        changed = await analyst.get(f"{URL}/{request['id']}/attachments/{SHA}")
    place.unlink()
    gone = await analyst.get(f"{URL}/{request['id']}/attachments/{SHA}")

    assert (changed.status_code, changed.json()["code"]) == (500, "attachment-damaged")
    assert changed.json()["sha256"] == SHA
    assert (gone.status_code, gone.json()["code"]) == (500, "attachment-damaged")
    assert ("attachment.damaged", SHA) in [(one["event"], one.get("sha256")) for one in logged]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"#!/bin/sh\n", "file-executable"), (b"", "file-empty"), (b"%PDF-1.7", "file-broken")],
    ids=["a script", "nothing", "half a PDF"],
)
async def test_what_may_not_be_attached_leaves_nothing(client_for, content, code):
    analyst = client_for(Role.ANALYST)
    request = await drafted(analyst)

    refused = await attached(analyst, request, content)
    listed = await analyst.get(f"{URL}/{request['id']}/attachments")

    assert refused.status_code == 422
    assert [(e["pointer"], e["code"]) for e in refused.json()["errors"]] == [("/file", code)]
    assert listed.json()["items"] == []


async def test_a_file_that_is_too_large_is_refused_before_it_is_read(client_for, settings):
    analyst = client_for(Role.ANALYST)
    request = await drafted(analyst)
    length = {"content-length": str(settings.max_attachment_bytes + 1)}

    address = f"{URL}/{request['id']}/attachments"
    refused = await analyst.post(address, content=b"x", headers=length)

    assert refused.status_code == 413
    assert refused.json()["limit"] == settings.max_attachment_bytes


async def test_nothing_is_attached_to_what_was_rejected(client_for):
    request = await submitted(client_for)
    kanreg = client_for(Role.KANREG, agency_id=None)
    decision = {"decision": "reject", "reason_code": "not_lawful", "reason": "Tidak berwenang."}
    body = {**decision, "content_sha256": request["content_sha256"]}
    await kanreg.post(f"{URL}/{request['id']}/decisions", json=body)

    refused = await attached(client_for(Role.ANALYST), request)

    assert (refused.status_code, refused.json()["code"]) == (409, "illegal-transition")


async def test_a_changed_attachment_is_a_change_of_the_content(client_for):
    analyst = client_for(Role.ANALYST)
    request = await drafted(analyst, checklist=naming(SHA))
    entry = {**ready()[0], "attachment_sha256": "1" * 64}

    amended = await amend(analyst, request, entry)

    assert amended.json()["content_sha256"] != request["content_sha256"]


class Killed:
    """A file whose sender is gone before its end."""

    def __init__(self):
        self.pieces = [b"%PDF-1.7 and some", b" more"]

    def read(self, _size):
        if not self.pieces:
            raise ConnectionResetError
        return self.pieces.pop()


def test_an_upload_that_is_killed_leaves_nothing_to_be_seen(tmp_path, agency):
    storage = LocalStorage(tmp_path)

    with pytest.raises(ConnectionResetError):
        storage.keep(agency.id, Killed())

    assert [name for _, _, names in os.walk(tmp_path) for name in names] == []
    with pytest.raises(Damaged):
        storage.open(agency.id, SHA)


async def test_what_a_killed_process_left_half_written_is_not_a_file(client_for, settings):
    coming = settings.attachments_dir / "incoming"
    coming.mkdir(parents=True, exist_ok=True)
    (coming / "abandoned").write_bytes(PDF[:20])
    analyst = client_for(Role.ANALYST)
    request = await drafted(analyst)

    by_hash = await analyst.get(f"{URL}/{request['id']}/attachments/{SHA}")
    listed = await analyst.get(f"{URL}/{request['id']}/attachments")

    assert (by_hash.status_code, by_hash.json()["code"]) == (404, "attachment-unknown")
    assert listed.json()["items"] == []
