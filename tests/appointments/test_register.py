"""The register of deviations, and outcomes when their time has come."""

from pydantic import TypeAdapter

from app.appointments.schemas import DeviationRead, DueRead, Rates
from app.core.paging import Page
from app.talent_pools.retirement import months_later
from tests.appointments.conftest import URL, WHY, today


async def test_the_register_counts_deviations_with_their_denominators(office):
    for name, deviation in (("nine", None), ("eight", WHY), ("nine", None)):
        assert (await office.choose(await office.proposed(), name, deviation)).is_success
    by_second = await office.choose(await office.proposed(), "seven", WHY, who="second ppk")
    assert by_second.is_success

    client = office.clients["auditor"]
    rates = Rates.model_validate_json((await client.get("/v1/deviations/rates")).content)
    rows = TypeAdapter(Page[DeviationRead]).validate_json(
        (await client.get("/v1/deviations")).content
    )

    assert (rates.choices, rates.deviations, rates.rate) == (4, 2, "0.5000")
    assert [(r.choices, r.deviations, r.rate) for r in rates.items] == [
        (3, 1, "0.3333"),
        (1, 1, "1.0000"),
    ]
    assert sorted(row.rank for row in rows.items) == [2, 4]
    for rate in rates.items:
        behind = await client.get("/v1/deviations", params={"chosen_by": str(rate.chosen_by)})
        assert len(behind.json()["items"]) == rate.deviations


async def test_nobody_chosen_yet_is_no_rate_and_not_zero(office):
    rates = (await office.clients["auditor"].get("/v1/deviations/rates")).json()

    assert rates == {"choices": 0, "deviations": 0, "rate": None, "items": []}


async def test_an_outcome_waits_for_its_day_and_is_told_once(office):
    effective_on = months_later(today(), -6)
    proposal = await office.appointed(effective_on)
    address = f"{URL}/{proposal['id']}/outcomes"
    said = {
        "month": 6,
        "in_post": True,
        "rating": "88.5",
        "predicate": "baik",
        "note": "Target semester pertama tercapai.",
    }

    due = await office.clients["analyst"].get("/v1/outcomes/due")
    told = await office.clients["analyst"].post(address, json=said)
    again = await office.clients["analyst"].post(address, json=said)
    early = await office.clients["analyst"].post(address, json={**said, "month": 12})
    left = await office.clients["analyst"].get("/v1/outcomes/due")

    (row,) = TypeAdapter(Page[DueRead]).validate_json(due.content).items
    assert (row.month, row.effective_on) == (6, effective_on)
    assert told.status_code == 201, told.text
    assert told.json()["outcomes"][0]["rating"] == "88.5000"
    assert (again.status_code, again.json()["code"]) == (409, "outcome-recorded")
    assert (early.status_code, early.json()["code"]) == (409, "too-early")
    assert early.json()["due_on"] == str(months_later(effective_on, 12))
    assert left.json()["items"] == []
