"""What docs/log.md tells those who check the log themselves is so."""

import re
from pathlib import Path

from app.audit.events import MEMBERS
from app.core.identity import Role

PAGE = (Path(__file__).parents[2] / "docs" / "log.md").read_text(encoding="utf-8")


def test_every_member_of_an_event_is_described():
    table = PAGE.partition("## The tree")[0]

    assert [name for name in MEMBERS if f"`{name}`" not in table] == []


async def test_the_code_of_the_page_checks_a_proof(client_for, say, sign):
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    page = {}
    exec(code, page)  # noqa: S102 - our own page
    auditor = client_for(Role.AUDITOR)
    for number in range(11):
        await say(n=number)
    await sign()

    for index in range(11):
        answer = await auditor.get(f"/v1/audit/proofs/inclusion?index={index}")
        proof = answer.json()
        root = proof.pop("root")
        assert page["root_of"](**proof) == root
