"""The own talent card by HTTP: after publication, one's own alone, and verified like any other."""

import io
from datetime import date
from uuid import UUID

import pypdf
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from tests.cards.test_api import CARDS, EVENTS, code_on, rows
from tests.publications.conftest import a_publication, mapped, published, round_
from tests.talent_pools.conftest import a_map, a_placement

__all__ = ["mapped", "published", "round_"]
LOOKS = text("select count(*) from person_accesses")


def address(round_):
    return f"/v1/me/placements/{round_.map.id}/card.pdf"


def of_somebody(round_, n):
    return f"/v1/talent-maps/{round_.map.id}/placements/{round_.people[n].id}/card.pdf"


def words_of(answer):
    assert answer.status_code == 200, answer.text
    return pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()


async def an_earlier(round_, save, name, as_of, *, published):
    """An earlier map with the first person in box 4, published or not."""
    scheme = type("S", (), {"id": round_.map.scheme_id})
    earlier = a_map(round_.agency, scheme, name=name, as_of=as_of)
    about = a_publication(round_.agency, scheme, name=name, as_of=as_of)
    await save(earlier, about)
    await save(a_placement(earlier, round_.person, 1, 1, 4, 50))
    answer = await round_.analyst.post(
        f"/v1/publications/{about.id}/map", json={"map_id": str(earlier.id)}
    )
    assert answer.is_success, answer.text
    if published:
        done = await round_.ppk.post(f"/v1/publications/{about.id}/publication")
        assert done.is_success, done.text


async def test_one_gets_the_own_card_with_the_whole_nip(published, client_for, sessions):
    client = client_for(None, actor=published.servant())
    first = await client.get(address(published))
    again = await client.get(address(published))

    assert first.headers["content-type"] == "application/pdf"
    assert published.person.nip in words_of(first)
    assert published.person.name in words_of(first)
    assert first.content == again.content
    ((view, _, _),) = await rows(sessions, CARDS)
    ((_, data),) = await rows(sessions, EVENTS)
    assert (view, data["view"]) == ("full", "full")
    assert data["employee_id"] == str(published.person.id)
    async with transaction(sessions, SYSTEM) as session:
        assert await session.scalar(LOOKS) == 0


async def test_anybody_verifies_the_own_card(published, client_for):
    card = await client_for(None, actor=published.servant()).get(address(published))

    answer = await client_for(None).get(f"/verify/{code_on(card.content)}")

    assert (answer.json()["status"], answer.json()["document"]) == ("authentic", "talent_card")


async def test_of_earlier_boxes_it_shows_the_published_ones(published, client_for, save):
    await an_earlier(published, save, "Peta lama", date(2025, 1, 1), published=True)
    await an_earlier(published, save, "Peta rahasia", date(2025, 7, 1), published=False)

    mine = words_of(await client_for(None, actor=published.servant()).get(address(published)))
    theirs = words_of(await published.analyst.get(of_somebody(published, 0)))

    assert ("Peta lama" in mine, "Peta rahasia" in mine) == (True, False)
    assert ("Peta lama" in theirs, "Peta rahasia" in theirs) == (True, True)


async def test_before_publication_there_is_no_card(mapped, client_for, sessions):
    answer = await client_for(None, actor=mapped.servant()).get(address(mapped))

    assert (answer.status_code, answer.json()["code"]) == (404, "result-unknown")
    assert await rows(sessions, CARDS) == []


async def test_of_others_and_on_other_maps_there_is_none(published, client_for):
    client = client_for(None, actor=published.servant())
    elsewhere = address(published).replace(str(published.map.id), str(UUID(int=1)))

    assert (await client.get(of_somebody(published, 1))).status_code == 404
    assert (await client.get(elsewhere)).status_code == 404


async def test_whoever_is_no_civil_servant_has_no_card(published, client_for):
    for role in (Role.ANALYST, Role.PPK, Role.ADMIN):
        assert (await client_for(role).get(address(published))).status_code == 403
