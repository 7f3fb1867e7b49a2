"""The changes feed: everybody, then whoever changed, and nobody missed."""

import asyncio
import importlib.util
import random
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import pytest
from sqlalchemy import select, text, update

from app.core.db import transaction
from app.core.identity import SYSTEM, Actor, Role
from app.core.jobs import Work
from app.core.masking import View
from app.core.paging import decode_cursor, encode_cursor
from app.core.queries import Reading
from app.employees import changes, restrictions
from app.employees.change_models import EmployeeChange
from app.employees.errors import LinkTooOld
from app.employees.history_models import Performance
from app.employees.models import Employee
from app.main import create_app
from tests.conftest import an_actor
from tests.factories import a_unit, an_agency, an_employee
from tests.processes import own_database
from tests.processes import sessions as committed

__all__ = ["committed", "own_database"]
pytestmark = pytest.mark.committed
FEED = "/v1/employees/changes"
MIRROR = Path(__file__).resolve().parents[2] / "docs" / "examples" / "mirror.py"


@pytest.fixture
async def reads(own_database):
    async with asyncpg.create_pool(own_database.url(), min_size=1, max_size=2) as pool:
        yield pool


@pytest.fixture
async def unit(committed):
    return await in_a_province(committed)


async def in_a_province(sessions):
    agency = an_agency()
    unit = a_unit(agency)
    await kept(sessions, agency)
    await kept(sessions, unit)
    return unit


async def kept(sessions, *models):
    async with transaction(sessions, SYSTEM) as session:
        session.add_all(models)


@pytest.fixture
def client_for_agency(settings, committed, reads):
    app = create_app(settings)
    app.state.sessions, app.state.reads = committed, reads

    def client(agency_id, role=Role.SIMPEG, **values):
        token = app.state.tokens.issue(an_actor(role, agency_id, **values))
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app),
            base_url="http://test",
            headers={"Authorization": f"Bearer {token}"},
        )

    return client


@pytest.fixture
def client(client_for_agency, unit):
    return client_for_agency(unit.agency_id)


async def asked(client, cursor=None, limit=200):
    cursors = {} if cursor is None else {"cursor": cursor}
    answer = await client.get(FEED, params={"limit": limit, **cursors})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def everything(client, cursor=None, limit=200):
    """Items until there are no more, and the link that leads on."""
    items = []
    while True:
        page = await asked(client, cursor, limit)
        items += page["items"]
        cursor = page["next"]
        if not page["items"]:
            return items, cursor


def ids(items):
    return [item["id"] for item in items]


async def test_the_first_pages_are_everybody_and_the_link_leads_on(client, committed, unit):
    people = [an_employee(unit) for _ in range(5)]
    await kept(committed, *people)

    first = await client.get(FEED, params={"limit": 2})
    items, link = await everything(client, first.json()["next"], limit=2)
    later = await asked(client, link)

    assert first.links["next"]["url"] == f"{FEED}?limit=2&cursor={first.json()['next']}"
    assert sorted(ids(first.json()["items"] + items)) == sorted(str(p.id) for p in people)
    assert later["items"] == []
    assert later["next"]


async def test_a_person_is_told_as_everywhere(client, committed, unit):
    person = an_employee(unit)
    await kept(committed, person)

    [item] = (await asked(client))["items"]

    shown = (await client.get("/v1/employees")).json()["items"][0]
    assert item == {"id": str(person.id), "deleted": False, "employee": shown}
    assert item["employee"]["nip"] == person.nip
    assert item["employee"]["birth_date"] is None


async def test_an_analyst_sees_people_masked(client_for_agency, committed, unit):
    await kept(committed, an_employee(unit))

    [item] = (await asked(client_for_agency(unit.agency_id, Role.ANALYST)))["items"]

    assert item["employee"]["nip"].startswith("**********")


def renamed(person):
    return update(Employee).where(Employee.id == person.id).values(name="Nama Baru")


def history_of(person):
    return Performance(
        agency_id=person.agency_id,
        employee_id=person.id,
        source_id="2025",
        year=2025,
        result=1,
        conduct=2,
        quadrant=2,
        predicate="baik",
    )


async def test_a_change_of_the_record_or_of_a_history_is_told_once(client, committed, unit):
    people = [an_employee(unit) for _ in range(4)]
    await kept(committed, *people)
    _, link = await everything(client)
    fact = history_of(people[1])

    async with transaction(committed, SYSTEM) as session:
        await session.execute(renamed(people[0]))
        await session.execute(renamed(people[0]))
        session.add(fact)
    news, link = await everything(client, link)
    async with transaction(committed, SYSTEM) as session:
        superseded = update(Performance).where(Performance.id == fact.id)
        await session.execute(superseded.values(superseded_at=datetime.now(UTC)))
    corrected, _ = await everything(client, link)

    assert ids(news) == [str(people[0].id), str(people[1].id)]
    assert news[0]["employee"]["name"] == "Nama Baru"
    assert ids(corrected) == [str(people[1].id)]


async def test_a_person_who_restricts_their_data_is_told(client, committed, unit):
    person = an_employee(unit)
    await kept(committed, person, an_employee(unit))
    _, link = await everything(client)
    actor = an_actor(Role.ASN, unit.agency_id, employee_id=person.id)

    async with transaction(committed, actor) as session:
        await restrictions.restrict(session, actor, "Data saya sedang saya sanggah.")
    news, link = await everything(client, link)
    async with transaction(committed, actor) as session:
        await restrictions.lift(session, actor)
    lifted, _ = await everything(client, link)

    assert ids(news) == ids(lifted) == [str(person.id)]


async def destroy(own_database, person):
    owner = await asyncpg.connect(own_database.url("talenta_owner"))
    await owner.execute("select set_config('app.context', '*;admin,analyst,asn;;;', false)")
    await owner.execute("select destroy_person($1)", person.id)
    await owner.close()


async def test_of_a_person_who_was_destroyed_the_id_alone_is_told(
    client, committed, own_database, unit
):
    people = [an_employee(unit) for _ in range(2)]
    await kept(committed, *people)
    await kept(committed, history_of(people[0]))
    _, link = await everything(client)

    await destroy(own_database, people[0])
    news, _ = await everything(client, link)

    assert news == [{"id": str(people[0].id), "deleted": True, "employee": None}]


async def test_a_person_who_moves_is_gone_here_and_comes_there(client_for_agency, committed, unit):
    other = await in_a_province(committed)
    person = an_employee(unit)
    await kept(committed, person)
    here, there = client_for_agency(unit.agency_id), client_for_agency(other.agency_id)
    (_, link), (nobody, other_link) = await everything(here), await everything(there)

    async with transaction(committed, SYSTEM) as session:
        values = {"agency_id": other.agency_id, "unit_id": other.id}
        await session.execute(update(Employee).where(Employee.id == person.id).values(**values))
    (left, _), (came, _) = await everything(here, link), await everything(there, other_link)

    assert nobody == []
    assert left == [{"id": str(person.id), "deleted": True, "employee": None}]
    assert [(i["id"], i["deleted"]) for i in came] == [(str(person.id), False)]


async def test_a_copy_does_not_tell_who_was_gone_long_before(client, committed, own_database, unit):
    person = an_employee(unit)
    await kept(committed, person)
    await destroy(own_database, person)
    async with transaction(committed, SYSTEM) as session:
        await session.execute(text("update employee_changes set at = at - interval '25 hours'"))

    items, _ = await everything(client)

    assert items == []


async def test_another_agency_hears_nothing(client_for_agency, committed, unit):
    other = await in_a_province(committed)
    await kept(committed, an_employee(unit))

    items, link = await everything(client_for_agency(other.agency_id))
    await kept(committed, an_employee(unit))
    news, _ = await everything(client_for_agency(other.agency_id), link)

    assert items == news == []


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.AUDITOR, Role.ASN, Role.ADMIN, Role.BKN])
async def test_who_keeps_no_records_may_not_follow(client_for_agency, unit, role):
    answer = await client_for_agency(unit.agency_id, role).get(FEED)

    assert answer.status_code == 403


async def test_whoever_has_but_a_part_of_the_agency_may_not_follow(client_for_agency, unit):
    part = client_for_agency(unit.agency_id, units=frozenset({unit.id}))

    assert (await part.get(FEED)).status_code == 403


# --- Order of commits ---


class Writer:
    """A connection of its own, whose transaction ends when the test says so."""

    def __init__(self, url):
        self.url = url

    async def __aenter__(self):
        self.connection = await asyncpg.connect(self.url)
        await self.connection.execute(
            "select set_config('app.context', '*;admin,analyst;;;', false)"
        )
        self.transaction = self.connection.transaction()
        await self.transaction.start()
        return self

    async def rename(self, person, name):
        changed = "update employees set name = $2 where id = $1"
        await self.connection.execute(changed, person.id, name)

    async def commit(self):
        await self.transaction.commit()

    async def __aexit__(self, *_):
        await self.connection.close()


async def test_what_is_committed_later_is_not_missed_though_it_was_written_earlier(
    client, committed, own_database, unit
):
    first, second = an_employee(unit), an_employee(unit)
    await kept(committed, first, second)
    _, link = await everything(client)

    async with Writer(own_database.url()) as early, Writer(own_database.url()) as late:
        await early.rename(first, "Ditulis Dahulu")
        await late.rename(second, "Ditulis Kemudian")
        await late.commit()
        meanwhile, link = await everything(client, link)
        await early.commit()
        news, link = await everything(client, link)

    assert set(ids(meanwhile) + ids(news)) == {str(first.id), str(second.id)}
    assert {i["employee"]["name"] for i in news} >= {"Ditulis Dahulu"}
    assert (await everything(client, link))[0] == []


async def test_one_person_changed_by_two_out_of_order_ends_as_they_are(
    client, committed, own_database, unit
):
    one, other = an_employee(unit), an_employee(unit)
    await kept(committed, one, other)
    _, link = await everything(client)

    async with Writer(own_database.url()) as early, Writer(own_database.url()) as late:
        await early.rename(other, "Menunggu")  # has the lower number, and is still at work
        await late.rename(one, "Sementara")
        await late.commit()
        meanwhile, link = await everything(client, link)
        await early.rename(one, "Akhir")
        await early.commit()
        news, _ = await everything(client, link)

    last = {i["id"]: i["employee"]["name"] for i in [*meanwhile, *news]}
    assert last == {str(one.id): "Akhir", str(other.id): "Menunggu"}


async def test_a_reader_beside_many_writers_ends_with_what_is_there(
    client, committed, own_database, unit
):
    """A thousand people; four writers, whose transactions overlap and end in any order."""
    dice = random.Random(20260105)  # noqa: S311 - it is to be the same every time
    people = [an_employee(unit) for _ in range(1000)]
    await kept(committed, *people)
    writing = True

    async def write():
        for _ in range(25):
            async with Writer(own_database.url()) as writer:
                for person in sorted(dice.sample(people, 3), key=lambda p: p.id):
                    await writer.rename(person, f"Nama {dice.randrange(10**6)}")
                    await asyncio.sleep(dice.random() / 200)
                await writer.commit()

    async def read():
        nonlocal link
        while writing:
            page = await asked(client, link, limit=100)
            link = page["next"]
            mirror.update({i["id"]: i["employee"]["name"] for i in page["items"]})

    mirror, link = {}, None
    reader = asyncio.create_task(read())
    await asyncio.gather(*(write() for _ in range(4)))
    writing = False
    await reader
    rest, _ = await everything(client, link)
    mirror.update({i["id"]: i["employee"]["name"] for i in rest})

    async with transaction(committed, SYSTEM) as session:
        truth = await session.execute(select(Employee.id, Employee.name))
        assert mirror == {str(row.id): row.name for row in truth}


# --- Links that do not lead on ---


async def changed_link(client, **changes):
    order, since, tx, seq = decode_cursor((await asked(client))["next"], "employee-changes", 4)
    values = {"order": order, "since": since, "tx": tx, "seq": seq, **changes}
    return encode_cursor("employee-changes", *values.values())


@pytest.mark.parametrize(
    "changes",
    [
        {"since": int(time.time()) - 91 * 86400},
        {"order": "123-1"},
        {"tx": 2**62},
    ],
    ids=["too old", "of another server", "of a state that was undone"],
)
async def test_a_link_that_does_not_lead_on_says_where_to_begin_again(client, changes):
    answer = await client.get(FEED, params={"cursor": await changed_link(client, **changes)})

    assert answer.status_code == 410
    assert answer.json()["code"] == "link-too-old"
    assert answer.json()["restart"] == FEED
    assert answer.links["restart"]["url"] == FEED


@pytest.mark.parametrize(
    "changes",
    [{"since": 2**63}, {"tx": "1"}, {"seq": 1.5}, {"order": None}, {"order": "\x00"}, {"tx": True}],
    ids=str,
)
async def test_a_link_that_was_made_up_is_refused(client, changes):
    answer = await client.get(FEED, params={"cursor": await changed_link(client, **changes)})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "cursor-invalid"


async def test_a_link_grows_old_from_when_it_was_last_up_to_date(client, committed, unit):
    await kept(committed, *(an_employee(unit) for _ in range(3)))
    before = int(time.time()) - 89 * 86400
    link = await changed_link(client, since=before, tx=0, seq=0)

    halfway = await asked(client, link, limit=2)
    done = await asked(client, halfway["next"], limit=2)

    assert decode_cursor(halfway["next"], "employee-changes", 4)[1] == before
    assert decode_cursor(done["next"], "employee-changes", 4)[1] > before


async def test_who_is_gone_is_forgotten_when_no_link_asks_any_more(
    committed, own_database, settings, unit
):
    people = [an_employee(unit) for _ in range(3)]
    await kept(committed, *people)
    for person in people[:2]:
        await destroy(own_database, person)
    async with transaction(committed, SYSTEM) as session:
        older = update(EmployeeChange).where(EmployeeChange.employee_id != people[1].id)
        await session.execute(older.values(at=datetime(2020, 1, 1, tzinfo=UTC)))

    await changes.forget(Work(committed, settings))

    async with transaction(committed, SYSTEM) as session:
        left = await session.scalars(select(EmployeeChange.employee_id))
        assert set(left) == {people[1].id, people[2].id}


async def test_numbers_of_the_server_that_a_dump_came_from_are_before_all_others(
    client, committed, unit
):
    people = [an_employee(unit) for _ in range(2)]
    await kept(committed, *people)
    async with transaction(committed, SYSTEM) as session:
        await session.execute(text("update employee_changes set tx = 9000000000"))

    assert len((await asked(client))["items"]) == 2
    async with transaction(committed, SYSTEM) as session:
        await session.execute(renamed(people[0]))
    items, link = await everything(client)
    async with transaction(committed, SYSTEM) as session:
        await session.execute(renamed(people[1]))

    assert ids(items) == [str(people[1].id), str(people[0].id)]
    assert ids((await everything(client, link))[0]) == [str(people[1].id)]


async def test_without_a_context_nothing_is_told(reads, committed, unit):
    await kept(committed, an_employee(unit))
    nobody = Actor(uuid4(), "luar", frozenset({Role.SIMPEG}), frozenset())

    page = await changes.page(Reading(reads, nobody), View.KEYED, 10, None)

    assert page.startswith(b'{"items":[],"next":"')
    with pytest.raises(LinkTooOld):
        await changes.page(
            Reading(reads, nobody), View.KEYED, 10, encode_cursor("employee-changes", "x", 0, 0, 0)
        )


# --- The program of docs/examples ---


def mirroring():
    spec = importlib.util.spec_from_file_location("mirror", MIRROR)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Bridge(httpx.BaseTransport):
    """Lets a client that does not await ask the application."""

    def __init__(self, client, loop):
        self.client, self.loop = client, loop

    def handle_request(self, request):
        asking = self.client.get(str(request.url), headers=dict(request.headers))
        answer = asyncio.run_coroutine_threadsafe(asking, self.loop).result(60)
        return httpx.Response(answer.status_code, content=answer.content)


class Deeds:
    """What may happen to people, each by chance."""

    def __init__(self, dice, client, sessions, database, unit):
        self.dice, self.client, self.sessions = dice, client, sessions
        self.database, self.unit, self.people = database, unit, []

    async def come(self):
        self.people.append(an_employee(self.unit))
        await kept(self.sessions, self.people[-1])

    async def change(self):
        person = self.dice.choice(self.people)
        record = {"name": f"Nama {self.dice.random()}", "unit_id": str(self.unit.id)}
        await self.client.put(f"/v1/employees/by-nip/{person.nip}", json=record)

    async def learn(self):
        fact = history_of(self.dice.choice(self.people))
        fact.source_id = str(self.dice.random())
        await kept(self.sessions, fact)

    async def go(self):
        await destroy(self.database, self.people.pop(self.dice.randrange(len(self.people))))

    async def some(self):
        for _ in range(self.dice.randrange(6)):
            deeds = [self.come] * 3
            if self.people:
                deeds += [self.change, self.change, self.learn, self.go]
            await self.dice.choice(deeds)()


async def test_the_example_s_copy_is_equal_under_random_writes(
    client, committed, own_database, unit
):
    dice = random.Random(20260217)  # noqa: S311 - it is to be the same every time
    deeds = Deeds(dice, client, committed, own_database, unit)
    copy, mirror = {"next": None, "people": {}}, mirroring()
    bridge = Bridge(client, asyncio.get_running_loop())
    with httpx.Client(base_url="http://test", transport=bridge) as api:
        for turn in range(12):
            await deeds.some()
            if turn in (4, 9):  # the link is too old
                copy["next"] = await changed_link(client, since=0)
            await asyncio.to_thread(mirror.follow, api, copy)
            shown = (await client.get("/v1/employees?limit=200")).json()["items"]
            assert copy["people"] == {person["id"]: person for person in shown}

    assert len(deeds.people) > 3
