"""Files in an object store, by a real server that speaks S3 over HTTP."""

import hashlib
import io
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from uuid import uuid4

import obstore
import pytest

from app.approvals.examining_errors import StorageUnavailable
from app.core.identity import Role
from app.core.object_storage import ObjectStorage, place_of, storage_of
from app.core.storage import Damaged, LocalStorage, OutOfReach
from tests.approvals.test_attached_files import PDF
from tests.approvals.test_attachments import attached
from tests.approvals.test_implementation import URL, drafted

SERVER = Path(__file__).parents[1] / "browser" / "node_modules" / ".bin" / "s3rver"
BUCKET, KEY = "berkas", "S3RVER"
SECONDS = 30
LARGE = os.urandom(1024) * (6 * 1024)
"""6 MiB: it goes in several parts."""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Where the store listens."""
    if shutil.which("node") is None or not SERVER.exists():
        pytest.skip("s3rver is missing: it needs node and `make browser`")
    folder, port = tmp_path_factory.mktemp("s3"), free_port()
    command = [SERVER, "-d", folder, "-a", "127.0.0.1", "-p", str(port), "--silent"]
    process = subprocess.Popen([*command, "--configure-bucket", BUCKET])
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(SECONDS)


@pytest.fixture
def storage(server, monkeypatch):
    environment = {
        "AWS_ENDPOINT": server,
        "AWS_REGION": "id-jkt-1",
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": KEY,
        "AWS_ALLOW_HTTP": "true",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return ObjectStorage(f"s3://{BUCKET}/lampiran")


@pytest.mark.parametrize("content", [b"", b"x", PDF, LARGE], ids=["empty", "one", "pdf", "large"])
def test_a_file_comes_back_as_it_was_sent(storage, content):
    owner = uuid4()

    kept = storage.keep(owner, io.BytesIO(content))
    again = storage.keep(owner, io.BytesIO(content))

    assert kept == again == (hashlib.sha256(content).hexdigest(), len(content))
    with storage.open(owner, kept.sha256) as file:
        assert file.read() == content


def test_another_owner_has_it_not(storage):
    kept = storage.keep(uuid4(), io.BytesIO(PDF))

    with pytest.raises(Damaged):
        storage.open(uuid4(), kept.sha256)


def test_what_was_changed_in_the_store_is_not_given_out(storage):
    owner = uuid4()
    kept = storage.keep(owner, io.BytesIO(PDF))
    obstore.put(storage.store, place_of(owner, kept.sha256), io.BytesIO(PDF + b" "))

    with pytest.raises(Damaged):
        storage.open(owner, kept.sha256)


async def test_attachments_go_to_the_store_and_come_back(client_for, app, storage):
    app.state.storage = storage
    analyst = client_for(Role.ANALYST)
    request = await drafted(analyst)

    made = await attached(analyst, request)
    back = await analyst.get(made.headers["location"])

    assert made.status_code == 201, made.text
    assert back.content == PDF


@pytest.mark.usefixtures("storage")
async def test_a_store_out_of_reach_is_said_and_changes_nothing(client_for, app, monkeypatch):
    analyst = client_for(Role.ANALYST)
    request = await drafted(analyst)
    monkeypatch.setenv("AWS_ENDPOINT", f"http://127.0.0.1:{free_port()}")
    app.state.storage = ObjectStorage(f"s3://{BUCKET}")

    refused = await attached(analyst, request)
    listed = await analyst.get(f"{URL}/{request['id']}/attachments")

    assert refused.status_code == 503
    assert refused.json()["code"] == StorageUnavailable.code
    assert refused.headers["retry-after"] == "10"
    assert listed.json()["items"] == []
    with pytest.raises(OutOfReach):
        app.state.storage.open(uuid4(), "0" * 64)


@pytest.mark.usefixtures("storage")
def test_an_installation_keeps_files_where_its_settings_say(settings):
    named = settings.model_copy(update={"attachments_url": f"s3://{BUCKET}/lampiran"})

    assert isinstance(storage_of(named), ObjectStorage)
    assert isinstance(storage_of(settings), LocalStorage)


@pytest.mark.usefixtures("storage")
def test_a_bucket_that_is_not_there_is_no_damaged_file():
    with pytest.raises(OutOfReach):
        ObjectStorage("s3://tidak-ada").keep(uuid4(), io.BytesIO(PDF))
