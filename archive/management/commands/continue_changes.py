"""`continue_changes`: carries out changes of long lists that were asked for in the admin."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand

from archive.curation.long_lists import go_on
from archive.curation.one_at_a_time import AlreadyAtWork
from archive.keeping.alone import InUse, serving


class Command(BaseCommand):
    help = (
        "Carries out, or takes back, the changes of long lists that were asked for in the admin, "
        "which starts this by itself; after a break it goes on where it stopped. Exit code: 0 "
        "done, 75 another process is doing it, or the archive is being restored."
    )

    def handle(self, **_options: Any) -> None:
        try:
            with serving():
                parts = go_on()
        except AlreadyAtWork:
            self.stderr.write("another process does it; the page of the change says how far it is")
            sys.exit(os.EX_TEMPFAIL)
        except InUse as fault:
            self.stderr.write(str(fault))
            sys.exit(os.EX_TEMPFAIL)
        self.stdout.write(f"{parts:,} parts done")
