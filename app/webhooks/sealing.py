"""Secrets of endpoints at rest: sealed with a key that is kept in a file, not in the database."""

from cryptography.fernet import Fernet

from app.core.config import Settings
from app.core.secret_files import keep_once


def sealer(settings: Settings) -> Fernet:
    """Seals and opens the secrets of an installation. A key of our own is made when needed."""
    named = settings.webhook_key_file
    file = named or settings.talenta_home / "keys" / "webhooks.key"
    if named is None and not file.exists():
        keep_once(file, Fernet.generate_key() + b"\n")
    return Fernet(file.read_bytes().strip())
