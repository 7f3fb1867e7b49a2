"""Benches of a pool: every number is the number of rows behind it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.core.identity import Role
from app.core.paging import Page
from app.vacancies.schemas import BenchRead, CoverageRead, ReadyRead
from app.vacancies.strength import Bench, covered, ready_for, share
from tests.conftest import an_actor
from tests.factories import an_agency
from tests.talent_pools.conftest import a_position, body
from tests.talent_pools.test_pools import URL, made

__all__ = ["body"]
benches = st.dictionaries(
    st.integers(),
    st.builds(Bench, st.lists(st.integers(0, 9), unique=True, max_size=4), st.integers(0, 3)),
    max_size=8,
)


@given(benches)
def test_coverage_counts_positions_and_strength_people(found):
    numbers = covered(found)

    assert numbers.with_two <= numbers.with_one <= numbers.positions == len(found)
    assert numbers.people <= numbers.ready <= numbers.people * max(numbers.positions, 1)
    assert (numbers.coverage is None) == (not found)
    if found and all(bench.ready for bench in found.values()):
        assert numbers.coverage == "1.0000"


def test_shares_are_rounded_half_up_and_of_nothing_unknown():
    assert [share(1, 3), share(2, 3), share(1, 32), share(0, 5)] == [
        "0.3333",
        "0.6667",
        "0.0313",
        "0.0000",
    ]
    assert share(0, 0) is None


def test_whoever_holds_a_position_is_not_ready_for_it():
    assert ready_for([3, 1, 2], {1}) == [3, 2]


async def rows(client, address):
    """All rows of an address, page by page."""
    found, separator = [], "&" if "?" in address else "?"
    cursor = ""
    for _ in range(50):
        answer = await client.get(f"{address}{separator}limit=2{cursor}")
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        if answer.json()["next"] is None:
            return found
        cursor = f"&cursor={answer.json()['next']}"
    raise AssertionError(address)


@pytest.fixture
async def pool(client_for, body, save):
    """Four members; a post they fit, one that asks too much, one held by the best, one not
    critical."""
    unit, agency = body.unit, body.agency
    body.position.critical = True
    await save(
        body.position,
        a_position(agency, unit, code="J000003", critical=True, required_experience_years=30),
        a_position(agency, unit, code="J000004", critical=True),
        a_position(agency, unit, code="J000005"),
    )
    body.people["nine"].position_code = "J000004"
    await save(body.people["nine"])
    return await made(client_for, body)


async def test_each_number_is_the_number_of_rows_behind_it(client_for, pool):
    client = client_for(Role.COMMITTEE)
    for asked in ("", "?positions=all", "?positions=others"):
        numbers = (await client.get(f"{URL}/{pool['id']}/coverage{asked}")).json()
        CoverageRead.model_validate(numbers)
        for name in ("positions", "with_one", "with_two", "without"):
            assert len(await rows(client, numbers[name]["rows"])) == numbers[name]["positions"]
        looked_at = await rows(client, numbers["positions"]["rows"])
        assert sum(row["ready"] for row in looked_at) == numbers["ready"]
        people = set()
        for row in looked_at:
            behind = await rows(client, f"{URL}/{pool['id']}/bench/{row['position_id']}")
            assert len(behind) == row["ready"]
            people |= {one["employee_id"] for one in behind}
        assert len(people) == numbers["people"]


async def test_critical_positions_alone_unless_asked(client_for, pool):
    client = client_for(Role.PPK)

    critical = await rows(client, f"{URL}/{pool['id']}/bench")
    every = await rows(client, f"{URL}/{pool['id']}/bench?positions=all")
    numbers = (await client.get(f"{URL}/{pool['id']}/coverage")).json()

    assert [(row["code"], row["ready"], row["holders"]) for row in critical] == [
        ("J000002", 4, 0),
        ("J000003", 0, 0),
        ("J000004", 3, 1),
    ]
    assert [row["code"] for row in every] == ["J000002", "J000003", "J000004", "J000005"]
    assert (numbers["with_one"]["share"], numbers["strength"]) == ("0.6667", "2.3333")
    assert (numbers["ready"], numbers["people"]) == (7, 4)


async def test_the_rows_are_people_in_rank_order_without_the_holder(client_for, pool, body):
    client = client_for(Role.AUDITOR)
    (held,) = [row for row in await rows(client, f"{URL}/{pool['id']}/bench") if row["holders"]]

    behind = await client.get(f"{URL}/{pool['id']}/bench/{held['position_id']}")

    found = TypeAdapter(Page[ReadyRead]).validate_json(behind.content).items
    assert [one.rank for one in found] == [2, 2, 4]
    assert body.people["nine"].id not in {one.employee_id for one in found}
    assert all(one.nip.startswith("*" * 14) for one in found)


async def test_benches_are_what_their_schema_says(client_for, pool):
    answer = await client_for(Role.ANALYST).get(f"{URL}/{pool['id']}/bench")

    assert len(TypeAdapter(Page[BenchRead]).validate_json(answer.content).items) == 3


async def test_strangers_see_no_pool_and_parts_of_the_agency_no_bench(
    client_for, pool, body, agency, save
):
    other = an_agency()
    await save(other)
    narrow = an_actor(Role.ANALYST, agency.id, units=frozenset({body.unit.id}))
    for path in ("bench", f"bench/{body.position.id}", "coverage"):
        address = f"{URL}/{pool['id']}/{path}"
        stranger = client_for(Role.ANALYST, agency_id=other.id)
        assert (await stranger.get(address)).status_code == 404
        assert (await client_for(Role.BKN).get(address)).status_code == 404
        assert (await client_for(None, actor=narrow).get(address)).status_code == 403
