"""The application starts and answers."""

from app.core.identity import Role


async def test_the_service_says_that_it_lives(client_for):
    client = client_for(None)

    live = await client.get("/health/live")
    ready = await client.get("/health/ready")

    assert (live.status_code, ready.status_code) == (200, 200)


async def test_an_unknown_address_is_a_problem_in_both_languages(client_for):
    client = client_for(Role.ANALYST)

    indonesian = await client.get("/v1/nowhere")
    english = await client.get("/v1/nowhere", headers={"Accept-Language": "en"})

    assert indonesian.status_code == 404
    assert indonesian.headers["content-type"] == "application/problem+json"
    assert indonesian.json()["title"] == "Tidak ditemukan"
    assert english.json()["title"] == "Not found"


async def test_the_openapi_document_is_made(app):
    assert app.openapi()["openapi"].startswith("3.1")
