"""The candidates of a position in a pool's bundle: judged anew, and every forgery named."""

import json
from typing import NamedTuple
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.audit.signing import Signer
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.evidence import commands
from app.evidence.service import Kind
from app.verifier.bundle import verify
from tests.evidence.conftest import PURPOSE, files_of, repacked, taken
from tests.evidence.test_talent_pool import pool
from tests.verifier.bundles import ndjson, read

__all__ = ["pool"]
SEAL = {"seal-differs"}
CANDIDATES, POSITION = "candidates.ndjson", "position.json"
DEMANDING = text("""
select id from positions where required_training <> '' and cohort is not null
order by code limit 1""")
CODE = text("select code from positions where id = :id")
SEALS = text("select data from audit_events where kind = 'evidence.sealed'")
PEOPLE = text("select nip, name, birth_date from employees")


class Asked(NamedTuple):
    """A pool's address, and a position that asks for a training."""

    where: str
    position_id: str


@pytest.fixture
async def asked(pool, sessions):
    async with transaction(sessions, SYSTEM) as session:
        return Asked(pool, str(await session.scalar(DEMANDING)))


@pytest.fixture
async def bundle(client_for, asked):
    """The pool's bundle with candidates."""
    return await taken(client_for(Role.AUDITOR), asked.where, position_id=asked.position_id)


def codes(files, **changed):
    return verify(repacked({**files, **changed})).codes()


def forged(files, change, who=0):
    """What is said of the bundle in which one candidate's line was changed."""
    lines = read(files[CANDIDATES])
    change(lines[who])
    return codes(files, **{CANDIDATES: ndjson(lines)})


async def test_every_candidate_is_judged_anew(client_for, asked, bundle, sessions):
    report = verify(bundle)
    lines = read(files_of(bundle)[CANDIDATES])
    query = {"position_id": asked.position_id, "limit": 50}
    shown = await client_for(Role.ANALYST).get(f"{asked.where}/candidates", params=query)

    assert report.findings == []
    assert any("all eight rules" in one for one in report.checked)
    for name in ("employee_id", "rank", "value", "box", "eligible"):
        assert [one[name] for one in lines] == [one[name] for one in shown.json()["items"]]
    assert [[rule["result"] for rule in one["rules"]] for one in lines] == [
        [rule["result"] for rule in one["rules"]] for one in shown.json()["items"]
    ]
    assert {rule["result"] for one in lines for rule in one["rules"]} >= {"pass", "fail"}
    async with transaction(sessions, SYSTEM) as session:
        (data,) = await session.scalars(SEALS)
    assert data["position_id"] == asked.position_id


async def test_of_people_there_are_no_names_and_only_the_month_of_birth(bundle, sessions):
    content = files_of(bundle)[CANDIDATES].decode()

    async with transaction(sessions, SYSTEM) as session:
        people = (await session.execute(PEOPLE)).all()
    assert people
    for nip, name, birth_date in people:
        for secret in (nip, name, birth_date.isoformat()):
            assert f'"{secret}"' not in content


async def test_people_left_out_added_doubled_or_out_of_order_are_named(bundle):
    files = files_of(bundle)
    lines = read(files[CANDIDATES])
    outsider = {**lines[0], "employee_id": read(files["results.ndjson"])[-1]["employee_id"]}
    attacks = {
        "candidate-missing": lines[1:],
        "person-added": [*lines, outsider],
        "person-twice": [*lines, lines[-1]],
        "order-differs": [lines[-1], *lines[:-1]],
    }

    found = {code: codes(files, **{CANDIDATES: ndjson(one)}) for code, one in attacks.items()}

    assert {code: code in said for code, said in found.items()} == dict.fromkeys(attacks, True)


async def test_a_swapped_rank_is_named(bundle):
    files = files_of(bundle)
    lines = read(files[CANDIDATES])
    lines[0]["rank"], lines[-1]["rank"] = lines[-1]["rank"], lines[0]["rank"]

    assert lines[0]["rank"] != lines[-1]["rank"]
    assert codes(files, **{CANDIDATES: ndjson(lines)}) >= {"member-differs", "order-differs"}


async def test_a_changed_verdict_or_datum_of_any_rule_is_named(bundle):
    files = files_of(bundle)
    for number in range(8):

        def verdict(line, number=number):
            rule = line["rules"][number]
            rule["result"] = "unknown" if rule["result"] == "pass" else "pass"

        def datum(line, number=number):
            line["rules"][number]["datum"] |= {"own": "lain"}

        assert forged(files, verdict) - SEAL == {"verdict-differs"}
        assert forged(files, datum) - SEAL == {"datum-differs"}


async def test_whoever_is_called_eligible_and_is_not_is_named(bundle):
    files = files_of(bundle)

    assert "verdict-differs" in forged(files, lambda line: line.update(eligible="ya"))
    assert "verdict-differs" in forged(
        files, lambda line: line.update(eligible=not line["eligible"])
    )
    assert "verdict-differs" in forged(files, lambda line: line["rules"].pop())


FACTS = {
    "rank_code": "11",
    "retirement_age": 40,
    "birth_month": "1950-01",
    "employment": "PPPK",
}


async def test_a_changed_fact_changes_what_it_says(bundle):
    files = files_of(bundle)

    for name, fact in FACTS.items():
        said = forged(files, lambda line, new=(name, fact): line["facts"].update([new]))
        assert said & {"verdict-differs", "datum-differs"}, name


SHARED = {
    "cohort": 4,
    "education_level": "50",
    "position_since": "1999-01-01",
    "disciplines": [
        {
            "level": "light",
            "started_on": "2020-01-01",
            "ended_on": "2020-07-01",
            "cancelled": False,
        }
    ],
}


async def test_a_fact_that_the_map_knows_otherwise_is_named(bundle):
    files = files_of(bundle)

    for name, fact in SHARED.items():
        said = forged(files, lambda line, new=(name, fact): line["facts"].update([new]))
        assert "facts-differ" in said, name


async def test_another_position_and_easier_requirements_are_named(bundle):
    files = files_of(bundle)
    position = json.loads(files[POSITION])
    other = json.dumps({**position, "id": str(uuid4())}).encode()
    easier = json.dumps({**position, "required_training": ""}).encode()

    assert "position-differs" in codes(files, **{POSITION: other})
    assert codes(files, **{POSITION: easier}) & {"verdict-differs", "datum-differs"}


async def test_candidates_that_were_asked_for_cannot_be_left_out(bundle):
    files = files_of(bundle)
    without = {name: one for name, one in files.items() if name not in (POSITION, CANDIDATES)}

    assert "bundle-unreadable" in verify(repacked(without)).codes()


async def test_without_a_position_there_are_no_candidates(client_for, pool):
    files = files_of(await taken(client_for(Role.AUDITOR), pool))

    assert files.keys() & {POSITION, CANDIDATES} == set()


async def test_a_position_that_is_not_there_is_refused(client_for, pool):
    answer = await client_for(Role.AUDITOR).get(
        f"{pool}/evidence.zip", params={**PURPOSE, "position_id": str(uuid4())}
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "?position_id"


async def test_the_command_line_takes_a_position_by_its_code(asked, sessions, settings, tmp_path):
    async with transaction(sessions, SYSTEM) as session:
        code = await session.scalar(CODE, {"id": asked.position_id})
    pool_id = asked.where.rpartition("/")[2]
    meant = commands.Asked(Kind.TALENT_POOL, pool_id, "Sengketa di PTUN", code)

    wanted = await commands.wanted_by(sessions, meant)
    file = await commands.write(sessions, Signer.of(settings), wanted, tmp_path / "bukti.zip")

    assert str(wanted.position_id) == asked.position_id
    assert verify(file).findings == []
    assert POSITION in files_of(file)
    with pytest.raises(commands.Unclear, match="TIDAK-ADA"):
        await commands.wanted_by(sessions, meant._replace(position="TIDAK-ADA"))
