"""The page of Swagger UI: our own files, nothing inline, whatever the title."""

import re

import pytest


@pytest.mark.parametrize("address", ["/docs", "/redoc", "/docs/oauth2-redirect"])
async def test_a_page_runs_only_files_of_ours(client_for, address):
    page = (await client_for(None).get(address)).text

    sources = re.findall(r"<script([^>]*)>([^<]*)</script>", page)
    assert sources
    assert all(re.fullmatch(r' src="/[^/"][^"]*"', given) and not body for given, body in sources)
    assert not re.search(r"<style|\son\w+=|https?://", page)


@pytest.mark.parametrize(
    "address", ["/docs/start.js", "/docs/redoc.js", "/docs/oauth2-redirect.js"]
)
async def test_its_scripts_are_scripts(client_for, address):
    answer = await client_for(None).get(address)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")


async def test_a_title_is_only_text(app, client_for):
    app.title = '"><script>alert(1)</script>'

    page = (await client_for(None).get("/docs")).text

    assert "<script>" not in page


async def test_a_provider_may_add_what_it_likes_to_its_answer(client_for):
    answer = await client_for(None).get("/docs/oauth2-redirect?code=a&state=b&session_state=c")

    assert answer.status_code == 200
