"""What the log does by itself: the checkpoint on a schedule."""

from app.audit import sequencing
from app.audit.errors import LogEmpty
from app.audit.signing import Signer
from app.core.jobs import Work


async def checkpoint(work: Work) -> None:
    """Sequence what was committed since, and sign it."""
    try:
        await sequencing.checkpoint(work.sessions, Signer.of(work.settings))
    except LogEmpty:
        return
