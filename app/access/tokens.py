"""Access tokens. Placeholder until the signed ones land."""

import secrets
from typing import Self

from app.core.config import Settings
from app.core.identity import Actor


class Tokens:
    def __init__(self) -> None:
        self._known: dict[str, Actor] = {}

    @classmethod
    def of(cls, _settings: Settings) -> Self:
        return cls()

    def issue(self, actor: Actor) -> str:
        token = secrets.token_urlsafe()
        self._known[token] = actor
        return token

    def authenticate(self, token: str) -> Actor | None:
        return self._known.get(token)
