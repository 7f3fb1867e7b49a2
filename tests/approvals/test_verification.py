"""The public page: open to everybody, about the letter and no person."""

import pytest

from app.core.identity import Role
from tests.approvals.conftest import decide


@pytest.fixture
async def issued(client_for, submitted):
    request = await submitted()
    for role in (Role.COMMITTEE, Role.PYB, Role.PPK):
        answer = await decide(client_for(role), request)
    return answer.json()


PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


async def test_people_get_a_page_and_programs_json(client_for, issued):
    anybody, code = client_for(None), issued["letter"]["verify_code"]

    page = await anybody.get(f"/verify/{code}", headers=PAGE)
    document = await anybody.get(f"/verify/{code}")

    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Surat ini sah dan berlaku" in page.text
    for shown in (issued["letter"]["number"], issued["content_sha256"], issued["letter"]["sha256"]):
        assert shown in page.text
    assert document.json()["kind"] == "talent_pool"
    assert document.json()["agency"] == "Pemerintah Provinsi Uji"


async def test_nothing_about_people_is_given_away(client_for, issued):
    anybody, code = client_for(None), issued["letter"]["verify_code"]
    page = await anybody.get(f"/verify/{code}", headers=PAGE)
    document = await anybody.get(f"/verify/{code}")

    members = issued["content"]["pool"]["members"]
    secrets = [d["actor"]["id"] for d in issued["decisions"]]
    secrets += [member["employee_id"] for member in members]
    secrets += [issued["requester"]["name"], issued["id"]]
    for secret in secrets:
        assert secret not in page.text
        assert secret not in document.text


async def test_the_page_speaks_english_when_asked(client_for, issued):
    code = issued["letter"]["verify_code"]

    page = await client_for(None).get(f"/verify/{code}", headers={**PAGE, "Accept-Language": "en"})

    assert "genuine and in force" in page.text
    assert page.headers["content-language"] == "en"


async def test_a_code_may_be_typed_in_groups_and_small_letters(client_for, issued):
    code = issued["letter"]["verify_code"].lower()
    typed = "-".join(code[at : at + 4] for at in range(0, 24, 4))

    answer = await client_for(None).get("/verify", params={"code": typed})
    found = await client_for(None).get(answer.headers["location"])

    assert answer.status_code == 303
    assert found.json()["status"] == "valid"


@pytest.mark.parametrize("code", ["0" * 24, "x", "%00", "' or 1=1 --", "<script>", "a" * 200])
async def test_an_unknown_code_is_no_error_of_ours(client_for, code):
    page = await client_for(None).get(f"/verify/{code}", headers=PAGE)
    document = await client_for(None).get(f"/verify/{code}")

    assert page.status_code in (404, 422)
    assert document.status_code in (404, 422)
    assert document.headers["content-type"] == "application/problem+json"
    assert "<script>" not in page.text


async def test_the_form_asks_for_a_code(client_for):
    page = await client_for(None).get("/verify")

    assert page.status_code == 200
    assert '<input id="code"' in page.text
