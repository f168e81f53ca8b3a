"""How far a long command is, and the wish of a person that it end."""

from __future__ import annotations

import signal
import threading
import time
from typing import Self

from django.core.management.base import OutputWrapper


class Interruption:
    """Ctrl-C and SIGTERM end the command after the article in hand."""

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> Self:
        numbers: tuple[signal.Signals, ...] = (signal.SIGINT, signal.SIGTERM)
        if threading.current_thread() is not threading.main_thread():
            numbers = ()  # signals are the main thread's
        self.former = {number: signal.signal(number, self.ask) for number in numbers}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self.former.items():
            signal.signal(number, handler)

    def ask(self, *_: object) -> None:
        self.asked = True


class Progress:
    """A line that says how far the import is: on a terminal only."""

    def __init__(self, out: OutputWrapper) -> None:
        self.out = out
        self.shown = out.isatty()
        self.start = self.last = time.monotonic()

    def show(self, done: int) -> None:
        now = time.monotonic()
        if self.shown and now - self.last > 0.2:
            self.last = now
            rate = done / (now - self.start)
            self.out.write(f"\r\x1b[K{done:,} records, {rate:,.0f} a second", str, ending="")
            self.out.flush()

    def clear(self) -> None:
        if self.shown:
            self.out.write("\r\x1b[K", str, ending="")
            self.out.flush()
