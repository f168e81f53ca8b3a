"""`serve`: the web server and the one process that writes the index, under one roof."""

from __future__ import annotations

import fcntl
import logging
import os
import socket
import sys
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections

from archive.checks import sqlite_is_set_up
from archive.health import unapplied_migrations
from archive.keeping.alone import InUse, serving
from archive.management.supervisor import Child, Supervisor

logger = logging.getLogger(__name__)

MANAGE = str(settings.BASE_DIR / "manage.py")
LONGEST_MIGRATION = 60  # seconds another process may take to migrate before we give up


class Command(BaseCommand):
    help = (
        "Runs the archive: brings the database up to date, then serves the site and keeps the "
        "index current until it is told to end (Ctrl-C or SIGTERM)."
    )
    requires_system_checks = [Tags.files, Tags.security]  # what the installation decides

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address:port (%(default)s)")
        parser.add_argument("--workers", type=int, default=2, help="web processes (%(default)s)")

    def handle(self, *, bind: str, workers: int, **_options: Any) -> None:
        if workers < 1:
            raise CommandError("--workers must be at least 1.", returncode=2)
        listener = listen(bind)
        if foreign := foreign_file():
            told = f"Not served: {foreign} is not ours. {advice('permission denied')}"
            raise CommandError(told, returncode=os.EX_NOPERM)
        if settings.LOGS == "json":
            os.dup2(sys.stdout.fileno(), sys.stderr.fileno())  # logs are all that a site prints
        try:
            with serving() as lock:
                os.set_inheritable(lock, True)  # noqa: FBT003 - held while any of our processes lives
                self.serve(listener, workers)
        except InUse as fault:
            raise CommandError(f"Not served: {fault}.", returncode=os.EX_TEMPFAIL) from fault
        except DatabaseError as fault:
            connections.close_all()
            told = f"Not served: the database refuses ({fault}). {advice(str(fault))}"
            raise CommandError(told, returncode=os.EX_IOERR) from fault

    def serve(self, listener: socket.socket, workers: int) -> None:
        supervisor = Supervisor(self.say)
        self.migrate(supervisor)
        self.collect()
        if not supervisor.asked_to_end:
            self.say(f"The archive is at {settings.SITE_URL or address(listener)}/")
            supervisor.keep(
                [
                    Child("the web server", web_server(listener.fileno(), workers)),
                    Child("the indexer", [sys.executable, MANAGE, "sync_index", "--loop"]),
                ]
            )
        self.say("ended as asked")

    def say(self, text: str) -> None:
        if settings.LOGS == "json":
            logger.info(text)
            return
        with suppress(OSError):  # a log that cannot be written ends nothing
            self.stdout.write(text)
            self.stdout.flush()

    def migrate(self, supervisor: Supervisor) -> None:
        """One process migrates; others that start meanwhile wait for it."""
        with (settings.DATA_DIR / "migrate.lock").open("w") as lock:
            for _second in range(LONGEST_MIGRATION):
                if supervisor.asked_to_end or locked(lock.fileno()):
                    break
                supervisor.sleep(1)
            else:
                raise CommandError(
                    f"Another process has been migrating for {LONGEST_MIGRATION} s; see to it.",
                    returncode=os.EX_TEMPFAIL,
                )
            missing = [] if supervisor.asked_to_end else unapplied_migrations()
            if missing:
                call_command("migrate", interactive=False, verbosity=0)
                self.say(f"{len(missing)} migrations applied")
            self.read_back()
        connections.close_all()

    def read_back(self) -> None:
        """Whether the database took its settings. One that did not is told, and serves."""
        for wrong in sqlite_is_set_up(["default"]):
            self.say(f"{wrong.msg} {wrong.hint}")

    def collect(self) -> None:
        """Pages cannot be given without the list of static files; an image has its own. One that
        is older than the files is of another release."""
        listed = settings.STATIC_ROOT / "staticfiles.json"
        if not listed.exists() or (os.access(listed, os.W_OK) and outdated(listed)):
            call_command("collectstatic", interactive=False, verbosity=0)


def foreign_file() -> Path | None:
    """A file that another user made here and we may not write, such as root of an older image."""
    files = [settings.DATA_DIR, *settings.DATA_DIR.iterdir()]
    files = [path for path in files if path.name != "lost+found"]  # the file system's own
    return next((path for path in files if not os.access(path, os.R_OK | os.W_OK)), None)


def outdated(listed: Path) -> bool:
    """Whether a static file was changed since the list was made."""
    files = (path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*"))
    return any(path.stat().st_mtime > listed.stat().st_mtime for path in files)


def advice(fault: str) -> str:
    """What an operator does about a database that cannot be opened or written."""
    if "readonly" in fault or "unable to open" in fault or "permission denied" in fault.lower():
        uid = os.geteuid()
        return f"User {uid} must own its files; run: chown -R {uid} {settings.DATA_DIR}"
    if "malformed" in fault or "not a database" in fault:
        return "Put the newest backup in its place: manage.py restore FOLDER --overwrite"
    return "See to it, or to its disk, and start again."


def listen(bind: str) -> socket.socket:
    """The listening socket, opened before anything else, so that a taken port is said at once.

    The web server inherits it: while that restarts, readers wait in the queue of the socket.
    """
    host, _colon, port = bind.rpartition(":")
    host = host.strip("[]") or "127.0.0.1"
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, int(port)), family=family, backlog=2048)
    except (OSError, OverflowError, ValueError) as error:
        number = getattr(error, "errno", None) or 0  # a name that is not known has a negative one
        reason = os.strerror(number) if number > 0 else "use address:port, like 127.0.0.1:8000"
        raise CommandError(
            f"Cannot listen on {bind}: {reason}.", returncode=os.EX_UNAVAILABLE
        ) from error
    listener.set_inheritable(True)
    return listener


def address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def web_server(handle: int, workers: int) -> list[str]:
    """Gunicorn's command line; archive/server.py says the rest."""
    return [
        *(sys.executable, "-m", "gunicorn", "--config=python:archive.server"),
        *("--no-control-socket", f"--chdir={settings.BASE_DIR}"),
        *(f"--bind=fd://{handle}", f"--workers={workers}", "archive.wsgi:application"),
    ]
