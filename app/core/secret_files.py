"""Secrets from files: `NAME_FILE` names the file that holds what `NAME` would.

So an orchestrator can hand a password over without its standing in the environment, where every
child process and many a crash report would see it. Keys that an installation makes itself are
written here too.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource


class SecretFiles(PydanticBaseSettingsSource):
    """Reads the files that `NAME_FILE` names, for each of the `secrets`."""

    def __init__(
        self,
        settings: type[BaseSettings],
        secrets: frozenset[str],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(settings)
        self.secrets = secrets
        self.environment = os.environ if environment is None else environment

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        del field
        name = field_name.upper()
        file = self.environment.get(f"{name}_FILE") if field_name in self.secrets else None
        if not file:
            return None, field_name, False
        if self.environment.get(name):
            raise ValueError(f"{name} and {name}_FILE are both set; set one of them.")
        try:
            return Path(file).read_text(encoding="utf-8").strip(), field_name, False
        except OSError as error:
            raise ValueError(f"{name}_FILE: cannot read {file}: {error.strerror}.") from None

    def __call__(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, field in self.settings_cls.model_fields.items():
            value, key, _ = self.get_field_value(field, name)
            if value is not None:
                found[key] = value
        return found


def keep_once(file: Path, secret: bytes) -> None:
    """Write a secret that only its owner can read. Two makers at once end with one file."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_suffix(f".{uuid4().hex}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(secret)
    try:
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()
