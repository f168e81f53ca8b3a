"""The line that says how far a command is: on a terminal, with rate and time left."""

import io

from archive.management import progress
from archive.management.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(monkeypatch, out, total):
    terminal = Terminal()
    monkeypatch.setattr(progress.sys, "stderr", terminal)
    monkeypatch.setattr(progress, "INTERVAL", 0)
    line = Progress(out, total)
    line.show(1_250, 30)
    line.close()
    return terminal.getvalue()


def test_on_a_terminal_it_tells_share_rate_and_time_left(monkeypatch):
    told = shown(monkeypatch, Terminal(), 40)
    assert " 75%" in told
    assert "1,250 records" in told
    assert "a second" in told
    assert "left" in told


def test_without_a_total_no_time_left_is_told(monkeypatch):
    told = shown(monkeypatch, Terminal(), 0)
    assert "1,250 records" in told
    assert "left" not in told


def test_elsewhere_it_says_nothing(monkeypatch):
    assert shown(monkeypatch, io.StringIO(), 40) == ""
