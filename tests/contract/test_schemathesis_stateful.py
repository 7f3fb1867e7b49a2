"""Schemathesis follows what answers name, request after request, and nothing is taken back.

What a POST made is read, changed and ended by the operations that take its id: some hundred
stories, each as long as Schemathesis likes.
"""

from tests.authority.world import actors
from tests.contract.running import asked, run, welcomed
from tests.contract.served import in_turn, served


async def test_what_one_operation_makes_the_others_can_take(app, sides, tmp_path):
    tokens = {name: app.state.tokens.issue(actor) for name, actor in actors(sides["own"]).items()}
    operations = [asked(route, tokens[role]) for route, role in welcomed(app).items()]

    async with served(in_turn(app)) as url:
        status, said = await run(app, url, tmp_path, operations, "stateful", "-n", "150")

    assert status == 0, said
