"""The rules for everybody at once are those for one person, whatever facts there are."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.core.db import transaction
from app.core.identity import SYSTEM
from app.employees.ranks import CODES
from app.talent_pools import candidates
from app.talent_pools.profiles import EDUCATION, Requirement
from app.talent_pools.readiness import Readiness
from app.talent_pools.sifting import MARKS, Question, Slice, sift
from app.talent_pools.standings import Group
from tests.talent_pools.conftest import (
    KNOWN_AT,
    D,
    a_definitive_position,
    a_former_state,
    a_person,
    a_placement,
    a_position,
    a_punishment,
    a_rank,
    a_training,
)
from tests.talent_pools.test_eligibility import BOXES

LATER, EARLIER = KNOWN_AT + timedelta(hours=1), KNOWN_AT - timedelta(hours=1)
NEAR = [D + timedelta(days=n) for n in (-1, 0, 1, 365, 730, 731)]
EDGES = [*NEAR, *(d.replace(year=d.year - n) for d in NEAR for n in range(1, 5))]
days = st.sampled_from([*EDGES, date(2024, 2, 29), date(2015, 6, 1)])
known = st.sampled_from(
    [{}, {}, {}, {"superseded_at": LATER}, {"superseded_at": EARLIER}, {"recorded_at": LATER}]
)
golongan = st.sampled_from(
    [
        *((CODES[name], name) for name in ("III/b", "III/c", "III/d", "IV/a")),
        *((None, None), (None, "iv.a"), (" 34 ", "?"), ("99", "III D"), (None, "IX")),
        *(("", "II/\u0131"), ("x", None), (None, "\u2003III/c")),
    ]
)
PEOPLE = 80
NAMES = ["PKP", "pka ", "Diklatpim II", "SPATI", "Latsar", "Pelatihan Pimpinan", "PKN"]


@dataclass
class Facts:
    """What is written of somebody, besides their row."""

    columns: dict
    former: dict | None
    retirement_age: int | None
    trainings: list
    punishments: list
    ranks: list
    posts: list
    box: int | None


columns = st.fixed_dictionaries(
    {
        "cohort": st.none() | st.integers(1, 4),
        "employment": st.sampled_from(["PNS", "PNS", "PNS", "PNS", "PPPK"]),
        "golongan": golongan,
        "rank_since": st.none() | days,
        "education_level": st.sampled_from([None, "", "99", *EDUCATION]),
        "position_since": st.none() | days,
        "position_level": st.sampled_from([None, "", "JPT Pratama", "JF Ahli Utama", "Pelaksana"]),
        "birth_date": st.dates(date(1960, 1, 1), date(1970, 12, 31)) | st.just(date(1968, 2, 29)),
    }
)
facts = st.builds(
    Facts,
    columns=columns,
    former=st.none() | columns,
    retirement_age=st.sampled_from([None, None, 58, 60, 65]),
    trainings=st.lists(st.tuples(st.sampled_from(NAMES), days, known), max_size=3),
    punishments=st.lists(
        st.tuples(
            st.sampled_from(["light", "medium", "heavy"]),
            days,
            st.none() | days,
            st.booleans(),
            known,
        ),
        max_size=3,
    ),
    ranks=st.lists(
        st.tuples(days, st.sampled_from([("32", "III/b"), (None, "III/d"), ("?", "iv.a")]), known),
        max_size=2,
    ),
    posts=st.lists(st.tuples(days, st.booleans(), known), max_size=2),
    box=st.sampled_from([*BOXES, 5, None]),
)


posts = st.builds(
    Requirement,
    cohort=st.sampled_from([None, 2, 3]),
    rank=st.sampled_from(["", "?", "III/c", "IV/a", "I/a"]),
    education=st.sampled_from(["", "40", "?"]),
    training=st.sampled_from(["", "PKA", "PKN II", "?"]),
    experience_years=st.sampled_from([0, 2, 3]),
    admits_pppk=st.booleans(),
)


def row_of(values):
    code, name = values["golongan"]
    kept = {name: value for name, value in values.items() if name != "golongan"}
    return kept | {"rank_code": code, "rank_name": name}


def written(body, number, one):
    """The rows of somebody: the master row first, then what refers to it."""
    person = a_person(body.agency, body.unit, 0, **row_of(one.columns))
    person.nip = f"19800517200501{number:04d}"
    rows = [person]
    if one.retirement_age is not None:
        own = a_position(
            body.agency, body.unit, code=f"K{number}", retirement_age=one.retirement_age
        )
        person.position_code = own.code
        rows.append(own)
    if one.former is not None:
        person.recorded_at = LATER
        rows.append(a_former_state(person, superseded_at=LATER, **row_of(one.former)))
        rows[-1].recorded_at = EARLIER
    rows += [
        a_training(person, name, held, source_id=uuid4().hex, **when)
        for name, held, when in one.trainings
    ]
    rows += [
        a_punishment(
            person, level=level, started_on=start, ended_on=end, cancelled=cancelled, **when
        )
        for level, start, end, cancelled, when in one.punishments
    ]
    for since, (code, name), when in one.ranks:
        rank = a_rank(person, since, code, name)
        rows.append(changed(rank, when))
    for started_on, acting, when in one.posts:
        held = a_definitive_position(person, started_on)
        held.assignment = "PLT_SETARA" if acting else None
        rows.append(changed(held, when))
    place = a_placement(body.map, person, 100 + number, 100 + number, one.box, "50")
    return [*rows, place]


def changed(row, values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # whoever is judged differently is one of many: no need to shrink
)
@given(everybody=st.lists(facts, min_size=PEOPLE, max_size=PEOPLE), post=posts)
async def test_everybody_is_judged_as_the_rules_for_one_person_do(sessions, body, everybody, post):
    async with transaction(sessions, SYSTEM) as session, session.begin_nested() as trial:
        everything = [written(body, number, one) for number, one in enumerate(everybody)]
        session.add_all(rows[0] for rows in everything)
        await session.flush()
        session.add_all(row for rows in everything for row in rows[1:])
        await session.flush()
        question = Question(post, BOXES, D, KNOWN_AT)
        group = Group(body.map_id, boxes=sorted(BOXES))

        sifted = await sift(session, group, question, Slice(limit=1000))
        pure = await candidates.judged(session, [one.standing for one in sifted], question)
        by_class = {
            wanted: {
                one.standing.employee_id
                for one in await sift(session, group, question, Slice(1000, readiness=wanted))
            }
            for wanted in Readiness
        }
        await trial.rollback()

    assert len(sifted) == 4 + sum(one.box in BOXES for one in everybody)
    for candidate, one in zip(pure, sifted, strict=True):
        distances = {gap.rule: gap.readiness for gap in candidate.gaps}
        expected = {
            rule: (judgement.verdict, distances.get(rule, Readiness.NOW))
            for rule, judgement in candidate.judgements.items()
        }
        assert dict(zip(expected, (MARKS[mark] for mark in one.marks), strict=True)) == expected
        who = one.standing.employee_id
        assert [wanted for wanted in Readiness if who in by_class[wanted]] == [candidate.readiness]
