"""Input that no client should send: a clear problem each time, nothing kept, never a 500.

What belongs to one domain is tested there; here is what may be sent to any route.
"""

import io
import zipfile

import pytest

from app.core.config import Settings
from app.core.identity import Role

MEBIBYTE = 1024 * 1024
SCHEMES = "/v1/scoring-schemes"


def is_problem(answer, status, code):
    body = answer.json()
    assert (answer.status_code, body["code"], body["status"]) == (status, code, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert body["request_id"] == answer.headers["x-request-id"]
    assert body["detail"]


async def in_pieces(size):
    """A body whose length nobody announces."""
    for _ in range(size // MEBIBYTE):
        yield b" " * MEBIBYTE


async def test_a_body_of_30_megabytes_is_refused_by_its_length(client_for):
    client = client_for(Role.ANALYST)
    headers = {"Content-Type": "application/json"}

    answer = await client.post(SCHEMES, content=b" " * 30 * MEBIBYTE, headers=headers)

    is_problem(answer, 413, "too-large")
    assert answer.json()["limit"] == 2 * MEBIBYTE


@pytest.mark.parametrize("path", [SCHEMES, "/v1/talent-maps", "/oauth/token"])
async def test_a_body_of_unknown_length_is_refused_once_it_is_too_long(client_for, path):
    client = client_for(Role.ANALYST)
    headers = {"Content-Type": "application/json"}

    answer = await client.post(path, content=in_pieces(30 * MEBIBYTE), headers=headers)

    is_problem(answer, 413, "too-large")


async def test_a_body_within_the_limit_is_read_to_its_end(client_for):
    body = b'{"name": "' + b"x" * MEBIBYTE + b'"}'
    headers = {"Content-Type": "application/json"}

    answer = await client_for(Role.ANALYST).post("/v1/talent-maps", content=body, headers=headers)

    is_problem(answer, 422, "invalid-request")
    assert ("/name", "string-too-long") in [
        (fault["pointer"], fault["code"]) for fault in answer.json()["errors"]
    ]


@pytest.mark.parametrize("content", [b"{", b"{'name': 1}", b"\xff\xfe", b'{"name": NaN'])
async def test_malformed_json_is_refused(client_for, content):
    headers = {"Content-Type": "application/json"}

    answer = await client_for(Role.ANALYST).post(
        "/v1/talent-maps", content=content, headers=headers
    )

    is_problem(answer, 400, "malformed-body")


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/octet-stream"])
async def test_another_content_type_is_refused(client_for, kind):
    answer = await client_for(Role.ANALYST).post(
        "/v1/talent-maps", content=b'{"name": "x"}', headers={"Content-Type": kind}
    )

    is_problem(answer, 415, "unsupported-media-type")


async def test_a_zip_bomb_as_xlsx_is_refused_and_nothing_is_kept(client_for):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(600 * MEBIBYTE))
    client = client_for(Role.SIMPEG)

    answer = await client.post("/v1/imports", files=[("files", ("pegawai.xlsx", bomb.getvalue()))])

    is_problem(answer, 422, "files-unusable")
    assert [fault["code"] for fault in answer.json()["errors"]] == ["file-bomb"]
    assert (await client.get("/v1/imports")).json()["items"] == []


async def test_bands_that_overlap_are_named_by_their_pointer(client_for):
    band = {"from": "0", "points": "0"}
    leaf = {"code": "jp", "title": "JP", "weight": "100", "indicator": "training.hours"}
    leaf |= {"years_ago": 1, "missing": "zero", "bands": [band, band]}
    axis = {"cutoffs": ["60", "80"], "components": [leaf]}
    document = {
        "code": "uji",
        "version": 1,
        "title": "Uji",
        "numbering": "kemenkeu",
        "value": {"performance": "50", "potential": "50"},
        "ranking": ["value"],
        "axes": {"performance": axis, "potential": axis},
    }

    answer = await client_for(Role.ANALYST).post(SCHEMES, json=document)

    assert answer.status_code == 422
    pointers = [fault["pointer"] for fault in answer.json()["errors"]]
    assert [p.rsplit("/bands/", 1)[0] for p in pointers] == [
        f"/axes/{axis}/components/0" for axis in ("performance", "potential")
    ]


def test_a_pooler_without_the_services_own_login_refuses_to_start():
    with pytest.raises(ValueError, match="DATABASE_APP_URL"):
        Settings(database_url="postgresql://owner@db/talenta", database_pooler=True)
