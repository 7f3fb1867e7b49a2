"""Where anybody who holds a letter or card finds out whether it is valid: no login, two forms."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from jinja2 import Environment, PackageLoader

from app.approvals import examples, service, signatures
from app.approvals.errors import LetterNotFound
from app.approvals.kinds.registry import KINDS
from app.approvals.letters import long_date
from app.approvals.schemas import LetterKeySet, VerificationRead
from app.cards import examples as card_examples
from app.cards import service as cards
from app.cards.schemas import CardVerificationRead
from app.core.db import AnonymousSession
from app.core.headers import policy_of
from app.core.openapi import answers, problems
from app.core.words import Language, language_of

router = APIRouter(prefix="/verify", tags=["approvals"])

keys = APIRouter(tags=["approvals"])

templates = Environment(
    loader=PackageLoader("app.approvals", ""),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept, Accept-Language",
}

Accept = Annotated[str, Header(include_in_schema=False)]
AcceptLanguage = Annotated[str | None, Header(include_in_schema=False)]


@router.get("", response_class=HTMLResponse, include_in_schema=False)
async def ask_for_letter_code(
    code: Annotated[str, Query(max_length=60)] = "", accept_language: AcceptLanguage = None
) -> Response:
    """The form for those who type a code instead of scanning it."""
    if code.strip():
        typed = "".join(character for character in code if character.isalnum())
        return RedirectResponse(f"/verify/{typed or '-'}", HTTPStatus.SEE_OTHER, headers=HEADERS)
    return page("verify.html.jinja", language_of(accept_language))


@router.get(
    "/{code}",
    response_model=VerificationRead | CardVerificationRead,
    responses={
        200: {
            **answers(examples.VERIFICATION, "The document, for programs and for people."),
            "content": {
                "application/json": {
                    "examples": {
                        "letter": {"value": examples.VERIFICATION},
                        "talent_card": {"value": card_examples.VERIFICATION},
                    }
                },
                "text/html": {"schema": {"type": "string"}, "example": "<!doctype html>…"},
            },
        },
        **problems(LetterNotFound),
    },
)
async def verify_letter(
    session: AnonymousSession,
    code: Annotated[str, Path(max_length=60, description="The code on the document.")],
    accept: Accept = "",
    accept_language: AcceptLanguage = None,
) -> Response:
    """Verify a letter or a talent card by its code.

    Open to everybody: the answer names the letter, its agency and its hashes, and no person. It
    is a page for people where `Accept` prefers `text/html`, JSON otherwise. `void` means that
    the approved content changed afterwards; a card (`document`: `talent_card`) is `authentic`, or
    `superseded` by a newer result, and the answer says nothing about whose it is.
    """
    for_people = wants_page(accept)
    language = language_of(accept_language)
    card = await cards.verified(session, code)
    if card is not None:
        if for_people:
            return page("verify.html.jinja", language, card=card)
        return JSONResponse(card.model_dump(mode="json"), headers=HEADERS)
    try:
        found = await service.verify(session, code)
    except LetterNotFound as unknown:
        if not for_people:
            raise
        return page(
            "verify.html.jinja", language, HTTPStatus.NOT_FOUND, unknown=unknown.words.in_(language)
        )
    if not for_people:
        return JSONResponse(found.model_dump(mode="json"), headers=HEADERS)
    date = long_date(found.date) if language == "id" else f"{found.date:%d %B %Y}"
    return page(
        "verify.html.jinja",
        language,
        letter=found,
        kind=KINDS[found.kind].title.in_(language),
        date=date,
    )


@keys.get(
    "/.well-known/letter-keys.json",
    response_model=LetterKeySet,
    responses={200: answers(examples.LETTER_KEYS)},
)
async def list_letter_keys(session: AnonymousSession, response: Response) -> dict[str, Any]:
    """List the keys that sign letters.

    A JWK set (RFC 7517). With one of them, a letter's PDF and its signature, anybody verifies the
    letter without this service. Keys that sign no more stay, for the letters that they signed.
    """
    response.headers["Cache-Control"] = "public, max-age=300"
    return {"keys": await signatures.keys(session)}


def wants_page(accept: str) -> bool:
    """Whether a browser asks: `text/html` is named, and before any JSON."""
    html, json = accept.find("text/html"), accept.find("application/json")
    return html >= 0 and (json < 0 or html < json)


def page(name: str, language: Language, status: int = HTTPStatus.OK, **values: Any) -> Response:
    """A page for people, in their language."""
    body = templates.get_template(name).render(language=language, **values)
    headers = {**HEADERS, "Content-Language": language, "Content-Security-Policy": policy_of(body)}
    return HTMLResponse(body, status, headers=headers)
