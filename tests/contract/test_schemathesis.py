"""Schemathesis asks for all that the document allows and forbids, and holds every answer to it.

Examples, every value at and beyond the bounds of every parameter and member, and a few random
requests: each is taken back when it is answered. As every role the routes are asked in
tests/authority/test_matrix.py, whose answers are held to the document too.
"""

from tests.authority.asking import request_to
from tests.authority.world import actors
from tests.contract.running import asked, run, welcomed
from tests.contract.served import served, taken_back


async def test_every_operation_answers_as_the_document_says(app, connection, sides, tmp_path):
    own = sides["own"]
    tokens = {name: app.state.tokens.issue(actor) for name, actor in actors(own).items()}
    operations = [
        asked(route, tokens[role], request_to(route, own.ids)["url"])
        for route, role in welcomed(app).items()
    ]

    async with served(taken_back(app, connection)) as url:
        status, said = await run(app, url, tmp_path, operations, "examples,coverage,fuzzing")

    assert status == 0, said
