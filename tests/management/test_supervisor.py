"""The supervisor: starts, restarts and ends processes, also as the parent of strays."""

import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from archive.management.supervisor import LONGEST_WAIT, SHORT_LIFE, Child

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def supervise():
    """Starts a process that supervises; `program` is its last lines. Ends it when all is done."""
    started = []

    def start(program):
        head = (
            "import sys; from archive.management.supervisor import Child, Supervisor\n"
            "say = lambda text: print(text, flush=True)\n"
            "supervisor = Supervisor(say)\n"
            "def python(name, code): return Child(name, [sys.executable, '-c', code])\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", head + textwrap.dedent(program)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_it_ends_its_children_when_it_is_told_to(supervise):
    process = supervise(
        """
        code = "import os, time; os.write(1, b'%d\\\\n' % os.getpid()); time.sleep(60)"
        supervisor.keep([python("one", code), python("two", code)])
        say("done")
        """
    )
    children = [int(process.stdout.readline()) for _ in range(2)]
    process.send_signal(signal.SIGTERM)
    assert process.stdout.readline() == "done\n"
    assert process.wait(5) == 0
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def test_what_ends_is_started_again(supervise):
    process = supervise('supervisor.keep([python("the web server", "raise SystemExit(3)")])')
    assert process.stdout.readline() == "the web server ended with 3; again in 2 s\n"
    began = time.monotonic()
    assert process.stdout.readline() == "the web server ended with 3; again in 4 s\n"
    assert time.monotonic() - began > 1.5


def test_the_pause_grows_with_short_lives_and_is_forgotten_after_a_long_one():
    child = Child("it", ["it"])
    pauses = []
    for _ in range(8):
        child.started = time.monotonic()
        child.ended()
        pauses.append(child.wait)
    assert pauses == [2, 4, 8, 16, LONGEST_WAIT, LONGEST_WAIT, LONGEST_WAIT, LONGEST_WAIT]
    child.started = time.monotonic() - SHORT_LIFE - 1
    child.ended()
    assert child.wait == 1


def test_a_child_that_does_not_listen_is_killed(supervise):
    process = supervise(
        """
        import archive.management.supervisor as module
        module.GRACE = 0.5
        code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        code += "print('deaf', flush=True); time.sleep(60)"
        supervisor.keep([python("deaf", code)])
        """
    )
    assert process.stdout.readline() == "deaf\n"
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline().startswith("not all ended in time")
    assert process.wait(5) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="strays are handed over so on Linux only")
def test_strays_are_reaped(supervise):
    """As process 1 does, this one takes over the children of children that have ended."""
    process = supervise(
        """
        import ctypes
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
        leave = "import os, time; stray = os.fork(); print(stray or '', end='', flush=True)"
        leave += "; stray or time.sleep(0.5)"
        stay = "import time; time.sleep(60)"
        supervisor.keep([python("leaves a stray", leave), python("stays", stay)])
        """
    )
    time.sleep(0.2)
    stray = Path("/proc", re.match(r"\d+", os.read(process.stdout.fileno(), 100).decode())[0])
    assert stray.exists()
    deadline = time.monotonic() + 5
    while stray.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not stray.exists()


def test_a_child_that_cannot_be_started_does_not_leave_the_others_alone(supervise):
    process = supervise(
        """
        code = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
        supervisor.keep([python("one", code), Child("two", ["/no/such/program"])])
        say("done")
        """
    )
    told = [process.stdout.readline() for _ in range(2)]
    assert any(line.startswith("two cannot be started: No such file") for line in told)
    (child,) = (int(line) for line in told if line.strip().isdecimal())
    process.send_signal(signal.SIGTERM)
    assert process.stdout.read().endswith("done\n")
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
