"""How attachments and what is recorded on the way are worded."""

from datetime import datetime
from uuid import UUID

from app.core.schemas import Read


class AttachmentRead(Read):
    """A file that was sent to a request."""

    id: UUID
    """The attachment."""
    sha256: str
    """SHA-256 of its bytes; what the content names it by."""
    name: str
    """As the sender called it."""
    media_type: str
    """What it is, by its content."""
    size: int
    """Bytes."""
    uploaded_by_name: str
    """Who sent it."""
    uploaded_at: datetime
    """When it came."""
