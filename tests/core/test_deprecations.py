"""What is going to end: told in answers, the document, the log and metrics, from one table."""

import re
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import deprecations, edge
from app.core.deprecations import DEPRECATED, NOTICE, Deprecated, fault, headers, mark
from app.core.identity import Role
from app.core.metrics import exposition

SINCE, SUNSET = date(2026, 1, 5), date(2026, 9, 1)
UNIT = Deprecated(
    "GET /v1/units/{unit_id}", SINCE, SUNSET, "Ask for agencies.", None, "/v1/agencies/{unit_id}"
)
PARENT = Deprecated(
    "GET /v1/units", date(2026, 2, 1), date(2026, 12, 1), "Leave it out.", "parent_id"
)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.fixture
def client(monkeypatch, request):
    """A client of an installation where reading units is deprecated."""
    monkeypatch.setattr(deprecations, "DEPRECATED", (UNIT, PARENT))
    return request.getfixturevalue("client_for")(Role.SIMPEG)


async def test_an_operation_says_when_it_was_deprecated_when_it_ends_and_what_to_call(client):
    unit_id = uuid4()
    answer = await client.get(f"/v1/units/{unit_id}")

    assert answer.status_code == 404
    assert answer.headers["deprecation"] == "@1767571200"
    assert datetime.fromtimestamp(1767571200, UTC).date() == SINCE
    assert answer.headers["sunset"] == "Tue, 01 Sep 2026 00:00:00 GMT"
    assert answer.headers.get_list("link") == [
        '</docs>; rel="deprecation sunset"; type="text/html"',
        f'</v1/agencies/{unit_id}>; rel="successor-version"',
    ]


async def test_a_parameter_is_told_to_whoever_uses_it(client):
    with_it = await client.get("/v1/units", params={"parent_id": str(uuid4())})
    without = await client.get("/v1/units")

    assert with_it.status_code == without.status_code == 200
    assert with_it.headers["sunset"] == "Tue, 01 Dec 2026 00:00:00 GMT"
    assert without.headers.keys().isdisjoint({"deprecation", "sunset", "link"})


async def test_nobody_is_told_of_what_stays(client_for):
    answer = await client_for(Role.SIMPEG).get(f"/v1/units/{uuid4()}")

    assert answer.headers.keys().isdisjoint({"deprecation", "sunset", "link"})


async def test_who_still_calls_it_is_in_the_log_and_how_often_in_the_metrics(client, monkeypatch):
    lines = []
    monkeypatch.setattr(edge, "answered", lambda **line: lines.append(line))
    counter = re.compile(
        rf'^talenta_deprecated_requests_total{{what="{UNIT.name}"}} (\S+)$', re.MULTILINE
    )
    before = counter.search(exposition().decode())

    await client.get(f"/v1/units/{uuid4()}")
    await client.get("/v1/units")

    assert [line.get("deprecated") for line in lines] == [["GET /v1/units/{unit_id}"], None]
    assert lines[0]["actor"] is not None
    after = counter.search(exposition().decode())
    assert float(after[1]) == (float(before[1]) if before else 0) + 1


def test_an_address_cannot_write_headers():
    said = dict(headers([UNIT], {"unit_id": 'x"\r\nset-cookie: a=b/<'}))

    assert said[b"link"].startswith(b"</v1/agencies/x%22%0D%0Aset-cookie%3A%20a%3Db%2F%3C>")


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=4))
def test_of_several_the_first_to_end_counts_and_none_ends_before_it_is_deprecated(days):
    used = [Deprecated("GET /x", min(two), max(two), "") for two in days]
    said = dict(headers(used, {}))

    since = datetime.fromtimestamp(int(said[b"deprecation"][1:]), UTC)
    sunset = parsedate_to_datetime(said[b"sunset"].decode())
    assert since.date() == min(one.since for one in used)
    assert sunset.date() == min(one.sunset for one in used)
    assert since <= sunset


def test_the_document_says_so(assembled):
    document = deepcopy(assembled[0].openapi())
    mark(document, (UNIT, PARENT, UNIT._replace(operation="GET /v1/gone")))

    operation = document["paths"]["/v1/units/{unit_id}"]["get"]
    assert operation["deprecated"] is True
    assert operation["description"].startswith(
        "Deprecated since 2026-01-05; may be gone from 2026-09-01 on. Ask for agencies.\n\n"
    )
    assert {"Deprecation", "Sunset", "Link"} <= operation["responses"]["200"]["headers"].keys()
    listing = document["paths"]["/v1/units"]["get"]
    ending = [one["name"] for one in listing["parameters"] if one.get("deprecated")]
    assert ending == ["parent_id"]
    assert "deprecated" not in listing


@pytest.mark.parametrize(
    "wrong",
    [
        {"sunset": SINCE + NOTICE - timedelta(days=1)},
        {"operation": "/v1/units/{unit_id}"},
        {"successor": "/v1/agencies/{agency_id}"},
    ],
)
def test_a_faulty_entry_is_found(wrong):
    assert fault(UNIT) is fault(PARENT) is None
    assert fault(UNIT._replace(**wrong))


def test_the_table_is_sound():
    assert [(one.name, fault(one)) for one in DEPRECATED if fault(one)] == []
    assert len({one.name for one in DEPRECATED}) == len(DEPRECATED)
