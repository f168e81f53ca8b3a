"""`propose_merges`: looks for entities that may be one, and leaves the decision to people."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from archive.curation.propose import propose
from archive.models import MergeProposal


class Command(BaseCommand):
    help = (
        "Compares the names of people and organisations, and what the articles about them share. "
        "Nothing is merged: proposals wait in the admin for a person."
    )

    def handle(self, **_options: Any) -> None:
        new = propose()
        self.stdout.write(f"{new:,} new proposals, {MergeProposal.objects.count():,} in all")
