"""What lies around every request, whatever it asks: headers, origins, quotas."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from starlette.responses import Response
from starlette.types import Scope

from app.core import deprecations
from app.core.config import Settings
from app.core.cors import Origins
from app.core.deprecations import Deprecations
from app.core.headers import Header, Standards, dressed, standards
from app.core.quotas import Quotas, Taken

Note = Callable[[UUID, str, Scope, int], None]
"""Is told of each answered request whose it was, what was asked, and the status."""
UPLOADS = 4
"""Uploads that are taken in at once; the others wait before their bodies are read, so that memory
and disk hold a few at most."""


@dataclass(frozen=True, slots=True)
class Shell:
    """The shell of an installation."""

    standards: Standards
    origins: Origins
    quotas: Quotas
    deprecations: Deprecations
    note: Note | None = None
    uploads: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(UPLOADS))

    @classmethod
    def of(cls, settings: Settings, note: Note | None = None) -> Self:
        ending = Deprecations(deprecations.DEPRECATED)
        return cls(
            standards(settings), Origins(settings.cors_origins), Quotas.of(settings), ending, note
        )

    def dressed(
        self, own: Iterable[Header], asked: Mapping[bytes, bytes], taken: Taken | None
    ) -> list[Header]:
        """An answer's own headers, and all that every answer has besides."""
        headers = dressed(own, self.standards)
        if taken is not None:
            headers += taken.headers()
        if self.origins:
            headers += self.origins.headers(asked)
        return headers

    def permission(self, method: str, asked: Mapping[bytes, bytes]) -> Response | None:
        """The answer to a browser that asks whether a page may come in; None for all else."""
        if method != "OPTIONS" or not self.origins:
            return None
        permission = self.origins.permission(asked)
        return None if permission is None else Response(status_code=204, headers=permission)
