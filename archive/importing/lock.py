"""One import at a time: a lock on a file, which the system frees however the holder ends."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_FILE = "import.lock"


class Locked(RuntimeError):
    """Another import runs; the message names it."""


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold the lock of the archive in this folder. Raises Locked, and OSError."""
    with (folder / LOCK_FILE).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Locked(_holder(folder / LOCK_FILE)) from None
        file.truncate(0)
        json.dump({"pid": os.getpid(), "host": socket.gethostname(), "since": time.time()}, file)
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        age = max(0, round(time.time() - holder["since"]))
        who = f"process {holder['pid']} on {holder['host']}, for {age} s"
    except (OSError, ValueError, KeyError, TypeError):  # it is about to write its name, or to end
        who = "it has just begun or is about to end"
    return f"another import runs ({who}); wait until it has ended"
