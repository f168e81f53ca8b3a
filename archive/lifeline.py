"""Processes that end with the one that started them, even if that one was killed.

The parent keeps one end of a pipe and writes nothing; its children wait at the other. The system
closes the parent's end when it is gone, however it went.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from threading import Thread

VARIABLE = "SERVE_LIFELINE"  # the number of the children's end, in their environment


def spin() -> dict[str, str]:
    """A lifeline of this process; the environment by which its children hold it."""
    end, _kept = os.pipe()  # the other end stays open for as long as we live
    os.set_inheritable(end, True)  # noqa: FBT003 - the library's own signature
    return {VARIABLE: str(end)}


def hold() -> None:
    """Be asked to end when the parent has ended. Without a lifeline nothing is done."""
    number = os.environ.pop(VARIABLE, "")  # no child of ours has this end
    if number.isdecimal():
        Thread(target=_wait, args=(int(number),), daemon=True).start()


def _wait(end: int) -> None:
    with suppress(OSError):
        os.read(end, 1)
        os.kill(os.getpid(), signal.SIGTERM)
