"""How far a long command is, and the wish of a person that it end."""

from __future__ import annotations

import signal
import sys
import threading
import time
from typing import Any, Self

from django.core.management.base import OutputWrapper
from tqdm import tqdm

INTERVAL = 0.2  # seconds between two looks of the line


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
    """A line that says how far a command is, how fast, and how long it will take: on a terminal.

    `total` and what `show` is told to have been read are in the same unit, bytes of files as a
    rule; without a total no time left is told.
    """

    def __init__(self, out: OutputWrapper, total: int = 0) -> None:
        self.bar: tqdm[Any] = tqdm(
            total=total or None,
            file=sys.stderr,
            disable=not out.isatty(),
            leave=False,
            bar_format="{percentage:3.0f}% {bar:20} {postfix}, {remaining} left"
            if total
            else "{postfix}, {elapsed}",
            mininterval=INTERVAL,
        )
        self.start = self.last = time.monotonic()

    def show(self, done: int, read: int = 0) -> None:
        now = time.monotonic()
        if self.bar.disable or now - self.last < INTERVAL:
            return
        self.last = now
        rate = done / (now - self.start)
        self.bar.set_postfix_str(f"{done:,} records, {rate:,.0f} a second", refresh=False)
        self.bar.update(read - self.bar.n)
        self.bar.refresh()

    def clear(self) -> None:
        if not self.bar.disable:
            self.bar.clear()

    def close(self) -> None:
        self.bar.close()
