"""Faults that end a command: one line on standard error, and a code that tells scripts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from django.db import DatabaseError

from archive.importing.lock import Locked
from archive.importing.running import Stopped
from archive.importing.values import place


class Fault(Exception):
    """The command cannot go on; one line says why, and the code tells scripts."""

    def __init__(self, code: int, line: str) -> None:
        super().__init__(line)
        self.code = code


@contextmanager
def faults_told(*, traceback: bool = False) -> Iterator[None]:
    """What may happen to disks, databases and processes, as faults; `traceback` shows the rest."""
    try:
        yield
    except Locked as fault:
        raise Fault(os.EX_TEMPFAIL, f"{fault}") from fault
    except Stopped as fault:
        raise Fault(os.EX_IOERR, f"{fault}") from fault
    except BrokenProcessPool as fault:
        told = "a process was ended, perhaps for want of memory; run again with fewer --jobs"
        raise Fault(os.EX_IOERR, told) from fault
    except DatabaseError as fault:
        raise Fault(os.EX_IOERR, f"the database refused it ({fault}); see to it") from fault
    except OSError as fault:
        where = place(str(fault.filename), None) + ": " if fault.filename else ""
        raise Fault(os.EX_IOERR, f"{where}{fault.strerror or fault}; see to it") from fault
    except Fault:
        raise
    except Exception as fault:
        if traceback:
            raise
        told = f"{type(fault).__name__}: {fault}; run again with --traceback to see where"
        raise Fault(os.EX_IOERR, " ".join(told.split())) from fault
