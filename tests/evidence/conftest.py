"""A province imported and mapped, once a test; and its bundle."""

import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.core.db import transaction
from app.core.identity import SYSTEM
from app.demo.province import write_province
from app.imports import service as imports
from app.imports.service import Upload
from app.scoring_schemes import service as schemes
from app.talent_maps import service
from app.talent_maps.schemas import NewMap
from tests.verifier.bundles import manifest

AS_OF = date(2026, 1, 1)
PURPOSE = {"purpose": "Pemeriksaan Inspektorat"}


@pytest.fixture
def mapped(sessions, agency, tmp_path):
    """Import an invented province and map it."""

    async def make(people: int = 120, scheme: str = "bkn-411-2025"):
        write_province(tmp_path, employees=people)
        await schemes.ensure_shipped(sessions)
        uploads = [Upload(path.name, path.read_bytes()) for path in sorted(tmp_path.iterdir())]
        received = await imports.look(uploads)
        async with transaction(sessions, SYSTEM) as session:
            there, _ = await imports.receive(
                session, SYSTEM, received, agency=agency.code, dry_run=False, keep=False
            )
        given = {n: file.upload.content for n, file in enumerate(received)}
        await imports.run(sessions, there.id, given=given)
        async with transaction(sessions, SYSTEM) as session:
            new = NewMap(name="Peta", scheme=scheme, as_of=AS_OF)
            asked = await service.draw_up(session, SYSTEM, new, today=datetime.now(UTC).date())
        await service.calculate(sessions, asked.id)
        async with transaction(sessions, SYSTEM) as session:
            return await service.get(session, SYSTEM, asked.id)

    return make


async def taken(client, address: str, **query: str) -> io.BytesIO:
    answer = await client.get(f"{address}/evidence.zip", params={**PURPOSE, **query})
    assert answer.status_code == 200, answer.text
    return io.BytesIO(answer.content)


def files_of(bundle: io.BytesIO | Path) -> dict[str, bytes]:
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(files: dict[str, bytes]) -> io.BytesIO:
    """The same bundle with a new manifest and the old proofs, as an attacker would."""
    kept = {name: one for name, one in files.items() if not name.startswith("log/")}
    old = json.loads(kept.pop("manifest.json", b"{}"))
    said = {name: old[name] for name in ("id", "purpose", "kind", "position_id") if name in old}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("manifest.json", manifest(kept, **said))
        for name, one in {**files, **kept}.items():
            if name != "manifest.json":
                archive.writestr(name, one)
    out.seek(0)
    return out
