"""Keeps child processes running: starts them, restarts what ends, and ends all together."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from archive import lifeline

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
SHORT_LIFE = 30.0  # seconds; who ends sooner has not really started
LONGEST_WAIT = 30.0  # seconds between two attempts to start a child
GRACE = 9.0  # seconds a child has to end before it is killed


@dataclass
class Child:
    """A command that should be running. `pid` is 0 while it is not."""

    name: str
    command: list[str]
    pid: int = 0
    started: float = 0.0
    due: float = 0.0  # when to start it (again), in time.monotonic()
    wait: float = 1.0  # before the next restart

    def start(self, held: Mapping[str, str]) -> None:
        """Start with these variables besides our own. Raise OSError where the system cannot."""
        # A group of its own: Ctrl-C in a terminal reaches us alone, and we end each in order.
        self.started = time.monotonic()
        environment = {**os.environ, **held}
        self.pid = os.posix_spawn(self.command[0], self.command, environment, setpgroup=0)

    def ended(self) -> None:
        """Note when to start again: at once after a long life, later and later after short ones."""
        now = time.monotonic()
        self.pid = 0
        self.wait = 1.0 if now - self.started > SHORT_LIFE else min(self.wait * 2, LONGEST_WAIT)
        self.due = now + self.wait

    def signal(self, number: int) -> None:
        if self.pid:
            os.kill(self.pid, number)


class Supervisor:
    """The parent of children, also as process 1: it reaps whatever the system hands to it."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.asked_to_end = False
        self.held = lifeline.spin()
        self.reader, writer = os.pipe()
        os.set_blocking(self.reader, False)
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in ENDING:
            signal.signal(number, self.end)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # wakes us, which is all it is for

    def end(self, *_: object) -> None:
        self.asked_to_end = True

    def sleep(self, seconds: float) -> None:
        """Until a signal arrives, or these seconds are over."""
        if select.select([self.reader], [], [], max(seconds, 0.0))[0]:
            os.read(self.reader, 4096)

    def keep(self, children: Sequence[Child]) -> None:
        """Keep these running until we are asked to end, and end them then, or when we fail."""
        try:
            self.keep_until_asked(children)
        finally:
            self.stop(children)

    def keep_until_asked(self, children: Sequence[Child]) -> None:
        while not self.asked_to_end:
            now = time.monotonic()
            for child in children:
                if not child.pid and child.due <= now:
                    self.begin(child)
            waits = [child.due - now for child in children if not child.pid]
            self.sleep(min(waits, default=60.0))
            for child, code in self.reap(children):
                if not self.asked_to_end:
                    self.say(f"{child.name} {how_it_ended(code)}; again in {child.wait:.0f} s")

    def begin(self, child: Child) -> None:
        """Where the system has no process to spare now, it may have one later."""
        try:
            child.start(self.held)
        except OSError as fault:
            child.ended()
            self.say(
                f"{child.name} cannot be started: {fault.strerror}; again in {child.wait:.0f} s"
            )

    def reap(self, children: Sequence[Child]) -> list[tuple[Child, int]]:
        """Take leave of every process that has ended. Our own children among them, with codes."""
        gone = []
        while any(child.pid for child in children):
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                break
            for child in children:
                if child.pid == pid:
                    child.ended()
                    gone.append((child, os.waitstatus_to_exitcode(status)))
        return gone

    def stop(self, children: Sequence[Child]) -> None:
        """Ask the children to end, and kill those that do not in time."""
        for child in children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while any(child.pid for child in children):
            left = deadline - time.monotonic()
            if left <= 0:
                self.say("not all ended in time; the rest is killed")
                for child in children:
                    child.signal(signal.SIGKILL)
            self.sleep(min(left, 1.0) if left > 0 else 0.1)
            self.reap(children)


def how_it_ended(code: int) -> str:
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
