"""The public page: open to everybody, about the letter and no person."""

import re
import subprocess
import sys
from base64 import urlsafe_b64decode
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from joserfc.jwk import OKPKey

from app.approvals.signatures import OwnSigner
from app.core.identity import Role
from app.core.key_file import KeyFile
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


async def test_whoever_has_the_letter_and_the_key_verifies_it_without_us(
    client_for, issued, settings
):
    anybody, code = client_for(None), issued["letter"]["verify_code"]
    pdf = await client_for(Role.ANALYST).get(f"/v1/approval-requests/{issued['id']}/letter.pdf")
    said = (await anybody.get(f"/verify/{code}")).json()["signature"]
    found = (await anybody.get("/.well-known/letter-keys.json")).json()["keys"]

    [key] = [OKPKey.import_key(key) for key in found if key["kid"] == said["key_id"]]
    assert key.thumbprint() == said["key_id"]
    signature = urlsafe_b64decode(said["value"] + "==")
    key.public_key.verify(signature, sha256(pdf.content).digest())
    with pytest.raises(InvalidSignature):
        key.public_key.verify(signature, sha256(pdf.content + b"\n").digest())
    assert said["algorithm"] == "Ed25519"
    assert (settings.talenta_home / "keys" / "letters.pem").stat().st_mode & 0o777 == 0o600


async def test_the_key_of_an_earlier_letter_stays_published(
    client_for, app, submitted, execute, pool, tmp_path
):
    async def approved():
        request = await submitted()
        for role in (Role.COMMITTEE, Role.PYB, Role.PPK):
            answer = await decide(client_for(role), request)
        return answer.json()

    async def key_of(request):
        code = request["letter"]["verify_code"]
        return (await client_for(None).get(f"/verify/{code}")).json()["signature"]["key_id"]

    first = await approved()
    await execute("delete from talent_pool_members where pool_id = :pool", pool=pool.id)
    app.state.letter_signer = OwnSigner(KeyFile(tmp_path / "next.pem", makes_key=True))
    second = await approved()

    listed = (await client_for(None).get("/.well-known/letter-keys.json")).json()["keys"]
    assert [await key_of(second), await key_of(first)] == [key["kid"] for key in listed]
    assert await key_of(second) != await key_of(first)


async def test_the_documented_program_verifies_a_letter(client_for, issued, tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "approvals.md").read_text(encoding="utf-8")
    [program] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    anybody, code = client_for(None), issued["letter"]["verify_code"]
    pdf = await client_for(Role.ANALYST).get(f"/v1/approval-requests/{issued['id']}/letter.pdf")
    (tmp_path / "letter.pdf").write_bytes(pdf.content)
    (tmp_path / "said.json").write_bytes((await anybody.get(f"/verify/{code}")).content)
    keys = await anybody.get("/.well-known/letter-keys.json")
    (tmp_path / "keys.json").write_bytes(keys.content)

    def run():
        command = [sys.executable, "-c", program]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert run().returncode == 0
    (tmp_path / "letter.pdf").write_bytes(pdf.content + b"\n")
    assert "InvalidSignature" in run().stderr
