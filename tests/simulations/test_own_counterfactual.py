"""What would have moved oneself, by HTTP: after publication, and only oneself."""

from uuid import UUID

from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.simulations.schemas import CounterfactualRead
from tests.publications.conftest import mapped, published, round_

__all__ = ["mapped", "published", "round_"]
LOOKS = text("select count(*) from person_accesses")


def address(round_):
    return f"/v1/me/placements/{round_.map.id}/counterfactual"


def of_somebody(round_, n):
    who = round_.people[n].id
    return f"/v1/talent-maps/{round_.map.id}/placements/{who}/counterfactual"


async def test_each_gets_the_answer_that_whoever_sees_the_placement_gets(published, client_for):
    for n in (0, 1, 3, 5):
        mine = await client_for(None, actor=published.servant(n)).post(address(published))
        theirs = await published.analyst.post(of_somebody(published, n))

        CounterfactualRead.model_validate_json(mine.content)
        assert mine.status_code == 200, mine.text
        assert mine.json() == theirs.json()
        assert mine.json()["employee_id"] == str(published.people[n].id)


async def test_asking_about_oneself_is_nobody_elses_business(published, client_for, sessions):
    await client_for(None, actor=published.servant(3)).post(address(published))

    async with transaction(sessions, SYSTEM) as session:
        assert await session.scalar(LOOKS) == 0


async def test_a_box_that_is_no_better_is_refused(published, client_for):
    client = client_for(None, actor=published.servant())

    answer = await client.post(address(published), json={"target_box": 5})

    assert (answer.status_code, answer.json()["code"]) == (422, "target-not-better")


async def test_before_publication_there_is_no_answer(mapped, client_for):
    answer = await client_for(None, actor=mapped.servant()).post(address(mapped))

    assert (answer.status_code, answer.json()["code"]) == (404, "result-unknown")


async def test_of_others_and_on_other_maps_there_is_none(published, client_for):
    client = client_for(None, actor=published.servant())
    elsewhere = address(published).replace(str(published.map.id), str(UUID(int=1)))

    assert (await client.post(of_somebody(published, 1))).status_code == 404
    assert (await client.post(of_somebody(published, 0))).status_code == 404
    assert (await client.post(elsewhere)).status_code == 404


async def test_whoever_is_no_civil_servant_has_nothing_of_their_own(published, client_for):
    for role in (Role.ANALYST, Role.PPK, Role.ADMIN):
        answer = await client_for(role).post(address(published))
        assert answer.status_code == 403
