"""An open blind session over three people of a pool of its own, with two of the committee."""

from app.core.identity import Role
from app.scoring_schemes.examples import DOCUMENT
from app.scoring_schemes.scheme import canonical
from tests.authority.case import Case
from tests.factories import a_client, a_unit
from tests.talent_pools.conftest import (
    NEW_POOL,
    a_map,
    a_person,
    a_placement,
    a_position,
    a_scheme,
    a_training,
)

HERE = "/v1/blind-sessions"
ONE = {"session_id": "blind_session_id"}
SESSION = {
    "pool_id": "{blind_pool_id}",
    "position_id": "{blind_position_id}",
    "purpose": "Peringkat tanpa nama untuk uji",
    "members": ["{blind_first_id}", "{blind_second_id}"],
    "quorum": 2,
}
RANKING = {"ranking": [{"pseudonym": "{pseudonym}", "reason": "Paling siap menurut profil"}]}
CASES = {
    f"POST {HERE}": Case(body=SESSION),
    f"GET {HERE}/{{session_id}}": Case(path=ONE),
    f"GET {HERE}/{{session_id}}/candidates": Case(path=ONE),
    f"POST {HERE}/{{session_id}}/rankings": Case(path=ONE, body=RANKING),
    f"POST {HERE}/{{session_id}}/closing": Case(path=ONE),
    f"POST {HERE}/{{session_id}}/cancellation": Case(
        path=ONE, body={"reason": "Jabatan diisi dengan mutasi"}
    ),
    f"GET {HERE}/{{session_id}}/result": Case(path=ONE),
    f"GET {HERE}/{{session_id}}/register": Case(path=ONE),
}


async def prepare(side, client_for, save):
    agency, mark = side.agency, side.mark
    unit = a_unit(agency, name=f"Dinas {mark}")
    position = a_position(agency, unit, code=f"TS-{mark}", name=f"Jabatan tersamar {mark}")
    scheme = a_scheme(f"samar-{mark.lower()}")
    scheme.canonical = canonical({**DOCUMENT, "code": scheme.code}).decode()
    drawn = a_map(agency, scheme, name=f"Peta tersamar {mark}", population=3)
    people = [a_person(agency, unit, 10 * len(mark) + n) for n in range(3)]
    for letter, person in zip("ABC", people, strict=True):
        person.name = f"Kandidat {mark} {letter}"
    panel = [a_client([Role.COMMITTEE], agency.id, name=f"Tersamar {mark} {n}") for n in (1, 2)]
    await save(unit, position, scheme, drawn, *people, *panel)
    places = [a_placement(drawn, one, n, n, 9, f"9{9 - n}") for n, one in enumerate(people, 1)]
    await save(*places, *(a_training(one) for one in people))
    owner = client_for(Role.ANALYST, agency_id=agency.id)
    new = {**NEW_POOL, "name": f"Kelompok tersamar {mark}", "map_id": str(drawn.id)}
    pool = await owner.post("/v1/talent-pools", json=new)
    assert pool.status_code == 201, pool.text
    side.keep(
        blind_pool_id=pool.json()["id"],
        blind_position_id=position.id,
        blind_first_id=panel[0].id,
        blind_second_id=panel[1].id,
    )
    ids = {"members": [side.ids["blind_first_id"], side.ids["blind_second_id"]]}
    asked = {"pool_id": pool.json()["id"], "position_id": str(position.id)}
    opened = await owner.post(HERE, json={**SESSION, **asked, **ids})
    assert opened.status_code == 201, opened.text
    here = f"{HERE}/{opened.json()['id']}"
    shown = (await owner.get(f"{here}/candidates")).json()["items"]
    side.keep(blind_session_id=opened.json()["id"], pseudonym=shown[0]["pseudonym"])
