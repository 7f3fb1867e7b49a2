"""A request goes by one name in its answer, in problems, in the log and in its events."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from app.core.identity import Role
from app.core.tracing import name_of, trace_of

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
PARENT = f"00-{TRACE}-{SPAN}-01"
AGENCY = {"code": "KAB-JEJAK", "name": "Pemerintah Kabupaten Jejak"}


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=8, max_size=8), st.integers(0, 255))
def test_every_well_formed_parent_names_its_trace(trace, span, flags):
    parent = f"00-{trace.hex()}-{span.hex()}-{flags:02x}".encode()

    expected = trace.hex() if any(trace) and any(span) else None
    assert trace_of({b"traceparent": parent}) == expected


@pytest.mark.parametrize(
    ("parent", "trace"),
    [
        (PARENT, TRACE),
        (f"01-{TRACE}-{SPAN}-01-more", TRACE),
        (f"00-{TRACE}-{SPAN}-01-more", None),
        (f"ff-{TRACE}-{SPAN}-01", None),
        (f"00-{'0' * 32}-{SPAN}-01", None),
        (f"00-{TRACE}-{'0' * 16}-01", None),
        (PARENT.upper(), None),
        (PARENT[:-1], None),
        ("", None),
        ("ÿ" * 55, None),
    ],
)
def test_what_is_no_parent_is_ignored(parent, trace):
    assert trace_of({b"traceparent": parent.encode("latin-1")}) == trace


@given(st.binary(max_size=80))
def test_a_name_is_short_and_plain_whatever_comes(given):
    name = name_of({b"x-request-id": given}, None)

    assert 8 <= len(name) <= 64
    assert name.isascii()
    assert name.replace("-", "").replace("_", "").replace(".", "").isalnum() or set(name) <= set(
        "-_."
    )


async def test_a_trace_is_the_name_in_answer_problem_log_and_event(client_for):
    admin = client_for(Role.ADMIN, agency_id=None)
    with capture_logs() as logs:
        made = await admin.post("/v1/agencies", json=AGENCY, headers={"traceparent": PARENT})
    taken = await admin.post("/v1/agencies", json=AGENCY, headers={"traceparent": PARENT})
    auditor = client_for(Role.AUDITOR, agency_id=None)
    events = await auditor.get("/v1/audit/entries", params={"kind": "agency.created"})
    [event] = [
        (await auditor.get(f"/v1/audit/entries/{e['id']}")).json() for e in events.json()["items"]
    ]

    assert made.status_code == 201, made.text
    assert made.headers["x-request-id"] == TRACE
    assert (taken.status_code, taken.json()["request_id"]) == (409, TRACE)
    assert [line["trace_id"] for line in logs if line["event"] == "request"] == [TRACE]
    assert event["event"]["request_id"] == TRACE


async def test_a_name_of_the_clients_own_stands_beside_the_trace_in_the_log(client_for):
    headers = {"traceparent": PARENT, "x-request-id": "simpeg-2026.01"}
    with capture_logs() as logs:
        answer = await client_for(Role.ANALYST).get("/v1/agencies", headers=headers)

    [line] = [line for line in logs if line["event"] == "request"]
    assert answer.headers["x-request-id"] == "simpeg-2026.01"
    assert (line["request_id"], line["trace_id"]) == ("simpeg-2026.01", TRACE)


async def test_without_either_every_request_has_a_name_of_its_own(client_for):
    client = client_for(Role.ANALYST)
    names = {(await client.get("/v1/agencies")).headers["x-request-id"] for _ in range(3)}

    assert len(names) == 3
    assert all(len(name) == 32 for name in names)
