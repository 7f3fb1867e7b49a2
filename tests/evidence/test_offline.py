"""A bundle written by the command line, verified where nothing of the service is installed."""

import shutil
import subprocess
import sys
from pathlib import Path

from app.audit.signing import Signer
from app.evidence.commands import write
from app.evidence.service import Kind, Wanted

ROOT = Path(__file__).resolve().parents[2]
ALONE = """
import runpy, socket, sys
def refused(*_, **__):
    raise OSError("no network here")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refused
sys.argv = ["talenta verify", *sys.argv[1:]]
try:
    runpy.run_module("app.verifier", run_name="__main__")
finally:
    others = {"sqlalchemy", "fastapi", "pydantic", "asyncpg", "httpx", "orjson"} & set(sys.modules)
    sys.stderr.write(",".join(sorted(others)))
"""


async def test_a_bundle_is_verified_with_the_verifier_alone(sessions, settings, mapped, tmp_path):
    talent_map = await mapped(people=100)
    wanted = Wanted(Kind.TALENT_MAP, talent_map.id, "Sengketa di PTUN")
    alone = tmp_path / "alone"
    (alone / "app").mkdir(parents=True)
    shutil.copy(ROOT / "app/__init__.py", alone / "app")
    shutil.copytree(ROOT / "app/verifier", alone / "app/verifier")

    file = await write(sessions, Signer.of(settings), wanted, tmp_path / "bukti.zip")
    sound = verified(alone, file)
    broken = bytearray(file.read_bytes())
    broken[len(broken) // 2] ^= 1
    file.write_bytes(broken)
    unsound = verified(alone, file)

    assert (sound.returncode, sound.stderr) == (0, "")
    assert "Sengketa di PTUN" in sound.stdout
    assert "people recomputed" in sound.stdout
    assert unsound.returncode == 1
    assert "file-altered" in unsound.stdout


def verified(folder: Path, file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ALONE, file],
        cwd=folder,
        env={"PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
