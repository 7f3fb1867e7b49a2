"""Cursors: they lead from page to page, and whatever is no cursor of a list is refused."""

import base64
from datetime import UTC, datetime
from uuid import UUID, uuid4

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    BigInteger,
    DateTime,
    String,
    Uuid,
    bindparam,
    column,
    select,
    table,
    text,
)

from app.core.errors import InvalidRequest
from app.core.identity import SYSTEM, Role
from app.core.paging import decode_cursor, encode_cursor
from app.core.queries import Key, PageQuery
from app.core.reading import Reading
from tests.factories import a_unit, an_employee

texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))

units = table(
    "units",
    column("id", Uuid),
    column("agency_id", Uuid),
    column("name", String),
    column("siasn_id", String),
)


@given(st.lists(texts | st.integers(-(2**53), 2**53) | st.none(), max_size=4))
def test_a_cursor_keeps_its_values(values):
    assert decode_cursor(encode_cursor("list", *values), "list", len(values)) == values


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda b: base64.b64encode(b).decode()))
def test_no_other_text_is_a_cursor(other):
    with pytest.raises(InvalidRequest):
        decode_cursor(other, "list", 2)


@given(texts.filter(lambda name: name != "list"), st.integers(0, 4))
def test_a_cursor_of_another_list_or_shape_is_refused(name, keys):
    cursor = encode_cursor(name, *range(keys))

    with pytest.raises(InvalidRequest):
        decode_cursor(cursor, "list", keys)


BY_NAME = PageQuery(
    "by-name",
    select(units.c.id, units.c.name),
    [Key("name", str), Key("id", UUID)],
)
BY_NAME_DOWN = PageQuery(
    "by-name-down",
    select(units.c.id, units.c.name),
    [Key("name", str, descends=True), Key("id", UUID)],
)
BY_HIDDEN = PageQuery(
    "by-hidden",
    select(units.c.name, units.c.siasn_id.label("_place")),
    [Key("_place", str, descends=True)],
    {"name": units.c.name == bindparam("name", type_=String)},
)


async def everything(query, reading, limit, **filters):
    items, cursor = [], None
    while True:
        page = orjson.loads(await query.page(reading, limit, cursor, **filters))
        assert len(page["items"]) <= limit
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items


@pytest.fixture
def reading(app):
    return Reading(app.state.reads, SYSTEM)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(names=st.lists(texts.filter(bool).map(lambda t: t[:20]), max_size=12), data=st.data())
async def test_pages_hold_every_row_once_and_in_order(reading, agency, save, sessions, names, data):
    async with sessions.begin() as session:
        await session.execute(text("select set_config('app.context', '*;admin,analyst;;;', true)"))
        await session.execute(text("delete from units"))
    await save(*(a_unit(agency, name=name) for name in names))
    limit = data.draw(st.integers(1, 5))

    up = await everything(BY_NAME, reading, limit)
    down = await everything(BY_NAME_DOWN, reading, limit)

    by_bytes = sorted(names, key=lambda name: name.encode())
    assert [u["name"] for u in up] == by_bytes
    assert [u["name"] for u in down] == by_bytes[::-1]
    assert len({u["id"] for u in up}) == len(names)
    assert [u["id"] for u in up] == [
        u["id"] for u in sorted(up, key=lambda u: (u["name"].encode(), u["id"]))
    ]


async def test_a_hidden_column_orders_a_list_and_is_not_shown(reading, agency, save):
    await save(*(a_unit(agency, siasn_id=f"U{n}", name=f"Bidang {n % 2}") for n in range(6)))

    items = await everything(BY_HIDDEN, reading, 2, name="Bidang 1")

    assert items == [{"name": "Bidang 1"}] * 3


@pytest.mark.parametrize(
    "values",
    [
        ["employees"],
        ["employees", "A"],
        ["employees", "A", "not a uuid"],
        ["employees", "A", None],
        ["employees", "A", 1],
        ["employees", None, "00000000-0000-4000-8000-00000000000f"],
        ["employees", 1, "00000000-0000-4000-8000-00000000000f"],
        ["employees", "\x00", "00000000-0000-4000-8000-00000000000f"],
        ["employees", ["A"], "00000000-0000-4000-8000-00000000000f"],
        ["employees", {"a": 1}, "00000000-0000-4000-8000-00000000000f"],
        ["units", "A", "00000000-0000-4000-8000-00000000000f"],
    ],
    ids=str,
)
async def test_a_cursor_that_was_made_up_is_refused(client_for, values):
    cursor = base64.urlsafe_b64encode(orjson.dumps(values)).decode()

    answer = await client_for(Role.ANALYST).get("/v1/employees", params={"cursor": cursor})

    assert answer.status_code == 422
    assert [e["code"] for e in answer.json()["errors"]] == ["cursor-invalid"]


async def test_a_cursor_from_another_list_is_refused(client_for, agency, save):
    unit, other = a_unit(agency), a_unit(agency)
    await save(unit, other, an_employee(unit), an_employee(unit))
    client = client_for(Role.ANALYST)
    cursor = (await client.get("/v1/units?limit=1")).json()["next"]

    answer = await client.get("/v1/employees", params={"cursor": cursor})

    assert cursor
    assert answer.json()["errors"][0]["code"] == "cursor-invalid"


async def test_an_old_cursor_outlives_the_row_behind_it(client_for, agency, save):
    unit = a_unit(agency)
    await save(unit, an_employee(unit, name="B"))
    cursor = encode_cursor("employees", "A", str(uuid4()))

    page = await client_for(Role.ANALYST).get("/v1/employees", params={"cursor": cursor})

    assert [p["name"] for p in page.json()["items"]] == ["B"]


async def test_a_page_leads_to_the_next_by_a_link_with_the_same_filters(client_for, agency, save):
    unit = a_unit(agency)
    await save(unit, *(an_employee(unit, name=f"Sari {n}") for n in range(3)))

    page = await client_for(Role.ANALYST).get("/v1/employees?name=sari&limit=2")

    following = page.links["next"]["url"]
    assert "name=sari" in following
    assert "limit=2" in following
    last = await client_for(Role.ANALYST).get(following)
    assert [p["name"] for p in last.json()["items"]] == ["Sari 2"]
    assert "link" not in last.headers


KINDS = table("audit_events", column("id", BigInteger), column("at", DateTime(timezone=True)))
EVENTS = PageQuery(
    "events",
    select(KINDS.c.id, KINDS.c.at),
    [Key("at", datetime, descends=True), Key("id", int)],
)


async def test_an_instant_without_a_zone_is_no_key(reading):
    with pytest.raises(InvalidRequest):
        await EVENTS.page(reading, 5, encode_cursor("events", "2026-01-05T02:00:00", 1))


@pytest.mark.parametrize("key", [10**30, -(10**30), 2**64 - 1, 1.5, "true", '"1"', "null"])
async def test_a_number_that_no_column_holds_is_refused(reading, key):
    now = datetime.now(UTC).isoformat()
    body = base64.urlsafe_b64encode(b'["events","%s",%s]' % (now.encode(), str(key).encode()))

    with pytest.raises(InvalidRequest):
        await EVENTS.page(reading, 5, body.decode())


async def test_instants_are_shown_in_utc_whatever_the_zone_of_the_session(reading, sessions):
    query = PageQuery(
        "agencies",
        select(column("code", String), column("created_at", DateTime(timezone=True))).select_from(
            table("agencies")
        ),
        [Key("code", str)],
    )
    async with sessions.begin() as session:
        await session.execute(text("set local timezone = 'Asia/Jakarta'"))
        await session.execute(text("select set_config('app.context', '*;admin,analyst;;;', true)"))
        await session.execute(
            text(
                "insert into agencies (code, name, created_at)"
                " values ('Z', 'Z', '2026-01-05T09:00:00+07:00')"
            )
        )

    page = orjson.loads(await query.page(reading, 5))

    assert page["items"] == [{"code": "Z", "created_at": "2026-01-05T02:00:00.000000Z"}]
