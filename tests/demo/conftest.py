"""What scenes are played on in tests."""

from io import StringIO
from uuid import UUID

from rich.console import Console

from app.approvals.signatures import OwnSigner
from app.core.db import Sessions
from app.core.key_file import KeyFile
from app.core.storage import LocalStorage
from app.demo.cast import Cast
from app.demo.paths import Paths
from app.demo.story import Stage


def a_stage(sessions: Sessions, places: Paths, agency_id: UUID, cast: Cast | None = None) -> Stage:
    """A stage that prints into nowhere, with a key and a folder of its own."""
    signer = OwnSigner(KeyFile(places.folder / "letters.pem", makes_key=True))
    console, storage = Console(file=StringIO()), LocalStorage(places.folder / "files")
    return Stage(sessions, places, console, [], signer, storage, agency_id, cast or {})
