"""Candidates by HTTP: facts of the database, judged rule by rule, in rank order."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from app.core.identity import Role
from tests.talent_pools.conftest import (
    RECORDED,
    a_definitive_position,
    a_former_state,
    a_position,
    a_punishment,
    a_rank,
    a_training,
)
from tests.talent_pools.test_pools import URL, made

RULES = [
    "box",
    "level",
    "rank",
    "education",
    "training",
    "experience",
    "discipline",
    "retirement",
]
LATER = datetime(2026, 1, 7, tzinfo=UTC)
SUPERSEDED = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def held_against(client_for, body):
    """The candidates of a new pool for the post, as the API answers."""

    async def ask(language="id", **query):
        pool = await made(client_for, body)
        client = client_for(Role.COMMITTEE)
        query = {"position_id": str(body.position.id), **query}
        answer = await client.get(
            f"{URL}/{pool['id']}/candidates",
            params=query,
            headers={"Accept-Language": language},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    return ask


def rule_of(candidates, body, name, rule):
    (found,) = (c for c in candidates if c["employee_id"] == str(body.people[name].id))
    return next(r for r in found["rules"] if r["rule"] == rule)


async def test_each_candidate_has_rank_and_a_result_for_each_rule(held_against, body):
    candidates = await held_against()

    assert [(c["rank"], c["box"], c["value"]) for c in candidates] == [
        (1, 9, "92.2500"),
        (2, 8, "81.5000"),
        (2, 8, "81.5000"),
        (4, 7, "80.0001"),
    ]
    assert all(c["eligible"] for c in candidates)
    assert [rule["rule"] for rule in candidates[0]["rules"]] == RULES
    assert rule_of(candidates, body, "nine", "experience")["datum"] == (
        "5 tahun penuh sejak 2020-01-02; syarat 3 tahun"
    )


async def test_the_datum_follows_the_language_of_the_request(held_against, body):
    candidates = await held_against(language="en")

    assert rule_of(candidates, body, "nine", "rank")["datum"] == ("golongan III/d; required III/d")


async def test_only_the_eligible_or_only_the_others_are_shown(client_for, body, save):
    barred = {"started_on": date(2024, 1, 1), "ended_on": date(2025, 1, 1)}
    await save(a_punishment(body.people["eight"], **barred))
    names = {str(person.id): name for name, person in body.people.items()}
    pool = await made(client_for, body, name="KRS lain")
    path = f"{URL}/{pool['id']}/candidates"

    async def shown(**query):
        query = {"position_id": str(body.position.id), **query}
        answer = await client_for(Role.PYB).get(path, params=query)
        return [(c["rank"], names[c["employee_id"]]) for c in answer.json()["items"]]

    assert await shown(eligible=True) == [(1, "nine"), (2, "tied"), (4, "seven")]
    assert await shown(eligible=False) == [(2, "eight")]


@pytest.mark.parametrize("eligible", ["", "&eligible=true"])
async def test_candidates_come_in_pages(client_for, body, eligible):
    pool = await made(client_for, body)
    path = f"{URL}/{pool['id']}/candidates?position_id={body.position.id}{eligible}&limit=3"
    client = client_for(Role.ANALYST)

    first = await client.get(path)
    second = await client.get(f"{path}&cursor={first.json()['next']}")
    linked = await client.get(first.headers["link"].split(">")[0][1:])

    assert [c["rank"] for c in first.json()["items"]] == [1, 2, 2]
    assert [c["rank"] for c in second.json()["items"]] == [4]
    assert second.json()["next"] is None
    assert linked.json() == second.json()


async def test_facts_count_as_they_were_known_when_the_map_was_made(held_against, body, save):
    nine, eight, tied, seven = (body.people[n] for n in ("nine", "eight", "tied", "seven"))
    barred = {"started_on": date(2025, 6, 1), "ended_on": date(2027, 6, 1), "level": "heavy"}
    await save(
        a_punishment(nine, recorded_at=LATER, **barred),
        a_punishment(eight, superseded_at=LATER, **barred),
        a_punishment(tied, superseded_at=SUPERSEDED, **barred),
        a_former_state(seven, education_level="15", superseded_at=LATER),
    )
    seven.recorded_at = LATER
    await save(seven)

    candidates = await held_against()

    results = {
        name: rule_of(candidates, body, name, "discipline")["result"]
        for name in ("nine", "eight", "tied", "seven")
    }
    assert results == {"nine": "pass", "eight": "fail", "tied": "pass", "seven": "pass"}
    assert rule_of(candidates, body, "seven", "education")["result"] == "fail"
    assert rule_of(candidates, body, "nine", "education")["result"] == "pass"


async def test_facts_later_than_the_maps_day_give_way_to_the_histories(held_against, body, save):
    nine, eight, tied = (body.people[n] for n in ("nine", "eight", "tied"))
    nine.rank_since = date(2026, 1, 2)
    nine.position_since = date(2026, 1, 2)
    eight.position_since = None
    tied.position_since = date(2026, 1, 2)
    await save(
        nine,
        eight,
        tied,
        a_rank(nine, date(2016, 4, 1), "32", "III/b"),
        a_rank(nine, date(2021, 4, 1), "33", "III/c"),
        a_definitive_position(nine, date(2019, 1, 1)),
        a_definitive_position(nine, date(2024, 1, 1)),
        a_definitive_position(nine, date(2026, 1, 2)),
        a_definitive_position(eight, date(2022, 1, 1)),
    )

    candidates = await held_against()

    assert rule_of(candidates, body, "nine", "rank") == {
        "rule": "rank",
        "result": "fail",
        "datum": "golongan III/c; syarat III/d",
    }
    assert rule_of(candidates, body, "nine", "experience")["datum"].startswith("2 tahun penuh")
    assert rule_of(candidates, body, "eight", "experience")["result"] == "pass"
    assert rule_of(candidates, body, "tied", "experience")["result"] == "unknown"


async def test_a_training_under_an_unreadable_name_is_unknown(held_against, body, save):
    for training in body.trainings:
        training.superseded_at = SUPERSEDED
    await save(*body.trainings, a_training(body.people["nine"], name="Pelatihan Pimpinan"))

    candidates = await held_against()

    assert rule_of(candidates, body, "nine", "training")["result"] == "unknown"
    assert rule_of(candidates, body, "eight", "training")["result"] == "fail"
    assert not any(candidate["eligible"] for candidate in candidates)


async def test_the_age_limit_is_that_of_the_present_position(held_against, body, save):
    nine, eight = body.people["nine"], body.people["eight"]
    own = a_position(body.agency, body.unit, code="J000009", retirement_age=60)
    nine.birth_date = eight.birth_date = date(1968, 6, 1)
    nine.position_code = own.code
    await save(own, nine, eight)

    candidates = await held_against()

    assert rule_of(candidates, body, "nine", "retirement")["result"] == "pass"
    assert "BUP 58" in rule_of(candidates, body, "eight", "retirement")["datum"]
    assert rule_of(candidates, body, "eight", "retirement")["result"] == "fail"


@pytest.mark.parametrize(
    ("query", "complete", "pointer"),
    [
        ({"position_id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"}, True, "?position_id"),
        ({"position_id": "J000001"}, True, "?position_id"),
        ({}, True, "?position_id"),
        ({"cursor": "bukan"}, False, "?cursor"),
        ({"limit": "100000"}, False, "?limit"),
        ({"urut": "nip"}, False, "?urut"),
    ],
)
async def test_what_is_wrong_in_a_question_is_pointed_at(
    client_for, body, query, complete, pointer
):
    pool = await made(client_for, body)
    given = {} if complete else {"position_id": str(body.position.id)}

    answer = await client_for(Role.ANALYST).get(
        f"{URL}/{pool['id']}/candidates", params={**given, **query}
    )

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_cursor_of_the_members_is_not_one_of_the_candidates(client_for, body):
    pool = await made(client_for, body)
    client = client_for(Role.ANALYST)
    members = await client.get(f"{URL}/{pool['id']}/members?limit=1")
    query = {"position_id": str(body.position.id), "cursor": members.json()["next"]}

    answer = await client.get(f"{URL}/{pool['id']}/candidates", params=query)

    assert answer.json()["errors"][0]["code"] == "cursor-invalid"


async def test_a_stranger_sees_no_candidates(client_for, body):
    pool = await made(client_for, body)
    path = f"{URL}/{pool['id']}/candidates?position_id={body.position.id}"

    assert (await client_for(Role.ANALYST, agency_id=uuid4()).get(path)).status_code == 404
    assert (await client_for(None).get(path)).status_code == 401


def test_the_people_of_the_tests_were_known_before_their_map():
    assert RECORDED < SUPERSEDED < LATER


async def test_readiness_says_how_far_each_is_and_when(client_for, body, save):
    barred = {"started_on": date(2024, 1, 1), "ended_on": date(2025, 1, 1)}
    body.people["tied"].education_level = "15"
    await save(a_punishment(body.people["eight"], **barred), body.people["tied"])
    names = {str(person.id): name for name, person in body.people.items()}
    pool = await made(client_for, body)
    path = f"{URL}/{pool['id']}/candidates?position_id={body.position.id}"
    client = client_for(Role.COMMITTEE)

    shown = (await client.get(path)).json()["items"]
    near = (await client.get(f"{path}&readiness=1-2-years")).json()["items"]
    refused = await client.get(f"{path}&readiness=soon")

    assert {names[c["employee_id"]]: c["readiness"] for c in shown} == {
        "nine": "now",
        "eight": "1-2-years",
        "tied": "later",
        "seven": "now",
    }
    assert [names[c["employee_id"]] for c in near] == ["eight"]
    assert near[0]["gaps"] == [
        {"rule": "discipline", "readiness": "1-2-years", "closes_on": "2027-01-01"}
    ]
    assert near[0]["rank"] == 2
    assert refused.status_code == 422
