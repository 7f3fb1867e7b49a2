"""`make demo` for real: it tells its story, serves, stops at Ctrl-C, starts again in seconds."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

FIRST_SECONDS, AGAIN_SECONDS, STOP_SECONDS = 300, 15, 30


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def fetch(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()
    except OSError:
        return 0, b""


def expect(what: str, holds: object) -> None:
    print(f"{'ok' if holds else 'FAILED'}: {what}", flush=True)
    if not holds:
        sys.exit(1)


def start(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """`make demo` as a terminal starts it: a group of its own that Ctrl-C reaches as a whole."""
    return subprocess.Popen(["make", "demo"], env=environment, start_new_session=True)


def ready(demo: subprocess.Popen[bytes], base: str, seconds: float) -> float:
    began = time.monotonic()
    while fetch(f"{base}/health/ready")[0] != 200:
        if demo.poll() is not None or time.monotonic() - began > seconds:
            expect(f"ready within {seconds} s", holds=False)
        time.sleep(0.1)
    return time.monotonic() - began


def look(base: str) -> None:
    status, page = fetch(f"{base}/docs")
    expect("/docs is Swagger UI", status == 200 and b"swagger-ui" in page)
    expect("its assets are our own", fetch(f"{base}/assets/swagger-ui-bundle.js")[0] == 200)
    status, document = fetch(f"{base}/openapi.json")
    expect("/openapi.json has paths", status == 200 and len(json.loads(document)["paths"]) > 20)
    status, body = fetch(f"{base}/v1/agencies")
    expect("/v1/agencies refuses the anonymous", status == 401 and json.loads(body)["code"])


def stop(demo: subprocess.Popen[bytes], base: str, home: str) -> None:
    os.killpg(demo.pid, signal.SIGINT)
    try:
        status = demo.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(demo.pid, signal.SIGKILL)
        expect(f"Ctrl-C stops it within {STOP_SECONDS} s", holds=False)
    # make itself ends by the signal, whatever its child returns.
    expect(f"Ctrl-C stops it (status {status})", status in (0, 2, 130, -signal.SIGINT))
    deadline = time.monotonic() + STOP_SECONDS
    while (left := remaining(home)) and time.monotonic() < deadline:
        time.sleep(0.1)
    expect(f"no server of ours is left {left or ''}", not left)
    expect("nobody listens any more", fetch(f"{base}/health/live")[0] == 0)


def remaining(home: str) -> list[str]:
    """Processes that work in our home: the database server and its keeper name it."""
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = line.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it ended while we looked
            continue
        if home in words:
            found.append(words)
    return found


def main() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background shell ignores it
    with tempfile.TemporaryDirectory(prefix="talenta-smoke-", ignore_cleanup_errors=True) as home:
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        environment = {
            **os.environ,
            "DEMO_EMPLOYEES": "400",
            "TALENTA_HOME": home,
            "TALENTA_PORT": str(port),
        }
        environment.pop("DATABASE_URL", None)
        for attempt, seconds in (("first", FIRST_SECONDS), ("second", AGAIN_SECONDS)):
            demo = start(environment)
            try:
                print(f"{attempt} start: ready after {ready(demo, base, seconds):.1f} s")
                look(base)
                stop(demo, base, home)
            finally:
                if demo.poll() is None:
                    os.killpg(demo.pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
