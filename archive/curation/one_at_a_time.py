"""Work that one process does at a time: a lock on a file, freed however its holder ends."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

STARTING = 60.0  # seconds that a busy machine takes until a process that was started is at work
PATIENCE = 1.0  # seconds: a page that asks whether somebody works holds the lock for an instant


class AlreadyAtWork(RuntimeError):
    """Another process does it."""


@contextmanager
def alone(lock: str) -> Iterator[None]:
    """Hold the lock of this name. Raises AlreadyAtWork, and OSError."""
    with file(lock).open("a") as handle:
        until = time.monotonic() + PATIENCE
        while not taken(handle, fcntl.LOCK_EX):
            if time.monotonic() > until:
                raise AlreadyAtWork
            time.sleep(0.05)
        yield


def is_running(lock: str) -> bool:
    """The system frees the lock however its holder ends, so this never outlives a process."""
    with file(lock).open("a") as handle:
        return not taken(handle, fcntl.LOCK_SH)


def announce(lock: str) -> None:
    """A process that will hold the lock is being started."""
    marker(lock).touch()


def arrived(lock: str) -> None:
    """It holds the lock."""
    marker(lock).unlink(missing_ok=True)


def is_starting(lock: str) -> bool:
    try:
        return time.time() - marker(lock).stat().st_mtime < STARTING
    except FileNotFoundError:
        return False


def marker(lock: str) -> Path:
    return file(lock).with_suffix(".starting")


def taken(handle: IO[str], how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def file(name: str) -> Path:
    return Path(settings.DATA_DIR) / name
