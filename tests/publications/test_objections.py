"""Sanggah: in time, one at a time, answered by somebody who did not decide; nobody is placed."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.core import working_days
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.publications import jobs
from app.publications.objections import open_objections
from tests.conftest import an_actor
from tests.publications.conftest import CLAIM, REJECTED, UPHELD, closing

URL = "/v1/objections"
EVENTS = text("select kind from audit_events where kind like 'objection.%' order by id")


async def test_a_civil_servant_objects_to_the_own_result(published, objecting, client_for):
    answer = await objecting(published, node="predikat")

    body = answer.json()
    today = working_days.today_in_office(datetime.now(UTC))
    assert answer.status_code == 201
    assert (body["status"], body["overdue"], body["node"]) == ("open", False, "predikat")
    assert body["employee_id"] == str(published.person.id)
    assert body["due_on"] == working_days.after(today, 10).isoformat()
    client = client_for(None, actor=published.servant())
    (own,) = (await client.get("/v1/me/placements")).json()["items"]
    assert own["may_object"] is False


async def test_the_record_that_is_meant_is_one_of_the_own_trace(published, objecting, client_for):
    client = client_for(None, actor=published.servant())
    trace = (await client.get(f"/v1/me/placements/{published.map.id}")).json()
    record = trace["axes"][0]["components"][0]["facts"][0]["id"]
    other = client_for(None, actor=published.servant(1))
    foreign = (await other.get(f"/v1/me/placements/{published.map.id}")).json()
    stranger = foreign["axes"][0]["components"][0]["facts"][0]["id"]

    wrong = await objecting(published, record_id=stranger)
    unknown = await objecting(published, node="bukan_unsur")
    right = await objecting(published, record_id=record)

    assert wrong.json()["errors"][0]["code"] == "record-unknown"
    assert unknown.json()["errors"][0]["pointer"] == "/node"
    assert right.json()["record_id"] == record


async def test_a_few_words_are_no_objection(published, objecting):
    answer = await objecting(published, claim="Saya tidak setuju.")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/claim"


async def test_one_objection_is_open_at_a_time(published, objecting, client_for):
    first = (await objecting(published)).json()
    second = await objecting(published)
    client = client_for(None, actor=published.servant())
    withdrawn = await client.post(f"{URL}/{first['id']}/withdrawal")
    third = await objecting(published)

    assert (second.status_code, second.json()["code"]) == (409, "objection-open-already")
    assert withdrawn.json()["status"] == "withdrawn"
    assert third.status_code == 201


@pytest.mark.parametrize(
    ("published_at", "status"),
    [
        # Five working days before the day on which it is asked, at its last instant, and six.
        pytest.param(5, 201, id="on-the-last-day"),
        pytest.param(6, 409, id="a-working-day-late"),
    ],
)
async def test_the_window_closes_with_the_end_of_its_last_working_day(
    mapped, publish_at, objecting, published_at, status
):
    today = working_days.today_in_office(datetime.now(UTC))
    if not working_days.is_working(today):
        pytest.skip("the window ends on a working day")
    day = today
    while working_days.between(day, today) < published_at:
        day -= timedelta(days=1)
    await publish_at(mapped, datetime(day.year, day.month, day.day, 5, tzinfo=UTC))

    answer = await objecting(mapped)

    assert answer.status_code == status, answer.text
    if status == 409:
        last = working_days.after(day, 5)
        assert answer.json()["code"] == "objection-window-closed"
        assert answer.json()["objections_until"] == last.isoformat()


async def test_before_publication_there_is_nothing_to_object_to(mapped, objecting):
    answer = await objecting(mapped)

    assert (answer.status_code, answer.json()["code"]) == (409, "not-published")


async def test_who_is_not_on_the_map_has_no_result(published, client_for):
    stranger = an_actor(Role.ASN, published.agency.id, employee_id=uuid4())
    client = client_for(None, actor=stranger)

    answer = await client.post(
        URL, json={"publication_id": str(published.publication.id), "claim": CLAIM}
    )

    assert (answer.status_code, answer.json()["code"]) == (404, "result-unknown")


async def test_each_sees_the_own_objections_and_the_agency_sees_all(
    published, objecting, client_for
):
    mine = (await objecting(published)).json()["id"]
    theirs = (await objecting(published, 1)).json()["id"]
    client = client_for(None, actor=published.servant())

    listed = (await client.get(URL)).json()["items"]

    assert [item["id"] for item in listed] == [mine]
    assert (await client.get(f"{URL}/{mine}")).status_code == 200
    assert (await client.get(f"{URL}/{theirs}")).status_code == 404
    for role in (Role.ANALYST, Role.COMMITTEE, Role.AUDITOR):
        items = (await client_for(role).get(URL)).json()["items"]
        assert [item["id"] for item in items] == [theirs, mine]
    for role in (Role.PPK, Role.SIMPEG, Role.BKN, Role.ADMIN):
        assert (await client_for(role).get(URL)).status_code == 403
        assert (await client_for(role).get(f"{URL}/{mine}")).status_code == 404


async def test_while_an_objection_is_open_the_person_is_named_to_whoever_places(
    published, objecting, client_for, sessions
):
    made = (await objecting(published)).json()["id"]
    people = [person.id for person in published.people]

    async def asked(role):
        async with transaction(sessions, an_actor(role, published.agency.id)) as session:
            found = await open_objections(session, published.agency.id, people)
            context = await session.scalar(text("select current_setting('app.context')"))
            assert role in context, "the own context is back"
            return found

    assert {frozenset(await asked(role)) for role in (Role.PPK, Role.ANALYST, Role.PYB)} == {
        frozenset({published.person.id})
    }
    await client_for(Role.COMMITTEE).post(f"{URL}/{made}/answer", json=REJECTED)
    assert await asked(Role.PPK) == set()


async def test_what_is_overdue_is_shown_and_told_once(
    mapped, publish_at, sessions, work, client_for
):
    await publish_at(mapped, datetime.now(UTC))
    long_ago = working_days.today_in_office(datetime.now(UTC)) - timedelta(days=3)
    own = mapped.servant()
    async with transaction(sessions, own) as session:
        await session.execute(
            text("""insert into objections (agency_id, employee_id, publication_id, claim, due_on)
              values (:agency, :person, :publication, :claim, :due)"""),
            {
                "agency": mapped.agency.id,
                "person": own.employee_id,
                "publication": mapped.publication.id,
                "claim": CLAIM,
                "due": long_ago,
            },
        )

    for _ in range(2):
        await jobs.tell_overdue(work)

    listed = (await client_for(Role.COMMITTEE).get(f"{URL}?overdue=true")).json()["items"]
    async with transaction(sessions, SYSTEM) as session:
        told = list(await session.scalars(EVENTS))
    assert [item["overdue"] for item in listed] == [True]
    assert told == ["objection.overdue"]


async def test_all_that_happens_is_an_event_about_the_person(
    published, objecting, client_for, sessions
):
    made = (await objecting(published)).json()["id"]
    await client_for(Role.COMMITTEE).post(f"{URL}/{made}/answer", json=UPHELD)

    async with transaction(sessions, SYSTEM) as session:
        events = (
            await session.execute(
                text("""select kind, subject_id, data from audit_events
                  where kind like 'objection.%' order by id""")
            )
        ).all()
    assert [event.kind for event in events] == ["objection.filed", "objection.upheld"]
    assert {event.subject_id for event in events} == {published.person.id}
    assert events[1].data == {"objection_id": made, "remedy": "new_map"}


async def test_reading_an_objection_is_on_record(published, objecting, client_for, sessions):
    made = (await objecting(published)).json()["id"]

    await client_for(Role.AUDITOR).get(f"{URL}/{made}")

    async with transaction(sessions, published.servant()) as session:
        looks = list(await session.scalars(text("select what from person_accesses")))
    assert looks == ["objection"]


BREAKS = {
    "a_claim_stands": (Role.ANALYST, "update objections set claim = claim || '!'"),
    "answered_by_another": (Role.ANALYST, closing(answered_by="new_id()")),
    "withdrawn_by_the_person": (
        Role.ANALYST,
        "update objections set status = 'withdrawn', closed_at = now()",
    ),
    "what_is_upheld_has_a_remedy": (Role.ANALYST, closing(status="'upheld'")),
}


@pytest.mark.parametrize("constraint", BREAKS)
async def test_the_database_refuses_what_the_service_would(
    published, objecting, sessions, constraint
):
    await objecting(published)
    role, statement = BREAKS[constraint]

    with pytest.raises(IntegrityError) as raised:
        async with transaction(sessions, an_actor(role, published.agency.id)) as session:
            await session.execute(text(statement))

    assert raised.value.orig.__cause__.constraint_name == constraint


async def test_the_database_lets_nobody_who_decided_answer(published, objecting, sessions):
    await objecting(published)
    maker = an_actor(Role.ANALYST, published.agency.id, id=published.map.created_by)

    with pytest.raises(IntegrityError, match="only goes on"):
        async with transaction(sessions, maker) as session:
            await session.execute(text(closing()))


async def test_the_database_takes_no_objection_in_anothers_name(published, sessions):
    statement = text("""insert into objections (agency_id, employee_id, publication_id, claim,
      due_on) values (:agency, :person, :publication, :claim, current_date)""")
    values = {
        "agency": published.agency.id,
        "person": published.people[1].id,
        "publication": published.publication.id,
        "claim": CLAIM,
    }

    for actor in (published.servant(), SYSTEM, an_actor(Role.ANALYST, published.agency.id)):
        with pytest.raises(DBAPIError, match=r"row-level security|there is no result"):
            async with transaction(sessions, actor) as session:
                await session.execute(statement, values)
