"""`propose_merges`: looks for entities that may be one, and leaves the decision to people."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand

from archive.curation.looking import look
from archive.curation.one_at_a_time import AlreadyAtWork
from archive.models import MergeProposal


class Command(BaseCommand):
    help = (
        "Compares the names of people and organisations, and what the articles about them share. "
        "Nothing is merged: proposals wait in the admin for a person. Exit code: 0 done, 75 "
        "another process is doing it."
    )

    def handle(self, **_options: Any) -> None:
        try:
            new = look()
        except AlreadyAtWork:
            self.stderr.write("another process looks for likely duplicates; wait for its end")
            sys.exit(os.EX_TEMPFAIL)
        self.stdout.write(f"{new:,} new proposals, {MergeProposal.objects.count():,} in all")
