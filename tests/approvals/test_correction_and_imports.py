"""A correction beside imports and maps: the source may be wrong again, and a map knows its day."""

import pytest

from app.core.identity import Role
from tests.approvals.conftest import decide
from tests.approvals.correcting import Office
from tests.conftest import an_actor
from tests.factories import a_client
from tests.imports.conftest import importing
from tests.imports.world import DEWI, FILES, a_performance, as_ndjson, counts, rows_of

__all__ = ["importing"]
NOW = """select f.conduct, f.corrected_by is not null from performances f
join employees e on e.id = f.employee_id where e.nip = :nip and f.superseded_at is null"""


@pytest.fixture
async def office(client_for, agency, save, importing, execute):
    """SIMPEG's first import, of which one appraisal is wrong."""
    await importing(FILES)
    verifier = a_client([Role.ANALYST], agency.id)
    await save(verifier)
    [person] = await execute("select id, agency_id from employees where nip = :nip", nip=DEWI)
    [record] = await execute("select id from performances where employee_id = :id", id=person.id)
    return Office(client_for, person, record, verifier)


async def put_right(office, conduct=1):
    [record] = await office.histories()
    request = await office.sent(record_id=record["id"], values={"conduct": conduct})
    await decide(office.verifying, request)
    answer = await decide(office.client_for(Role.PYB), request)
    assert answer.status_code == 201, answer.text


def saying(conduct, quadrant):
    said = a_performance(DEWI, PerilakuKerjaNilai=conduct, KuadranKinerjaNilai=quadrant)
    return {"rw_skp22.ndjson": as_ndjson([said])}


async def found(client_for, done):
    return [row["code"] for row in await rows_of(client_for(Role.SIMPEG), done, verdict="finding")]


async def test_the_same_mistake_imported_again_does_not_undo_a_correction(
    office, importing, client_for, execute
):
    await put_right(office)
    done = await importing(FILES)

    assert counts(done)["rw_skp22"] == (2, 0, 2, 1, 0)
    assert await found(client_for, done) == ["correction-stands"]
    assert await execute(NOW, nip=DEWI) == [(1, True)]


async def test_nor_after_a_second_correction(office, importing, client_for, execute):
    await put_right(office, 3)
    await put_right(office, 1)
    first = await importing(FILES)
    second = await importing(saying("3", "4"))

    assert await found(client_for, first) == ["correction-stands"]
    assert await found(client_for, second) == ["correction-stands"]
    assert await execute(NOW, nip=DEWI) == [(1, True)]


async def test_a_source_that_was_put_right_is_known_already(office, importing, execute):
    await put_right(office)
    done = await importing(saying("1", "1"))

    assert counts(done)["rw_skp22"] == (1, 0, 1, 0, 0)
    assert await execute(NOW, nip=DEWI) == [(1, True)]


async def test_news_of_the_source_replace_a_correction_and_say_so(
    office, importing, client_for, execute
):
    await put_right(office)
    done = await importing(saying("3", "4"))

    assert counts(done)["rw_skp22"] == (1, 1, 0, 1, 0)
    assert await found(client_for, done) == ["correction-replaced"]
    assert await execute(NOW, nip=DEWI) == [(3, False)]


async def test_whoever_follows_changes_learns_of_a_correction(office, execute):
    moved = "select seq from employee_changes where employee_id = :id"
    [(before,)] = await execute(moved, id=office.person.id)
    # All of a test is one transaction, in which a person is noted once.
    await execute("update employee_changes set tx = 0 where employee_id = :id", id=office.person.id)
    await put_right(office)

    [(after,)] = await execute(moved, id=office.person.id)

    assert after > before


async def test_the_person_sees_the_correction_in_their_own_data(office):
    await put_right(office)
    own = an_actor(Role.ASN, office.person.agency_id, employee_id=office.person.id)
    where = f"/v1/employees/{office.person.id}/histories/performances"
    [record] = (await office.client_for(None, actor=own).get(where)).json()["items"]
    copy = (await office.client_for(None, actor=own).get("/v1/me/export")).text

    assert (record["conduct"], record["corrected_by"] is not None) == (1, True)
    assert record["corrected_by"] in copy
