"""Commands that a page starts and does not wait for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from django.conf import settings


def start(arguments: Sequence[str]) -> None:
    """Run a command of this archive in a process of its own."""
    subprocess.Popen(  # noqa: S603 - our own command, no shell
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # it outlives the worker that began it
    )
