"""One look for likely duplicates at a time: how far it is, and when the last one ended."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils import timezone

from archive.curation import one_at_a_time
from archive.curation.one_at_a_time import alone, file
from archive.curation.propose import propose

LOCK_FILE = "likely_duplicates.lock"
NOTE_FILE = "likely_duplicates.json"
OFTEN = 0.5  # seconds between two notes of how far it is


@dataclass
class Look:
    """Began and ended in ISO 8601, share from 0 to 1; new are the proposals it found."""

    began: str
    share: float = 0.0
    ended: str = ""
    new: int = 0
    running: bool = False

    @property
    def since(self) -> datetime:
        return datetime.fromisoformat(self.began)

    @property
    def until(self) -> datetime | None:
        return datetime.fromisoformat(self.ended) if self.ended else None

    @property
    def percent(self) -> int:
        return int(self.share * 100)


def look() -> int:
    """Look now; return how many proposals are new. Raises AlreadyAtWork, and OSError."""
    with alone(LOCK_FILE):
        state = Look(timezone.now().isoformat(timespec="seconds"))
        noted = time.monotonic()
        note(state)

        def told(share: float) -> None:
            nonlocal noted
            if time.monotonic() - noted >= OFTEN:
                state.share, noted = share, time.monotonic()
                note(state)

        state.new = propose(told)
        state.share, state.ended = 1.0, timezone.now().isoformat(timespec="seconds")
        note(state)
    return state.new


def last_look() -> Look | None:
    """How far it is, or how the last one ended; None when there was none that we know of."""
    try:
        look = Look(**json.loads(file(NOTE_FILE).read_text(encoding="utf-8")))
        look.since, look.until  # noqa: B018 - a date that is none is no note
    except (OSError, ValueError, TypeError):
        return None
    look.running = is_running()
    return look


def is_running() -> bool:
    return one_at_a_time.is_running(LOCK_FILE)


def note(look: Look) -> None:
    part = file(NOTE_FILE).with_suffix(".part")
    part.write_text(json.dumps(asdict(look)), encoding="utf-8")
    part.replace(file(NOTE_FILE))
