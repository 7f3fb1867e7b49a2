"""Any scheme over any people: computed as SQL, exported, recomputed by the verifier, equal."""

from datetime import date
from itertools import count
from uuid import uuid4

import orjson
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.audit.signing import Signer
from app.core.db import transaction
from app.core.identity import SYSTEM
from app.evidence import service as evidence
from app.evidence.service import Kind, Wanted
from app.scoring_schemes import service as schemes
from app.talent_maps import service as talent_maps
from app.talent_maps.schemas import NewMap
from app.verifier.bundle import verify
from tests.scoring_schemes.scheme_strategies import YEARS_OF_D, documents, facts
from tests.scoring_schemes.test_scoring_sql import insert, raw_in

TODAY = date(2026, 12, 31)
versions, numbers = count(1), count(1)


@given(st.data())
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking asks the database too often
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_a_map_of_any_scheme_and_people_is_recomputed(sessions, agency, work, data):
    as_of = data.draw(st.sampled_from(YEARS_OF_D))
    version = next(versions)
    document = data.draw(documents()) | {"version": version}
    people = data.draw(st.lists(facts(as_of), min_size=1, max_size=5))
    async with transaction(sessions, SYSTEM) as session:
        kept = await schemes.draft(session, SYSTEM, orjson.dumps(document))
        await schemes.publish(session, SYSTEM, kept.scheme.id)
        connection = await raw_in(session)
        unit_id = await connection.fetchval(
            "insert into units (agency_id, siasn_id, name) values ($1, $2, 'Uji') returning id",
            agency.id,
            str(uuid4()),
        )
        for person in people:
            who = await insert(connection, agency.id, unit_id, next(numbers), person)
            await connection.execute(
                "update employees set legal_status = 'Aktif', cohort = $2 where id = $1",
                who,
                1 + version % 4,
            )
        name = f"Peta {version}"
        new = NewMap(name=name, scheme=f"acak@{version}", as_of=as_of, unit_id=unit_id)
        asked = await talent_maps.draw_up(session, SYSTEM, new, today=TODAY)
    await talent_maps.calculate(sessions, asked.id)

    wanted = Wanted(Kind.TALENT_MAP, asked.id, "Uji acak")
    bundle = await evidence.take(sessions, Signer.of(work.settings), SYSTEM, wanted)
    with bundle.file:
        report = verify(bundle.file)

    assert report.findings == []
    assert f"{len(people)} people recomputed" in " ".join(report.checked)
