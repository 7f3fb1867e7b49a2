"""Recording: an event commits to what it says, and nobody takes it back."""

from hashlib import sha256
from uuid import UUID, uuid4

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.audit import events
from app.audit import service as audit
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.scoring_schemes.examples import DOCUMENT
from app.scoring_schemes.models import Scheme
from app.verifier.commitment import sha256_of
from tests.conftest import an_actor

EVENT = "select *, id as number from audit_events order by id desc limit 1"
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("aé\U0001d11e"), inner),
    max_leaves=8,
)


async def last(sessions):
    async with transaction(sessions, SYSTEM) as session:
        return (await session.execute(text(EVENT))).mappings().one()


async def test_an_event_commits_to_everything_that_it_says(sessions, agency):
    actor = an_actor(Role.ANALYST, agency.id)
    subject, principal = uuid4(), uuid4()
    async with transaction(sessions, actor) as session:
        await audit.record(
            session,
            actor,
            "employee.unmasked",
            subject,
            agency_id=agency.id,
            purpose="Verifikasi berkas usul",
            on_behalf_of=principal,
            before={"rank": "III/c"},
            after={"rank": "III/d"},
            fields=["nip", "phone"],
        )

    row = await last(sessions)

    said = {
        "at": row["at"].strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "agency_id": str(agency.id),
        "actor_id": str(actor.id),
        "actor_name": "analyst",
        "on_behalf_of": str(principal),
        "kind": "employee.unmasked",
        "subject_id": str(subject),
        "purpose": "Verifikasi berkas usul",
        "request_id": None,
        "before_sha256": sha256(b'{"rank":"III/c"}').hexdigest(),
        "after_sha256": sha256(b'{"rank":"III/d"}').hexdigest(),
        "data": {"fields": ["nip", "phone"]},
    }
    assert len(row["salt"]) == 32
    assert row["commitment"] == sha256(row["salt"] + rfc8785.dumps(said)).digest()


async def test_two_equal_events_have_commitments_of_their_own(sessions):
    async with transaction(sessions, SYSTEM) as session:
        for _ in range(2):
            await audit.record(session, SYSTEM, "agency.created", None)
        commitments = await session.scalars(text("select commitment from audit_events"))

        assert len(set(commitments)) == 2


@given(st.dictionaries(st.text(max_size=5), values, max_size=4))
def test_data_that_may_be_recorded_has_one_canonical_form(data):
    checked = events.checked(data)

    assert rfc8785.dumps(checked) == rfc8785.dumps(dict(reversed(data.items())))


@pytest.mark.parametrize("value", [1.5, {"score": [0.1]}, 2**53, object(), b"x"])
def test_data_that_would_not_read_back_the_same_is_refused(value):
    with pytest.raises(TypeError):
        events.checked({"value": value})


@pytest.mark.parametrize(
    "attempt",
    [
        "update audit_events set kind = 'nothing.happened'",
        "update audit_events set salt = null",
        "delete from audit_events",
        "truncate audit_events cascade",
        "alter table audit_events disable trigger all",
        "delete from audit_pending",
        "insert into audit_pending values (1, '')",
        "insert into audit_leaves values (0, 1, '')",
        "update audit_leaves set commitment = ''",
        "delete from audit_leaves",
        "insert into audit_nodes values (1, 0, '')",
        "update audit_nodes set hash = ''",
        "delete from audit_nodes",
        "update audit_checkpoints set root = ''",
        "delete from audit_checkpoints",
        "update audit_keys set public = ''",
        "delete from audit_keys",
        "create or replace function sequence_events(integer) returns bigint language sql return 0",
        "drop function erase_events(bigint)",
    ],
)
async def test_the_service_can_neither_change_nor_remove_what_is_logged(sessions, attempt):
    async with transaction(sessions, SYSTEM) as session:
        await audit.record(session, SYSTEM, "agency.created", None)

    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(text(attempt))


@pytest.mark.parametrize("role", [Role.SIMPEG, Role.COMMITTEE, Role.ASN, Role.KANREG, Role.PYB])
async def test_roles_that_have_no_business_in_the_log_see_none_of_it(sessions, agency, role):
    actor = an_actor(role, agency.id)
    async with transaction(sessions, actor) as session:
        await audit.record(session, actor, "import.created", uuid4(), agency_id=agency.id)
        seen = await session.scalar(text("select count(*) from audit_events"))

    assert seen == 0


async def test_a_civil_servant_sees_the_events_about_themself(sessions, agency):
    oneself, colleague = uuid4(), uuid4()
    actor = an_actor(Role.ASN, agency.id, employee_id=oneself)
    async with transaction(sessions, SYSTEM) as session:
        for subject in (oneself, colleague):
            await audit.record(session, SYSTEM, "employee.read", subject, agency_id=agency.id)

    async with transaction(sessions, actor) as session:
        subjects = await session.scalars(text("select subject_id from audit_events"))

        assert subjects.all() == [oneself]


async def test_events_of_no_agency_are_for_those_who_see_every_agency(sessions, agency):
    async with transaction(sessions, SYSTEM) as session:
        await audit.record(session, SYSTEM, "client.admitted", uuid4())
    counts = []
    for held in (None, agency.id):
        async with transaction(sessions, an_actor(Role.AUDITOR, held)) as session:
            counts.append(await session.scalar(text("select count(*) from audit_events")))

    assert counts == [1, 0]


async def test_an_event_without_salt_is_refused_by_the_database(sessions):
    with pytest.raises(DBAPIError, match="row-level security"):
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(
                text(
                    "insert into audit_events (actor_id, actor_name, kind, data, commitment)"
                    " values (:actor, '', 'x.y', '{}', sha256(''))"
                ),
                {"actor": SYSTEM.id},
            )


async def test_a_record_before_and_after_can_be_followed_from_event_to_event(client_for, sessions):
    analyst = client_for(Role.ANALYST)
    drafted = (await analyst.post("/v1/scoring-schemes", json=DOCUMENT)).json()
    await analyst.post(f"/v1/scoring-schemes/{drafted['id']}/publication")

    async with transaction(sessions, SYSTEM) as session:
        scheme = await session.get(Scheme, UUID(drafted["id"]))
        hashes = await session.execute(
            text(
                "select before_sha256, after_sha256 from audit_events"
                " where subject_id = :id order by id"
            ),
            {"id": scheme.id},
        )
        (nothing, first), (second, now) = hashes.all()

        assert nothing is None
        assert first == second
        assert now == sha256_of(audit.state_of(scheme))
        assert now != first
