"""What a change of a long list takes, its way back, and how long others wait meanwhile.

    DATA_DIR=... python -m tests.benchmarks.long_lists [STEP] [NUMBER]

Of an archive with that many rows, such as tests.benchmarks.bulk makes. STEP is one of
archive.curation.steps that asks for no subject. Another process writes every 50 ms; its longest
wait is what a curator would notice. Afterwards the rows are as they were.
"""

# ruff: noqa: E402 - settings come before models
from __future__ import annotations

import json
import os
import resource
import sys
import time
from multiprocessing import Event, Process, Queue
from unittest.mock import patch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.contrib.auth.models import User
from django.db import connection, transaction

from archive.curation import long_lists
from archive.curation.seen import seen_now
from archive.curation.steps import STEPS

EVERY = 0.05  # seconds between two writes of somebody else


def main(name: str, number: int) -> None:
    may_all = {"is_superuser": True}
    by, _made = User.objects.update_or_create(username="measured", defaults=may_all)
    step = STEPS[name]
    begun = time.monotonic()
    rows = step.model._default_manager.order_by("pk")
    keys = list(rows.values_list("pk", flat=True)[:number])
    change = long_lists.plan(name, keys, [], by, "measured", seen_now())
    result = {"step": name, "rows": len(keys), "plan_seconds": round(time.monotonic() - begun, 2)}
    result["forth"] = measured()
    long_lists.ask_undo(change, by)
    result["back"] = measured()
    change.refresh_from_db()
    result |= {"changed": change.changed, "restored": change.restored, "fault": change.fault}
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(result, indent=1))


def measured() -> dict[str, float]:
    """Seconds of the whole, of the longest transaction, and of the longest wait of another."""
    ended, waits, held = Event(), Queue(), []
    connection.close()
    other = Process(target=write, args=(ended, waits))
    other.start()
    inner = long_lists.next_part

    def timed(pk: int) -> None:
        begun = time.monotonic()
        inner(pk)
        held.append(time.monotonic() - begun)

    wall, cpu = time.monotonic(), time.process_time()
    with patch.object(long_lists, "next_part", timed):
        long_lists.go_on()
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    ended.set()
    found = waits.get()
    other.join()
    return {
        "wall": round(wall, 1),
        "cpu": round(cpu, 1),
        "transactions": len(held),
        "longest_transaction": round(max(held), 3),
        "median_transaction": round(sorted(held)[len(held) // 2], 3),
        "others_longest_wait": round(max(found), 3),
        "others_median_wait": round(sorted(found)[len(found) // 2], 3),
    }


def write(ended: Event, waits: Queue) -> None:
    """Somebody who changes an account, again and again."""
    found = []
    while not ended.wait(EVERY):
        begun = time.monotonic()
        with transaction.atomic():
            User.objects.filter(username="measured").update(last_name=str(len(found)))
        found.append(time.monotonic() - begun)
    waits.put(found)


if __name__ == "__main__":
    main(
        sys.argv[1] if len(sys.argv) > 1 else "entitytag.confirm",
        int(sys.argv[2]) if len(sys.argv) > 2 else 100_000,
    )
