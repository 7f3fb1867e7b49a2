"""Ctrl-C ends a command, even one that loses the first word of it."""

import signal
import subprocess
import sys

COMMAND = """
import asyncio
from app.core import serving

serving.SECONDS_TO_END = 0.2

async def deaf():
    print("begun", flush=True)
    try:
        await asyncio.sleep(30)
    except asyncio.CancelledError:
        print("lost", flush=True)
    await asyncio.sleep(30)

serving.run(deaf())
"""


def test_ctrl_c_ends_what_goes_on_after_it_was_cancelled():
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"

    process.send_signal(signal.SIGINT)
    said, errors = process.communicate(timeout=20)

    assert said == "lost\n"
    assert errors.rstrip().endswith("KeyboardInterrupt")
    assert process.returncode == -signal.SIGINT
