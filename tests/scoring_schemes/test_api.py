"""Schemes by HTTP: sent, refused with every fault, listed, published once and then unchanged."""

from copy import deepcopy
from dataclasses import replace
from uuid import uuid4

import orjson
import pytest
from pydantic import TypeAdapter
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.paging import Page
from app.scoring_schemes import examples
from app.scoring_schemes.document import faults_of
from app.scoring_schemes.schemas import SchemeRead, SchemeSummary
from app.scoring_schemes.scheme import identity

URL = "/v1/scoring-schemes"
JSON = {"Content-Type": "application/json"}
NAMES = "select kind, data from audit_events where subject_id = :id order by id"


def a_document(**values):
    """The documentation's scheme with other values at its top."""
    return deepcopy(examples.DOCUMENT) | values


async def sent(client, **values):
    answer = await client.post(URL, json=a_document(**values))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def published(client, **values):
    scheme = await sent(client, **values)
    answer = await client.post(f"{URL}/{scheme['id']}/publication")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def refused(client, content):
    answer = await client.post(URL, content=content, headers=JSON)
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem = answer.json()
    faults = {(e["pointer"], e["code"]) for e in problem.get("errors", [])}
    return answer.status_code, problem["code"], faults


def test_the_documentation_shows_a_scheme_that_would_be_accepted():
    assert faults_of(examples.DOCUMENT) == []
    assert identity(examples.DOCUMENT) == examples.SUMMARY["sha256"]
    for example in (examples.PUBLISHED, examples.DRAFT):
        SchemeRead.model_validate(example)
    Page[SchemeSummary].model_validate(examples.PAGE)


async def test_a_scheme_is_kept_as_a_draft_and_shown_as_it_was_sent(client_for):
    client = client_for(Role.ANALYST)
    answer = await client.post(URL, json=a_document())
    scheme = answer.json()
    shown = await client_for(Role.SIMPEG).get(answer.headers["location"])

    assert answer.status_code == 201
    assert (scheme["state"], scheme["published_at"]) == ("draft", None)
    assert scheme["document"] == a_document()
    assert scheme["sha256"] == identity(a_document())
    assert shown.json() == SchemeRead.model_validate_json(shown.content).model_dump(mode="json")
    assert {**shown.json(), "created_at": ""} == {**scheme, "created_at": ""}


async def test_the_same_document_again_is_the_same_scheme_in_whatever_order(client_for):
    client = client_for(Role.ANALYST)
    scheme = await sent(client)
    backwards = dict(reversed(a_document().items()))
    again = await client.post(URL, json=backwards)
    await client.post(f"{URL}/{scheme['id']}/publication")
    later = await client.post(URL, json=backwards)

    assert (again.status_code, again.json()) == (200, scheme)
    assert (later.status_code, later.json()["state"]) == (200, "published")
    assert later.json()["id"] == scheme["id"]


async def test_another_document_of_the_same_version_is_a_conflict(client_for):
    client = client_for(Role.ANALYST)
    await sent(client)
    answer = await client.post(URL, json=a_document(title="Judul lain"))
    newer = await client.post(URL, json=a_document(title="Judul lain", version=2))

    assert answer.status_code == 409
    assert answer.json()["code"] == "scoring-scheme-version-taken"
    assert "contoh@1" in answer.json()["detail"]
    assert newer.status_code == 201


async def test_every_fault_is_reported_at_once(client_for):
    document = a_document(numbering="sendiri", tambahan=1)
    potential = document["axes"]["potential"]
    potential["cutoffs"] = ["80", "80"]
    potential["components"][0]["weight"] = "69.999999"
    potential["components"][0]["indicator"] = "shoe.size"
    potential["components"][1]["bands"][0]["from"] = "1"
    predicate = document["axes"]["performance"]["components"][0]
    predicate["points"]["baik"] = 83.5
    predicate["missing"] = "guess"
    answer = await refused(client_for(Role.ANALYST), orjson.dumps(document))

    assert answer == (
        422,
        "scoring-scheme-refused",
        {
            ("/tambahan", "field-unknown"),
            ("/numbering", "numbering-unknown"),
            ("/axes/performance/components/0/points/baik", "number-as-text"),
            ("/axes/performance/components/0/missing", "missing-unknown"),
            ("/axes/potential/cutoffs/1", "cutoffs-not-rising"),
            ("/axes/potential/components", "weights-total"),
            ("/axes/potential/components/0/indicator", "indicator-unknown"),
            ("/axes/potential/components/1/bands/0/from", "bands-start"),
        },
    )


async def test_faults_are_said_in_the_language_asked_for(client_for):
    client = client_for(Role.ANALYST)
    headers = {"Accept-Language": "en"}
    answer = await client.post(URL, json=a_document(numbering="sendiri"), headers=headers)

    assert answer.json()["errors"][0]["detail"] == "There is no numbering profile sendiri."


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ([["0", "60"], ["60", "100"]], "ranges-overlap"),
        ([["0", "59"], ["60", "100"]], "ranges-gap"),
    ],
)
async def test_ranges_as_pairs_are_refused_with_their_gap_or_overlap(client_for, pairs, code):
    document = a_document()
    document["axes"]["performance"]["cutoffs"] = pairs
    _, _, faults = await refused(client_for(Role.ANALYST), orjson.dumps(document))

    assert ("/axes/performance/cutoffs/1", code) in faults


@pytest.mark.parametrize(
    "number", ["83.5", "70.0", "7e1", "69.99999999999999999999", "NaN", "Infinity"]
)
async def test_a_fraction_without_quotes_is_refused_before_anybody_rounds_it(client_for, number):
    written = orjson.dumps(a_document()).decode().replace('"weight":"70"', f'"weight":{number}')
    assert number in written
    _, code, faults = await refused(client_for(Role.ANALYST), written)

    assert code == "scoring-scheme-refused"
    assert faults == {("/axes/potential/components/0/weight", "number-as-text")}


WRITTEN = orjson.dumps(examples.DOCUMENT).decode()


@pytest.mark.parametrize(
    ("written", "pointer", "code"),
    [
        (WRITTEN.replace("Skema contoh", r"Skema\u0000contoh"), "/title", "text-invalid"),
        (WRITTEN.replace("Skema contoh", r"Skema\ud800contoh"), "/title", "text-invalid"),
        (WRITTEN.replace('"title":"Skema', r'"\ud800":"Skema'), "", "text-invalid"),
        (WRITTEN.replace('"version":1', '"version":1,"version":2'), "/version", "field-duplicate"),
        (
            WRITTEN.replace('"baik":"83.5"', '"baik":"83.5","baik":"83.5"'),
            "/axes/performance/components/0/points/baik",
            "field-duplicate",
        ),
        ("{}", "/code", "field-missing"),
        ("[]", "", "dict-type"),
        ("null", "", "dict-type"),
    ],
)
async def test_what_cannot_be_kept_or_is_no_scheme_is_refused(client_for, written, pointer, code):
    status, _, faults = await refused(client_for(Role.ANALYST), written)

    assert status == 422
    assert (pointer, code) in faults


@pytest.mark.parametrize("written", ["{", "[" * 100_000, '{"version":' + "9" * 5_000 + "}"])
async def test_what_is_no_json_is_malformed(client_for, written):
    status, code, _ = await refused(client_for(Role.ANALYST), written)

    assert (status, code) == (400, "malformed-body")


@pytest.mark.parametrize("depth", [70, *range(100, 1_000, 50)])
async def test_a_document_however_deep_is_refused_and_never_a_fault_of_ours(client_for, depth):
    written = '{"axes":' * depth + "1" + "}" * depth
    status, code, _ = await refused(client_for(Role.ANALYST), written)

    assert (status, code) in ((422, "scoring-scheme-refused"), (400, "malformed-body"))


async def test_a_form_is_no_scheme(client_for):
    answer = await client_for(Role.ANALYST).post(URL, data={"code": "x"})

    assert answer.status_code == 415


async def test_publishing_is_recorded_and_happens_once(client_for, sessions):
    client = client_for(Role.ANALYST)
    scheme = await published(client)
    again = await client.post(f"{URL}/{scheme['id']}/publication")
    async with transaction(sessions, SYSTEM) as session:
        events = [tuple(row) for row in await session.execute(text(NAMES), {"id": scheme["id"]})]

    assert scheme["state"] == "published"
    assert scheme["published_at"] is not None
    assert (again.status_code, again.json()["code"]) == (409, "scoring-scheme-published")
    about = {"name": "contoh@1", "sha256": scheme["sha256"]}
    assert events == [("scoring_scheme.drafted", about), ("scoring_scheme.published", about)]


async def test_a_scheme_that_is_not_there_is_not_found(client_for):
    client = client_for(Role.ANALYST)

    for answer in (
        await client.get(f"{URL}/{uuid4()}"),
        await client.post(f"{URL}/{uuid4()}/publication"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "scoring-scheme-not-found")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ANALYST}))
async def test_only_analysts_write_and_everybody_reads(client_for, role):
    scheme = await sent(client_for(Role.ANALYST))
    client = client_for(role)

    assert (await client.post(URL, json=a_document(version=2))).status_code == 403
    assert (await client.post(f"{URL}/{scheme['id']}/publication")).status_code == 403
    assert (await client.get(f"{URL}/{scheme['id']}")).status_code == 200
    assert len((await client.get(URL)).json()["items"]) == 1


async def test_the_anonymous_are_refused(client_for):
    client = client_for(None)

    for method, path in [
        ("GET", URL),
        ("POST", URL),
        ("GET", f"{URL}/{uuid4()}"),
        ("POST", f"{URL}/{uuid4()}/publication"),
    ]:
        assert (await client.request(method, path)).status_code == 401


async def test_agencies_share_schemes(client_for):
    scheme = await published(client_for(Role.ANALYST))
    elsewhere = client_for(Role.ANALYST, agency_id=uuid4())

    assert (await elsewhere.get(f"{URL}/{scheme['id']}")).json()["code"] == "contoh"


async def test_an_analyst_of_nowhere_writes_nothing(client_for):
    nowhere = replace(SYSTEM, agencies=frozenset())
    answer = await client_for(None, actor=nowhere).post(URL, json=a_document())

    assert answer.status_code == 403


async def test_the_list_is_paged_and_filtered(client_for):
    client = client_for(Role.ANALYST)
    for version in (1, 2):
        await published(client, version=version)
    await sent(client, version=3)
    await sent(client, code="lain")

    async def names(query):
        answer = await client.get(f"{URL}?{query}")
        page = TypeAdapter(Page[SchemeSummary]).validate_json(answer.content)
        return [f"{scheme.code}@{scheme.version}" for scheme in page.items], page.next

    first, cursor = await names("limit=3")
    assert first == ["lain@1", "contoh@3", "contoh@2"]
    assert await names(f"limit=3&cursor={cursor}") == (["contoh@1"], None)
    assert await names("code=contoh&published=true") == (["contoh@2", "contoh@1"], None)
    assert await names("published=false") == (["lain@1", "contoh@3"], None)
    assert await names("code=tiada") == ([], None)
    assert (await client.get(f"{URL}?state=draft")).status_code == 422
    assert (await client.get(f"{URL}?cursor=abc")).json()["errors"][0]["code"] == "cursor-invalid"
