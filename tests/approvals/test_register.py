"""The register of readiness: which bodies, where, since when; and what anybody may know of it."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from app.approvals.register import Passing, durations
from app.core.db import transaction
from app.core.identity import Role
from tests.approvals.conftest import EXAMINATION, decide
from tests.approvals.test_implementation import URL, ready, submitted
from tests.approvals.test_readiness import CONDITIONAL, DECREE, VERIFIED, step
from tests.conftest import OVERWRITE, an_actor
from tests.factories import a_client, an_agency

NAME = "=Pemerintah Kota Uji"
PRIVATE = ("request_id", "submitted_at", "stages", "conditions")


@pytest.fixture
async def bodies(client_for, agency, save):
    """One body approved on a condition and in force, another that its region examines."""
    other = an_agency(name=NAME)
    theirs = a_client([Role.KANREG], None, kanreg="II")
    await save(other, a_client([Role.PPK], other.id), theirs)
    second = client_for(None, actor=an_actor(Role.KANREG, None, id=theirs.id, region="II"))
    everywhere = client_for(Role.ADMIN, agency_id=None)
    for body, region, province in (
        (agency, "VII", "Sumatera Selatan"),
        (other, "II", "Jawa Timur"),
    ):
        placing = {"kanreg": region, "province": province}
        await everywhere.patch(f"/v1/agencies/{body.id}", json=placing, headers=OVERWRITE)
    kanreg, bkn = (client_for(role, agency_id=None) for role in (Role.KANREG, Role.BKN))
    request = await submitted(client_for)
    await decide(kanreg, request)
    await step(bkn, request, *EXAMINATION[1:3], CONDITIONAL)
    decision = {"decision": "approve", "content_sha256": request["content_sha256"]}
    approved = await bkn.post(f"{URL}/{request['id']}/decisions", json=decision)
    assert approved.status_code == 201, approved.text
    await step(bkn, request, DECREE)
    body = {"kind": "implementation", "checklist": ready()}
    drafted = await client_for(Role.ANALYST, agency_id=other.id).post(URL, json=body)
    sent = client_for(Role.PPK, agency_id=other.id)
    await sent.post(f"{URL}/{drafted.json()['id']}/submission")
    await step(second, drafted.json(), VERIFIED)
    return agency, other


async def test_the_register_says_where_bodies_stand_to_whom_it_concerns(client_for, bodies):
    agency, other = bodies
    bkn = client_for(Role.BKN, agency_id=None)
    region = client_for(None, actor=an_actor(Role.KANREG, None, region="II"))
    asn = client_for(Role.ASN)

    every = (await bkn.get("/v1/register")).json()["items"]
    of_region = (await region.get("/v1/register")).json()["items"]
    own = (await client_for(Role.ANALYST).get("/v1/register")).json()["items"]

    assert [(one["name"], one["kanreg"], one["state"]) for one in every] == [
        (NAME, "II", "verification"),
        (agency.name, "VII", "in_force"),
    ]
    assert [one["agency_id"] for one in of_region] == [str(other.id)]
    assert [one["agency_id"] for one in own] == [str(agency.id)]
    assert (every[1]["decree_number"], every[1]["decree_date"]) == ("412/KEP/2026", "2026-03-01")
    assert (every[1]["conditions"], every[1]["conditions_met"]) == (1, 0)
    assert [one["first_in_region"] for one in every] == [False, True]
    assert [(one["role"], one["working_days"]) for one in every[1]["stages"]] == [
        ("kanreg", 0),
        ("bkn", 0),
    ]
    assert [one["passed_on"] is None for one in every[0]["stages"]] == [True, True]
    assert (await asn.get("/v1/register")).status_code == 403


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"state": "in_force"}, ["VII"]),
        ({"kanreg": "II"}, ["II"]),
        ({"province": "Sumatera Selatan"}, ["VII"]),
        ({"decided_from": "2026-01-01"}, ["VII"]),
        ({"decided_until": "2026-01-01"}, []),
    ],
    ids=["by state", "by region", "by province", "decided since", "decided until"],
)
async def test_bodies_are_found_by_what_is_said_of_them(client_for, bodies, filters, found):
    assert bodies
    bkn = client_for(Role.BKN, agency_id=None)

    listed = await bkn.get("/v1/register", params=filters)
    counted = await bkn.get("/v1/register/counts", params=filters)

    assert [one["kanreg"] for one in listed.json()["items"]] == found
    assert [(one["kanreg"], one["bodies"]) for one in counted.json()["items"]] == [
        (region, 1) for region in found
    ]


async def test_pages_hold_each_body_once(client_for, bodies):
    bkn = client_for(Role.BKN, agency_id=None)

    first = (await bkn.get("/v1/register?limit=1")).json()
    rest = (await bkn.get("/v1/register", params={"cursor": first["next"]})).json()
    alien = await bkn.get("/v1/register?cursor=WyJyZWdpc3RlciIsMSwyXQ")

    names = [one["name"] for one in [*first["items"], *rest["items"]]]
    assert names == sorted(body.name for body in bodies)
    assert rest["next"] is None
    assert alien.status_code == 422


async def test_files_say_the_same_and_run_nothing(client_for, bodies):
    assert bodies
    bkn = client_for(Role.BKN, agency_id=None)

    lines = list(csv.DictReader(io.StringIO((await bkn.get("/v1/register.csv")).text)))
    book = (await bkn.get("/v1/register.xlsx")).content
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()

    assert [(one["name"], one["state"]) for one in lines] == [
        (f"'{NAME}", "verification"),
        (bodies[0].name, "in_force"),
    ]
    assert lines[1]["stage_2_role"] == "bkn"
    assert [row[1] for row in cells[1:]] == [one["name"] for one in lines]


async def test_anybody_sees_what_stands_and_nothing_of_what_does_not(client_for, bodies):
    anybody = client_for(None)

    seen = await anybody.get("/register")
    page = await anybody.get("/register", headers={"Accept": "text/html"})

    [item] = seen.json()["items"]
    assert (item["name"], item["state"], item["kanreg"]) == (bodies[0].name, "in_force", "VII")
    assert item["first_in_region"] is True
    assert not set(PRIVATE) & set(item)
    assert NAME not in seen.text
    assert page.headers["content-type"].startswith("text/html")
    assert bodies[0].name in page.text
    assert "412/KEP/2026" in page.text
    assert "Kota Uji" not in page.text


async def test_the_public_function_leaves_no_context_behind(bodies, sessions):
    assert bodies
    async with sessions.begin() as session:
        await session.execute(text("select set_config('app.context', '', true)"))
        await session.execute(text("select * from public_register()"))
        for table in ("readiness_register", "approval_steps", "approval_attachments"):
            assert await session.scalar(text(f"select count(*) from {table}")) == 0
    async with transaction(sessions, an_actor(Role.KANREG, None, region="XIV")) as session:
        assert await session.scalar(text("select count(*) from public_register()")) == 1
        assert await session.scalar(text("select count(*) from readiness_register")) == 0


def test_each_stage_takes_the_working_days_since_the_one_before():
    monday = datetime(2026, 2, 2, 3, tzinfo=UTC)
    stages = [
        Passing(1, "kanreg", "Verifikasi", datetime(2026, 2, 6, 3, tzinfo=UTC)),
        Passing(2, "bkn", "Persetujuan", None),
        Passing(3, "ppk", "Lainnya", None),
    ]

    shown = durations(monday, stages, 2, datetime(2026, 2, 10, 3, tzinfo=UTC))

    assert [(one["working_days"], one["passed_on"]) for one in shown] == [
        (4, date(2026, 2, 6)),
        (2, None),
        (None, None),
    ]
