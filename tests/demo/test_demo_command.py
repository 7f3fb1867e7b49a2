"""`talenta demo`, as it is typed: Ctrl-C, the next start, a port that is taken."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

pytestmark = pytest.mark.committed


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def typed(home, port):
    """`talenta demo` as a process of its own."""
    environment = os.environ | {"TALENTA_HOME": str(home), "DEMO_EMPLOYEES": "100"}
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-c", "from app.cli import app; app()", "demo", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def until(process, words):
    """What it prints up to a line with these words."""
    lines = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def stopped(process, home):
    """Ctrl-C: its status, once it and its database are gone."""
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=30)
    assert "Traceback" not in rest
    assert not (home / "postgres" / "data" / "postmaster.pid").exists()
    return process.returncode


def test_ctrl_c_stops_the_story_and_the_service_and_the_next_start_goes_on(tmp_path):
    port = free_port()
    telling = typed(tmp_path, port)
    until(telling, "rows in")
    assert stopped(telling, tmp_path) == 130

    serving = typed(tmp_path, port)
    shown = until(serving, "Serving")
    address = f"http://127.0.0.1:{port}"
    assert f"{address}/docs" in shown
    assert f"{address}/verify/" in shown
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    with urllib.request.urlopen(f"{address}/docs", timeout=10) as answer:  # noqa: S310
        assert answer.status == 200
    assert stopped(serving, tmp_path) == 0


def test_a_taken_port_is_said_before_anything_is_begun(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = typed(tmp_path / "home", port)
        said, _ = process.communicate(timeout=30)

    assert process.returncode == 2
    assert f"Port {port}" in said
    assert not (tmp_path / "home").exists()
