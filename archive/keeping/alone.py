"""Who is at work on the archive: a site that serves it, and who needs it for himself alone."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings

from archive.importing.lock import Locked, lock
from archive.search.sync import indexer_lock

SERVING_FILE = "serving.lock"


class InUse(RuntimeError):
    """Somebody else works on the archive; the message says who."""


@contextmanager
def serving() -> Iterator[int]:
    """While a site is served; many may be. Gives the lock's handle, for children to hold too."""
    with (Path(settings.DATA_DIR) / SERVING_FILE).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse("the archive is being restored; wait until that has ended") from None
        yield file.fileno()


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else serves, imports into or indexes this archive. Raises InUse."""
    with ExitStack() as locks:
        file = locks.enter_context((Path(settings.DATA_DIR) / SERVING_FILE).open("a"))
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(
                "the archive is being served, or a long list is being changed: end `serve` and "
                "`continue_changes` first"
            ) from None
        try:
            locks.enter_context(lock(Path(settings.DATA_DIR)))
        except Locked as fault:
            raise InUse(str(fault)) from None
        if not locks.enter_context(indexer_lock()):
            raise InUse("an indexer is at work (sync_index); end it first")
        yield
