"""A step on the rows of a long list: a part at a time, in a process of its own, and the way back.

No part holds others from writing for long, each is a decision of its own, and what breaks off goes
on where it stopped: a part and the note that it is done are written together.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from archive.curation import one_at_a_time
from archive.curation.one_at_a_time import alone, arrived
from archive.curation.seen import Seen
from archive.curation.steps import STEPS, Step, Subject
from archive.curation.undo import AlreadyUndone, TooLate, undo
from archive.models import BulkChange, BulkPart, Decision

LOCK_FILE = "long_lists.lock"
PART = 50  # rows that are changed together
REST = 0.25  # of the time a part took, in which others write
WAITS = (1.0, 5.0, 30.0)  # seconds before a busy or restarted database is tried again


T = TypeVar("T")


class AskerGone(RuntimeError):
    """The account that asked is deleted, closed, or may do it no more: whoever goes on decides."""


logger = logging.getLogger(__name__)


@transaction.atomic
def plan(
    step: str,
    keys: Sequence[int],
    subjects: Sequence[Subject],
    by: User | None,
    reason: str,
    seen: Seen,
) -> BulkChange:
    """Note what is to be done to which rows, for `go_on` to do."""
    change = BulkChange.objects.create(
        step=step,
        subjects=[subject.pk for subject in subjects],
        total=len(keys),
        asked_by=by,
        reason=reason,
        seen=seen,
    )
    BulkPart.objects.bulk_create(
        (
            BulkPart(change=change, keys=list(keys[at : at + PART]))
            for at in range(0, len(keys), PART)
        ),
        batch_size=100,
    )
    return change


def waits_behind(change: BulkChange) -> bool:
    """Whether one that was asked for earlier is yet to change such rows."""
    about = STEPS[change.step].about
    earlier = BulkChange.objects.unfinished().filter(pk__lt=change.pk)
    return any(name in STEPS[each.step].about for each in earlier for name in about)


def take_up(change: BulkChange, by: User) -> None:
    """Somebody goes on with what stopped: as the asker, where who asked may do it no more."""
    step, heirs = STEPS[change.step], dict[str, User]()
    if not may(change.asked_by, step):
        heirs["asked_by"] = by
    if change.undo_asked_at and not may(change.undo_asked_by, step):
        heirs["undo_asked_by"] = by
    BulkChange.objects.filter(pk=change.pk).update(fault="", **heirs)


def may(by: User | None, step: Step) -> bool:
    return by is not None and by.has_perms(step.needs)


def decider(by: User | None, step: Step) -> User:
    """Who decides the next part. Raises AskerGone."""
    if by is None or not may(by, step):
        raise AskerGone
    return by


def ask_undo(change: BulkChange, by: User | None) -> None:
    """It stops where it is, and goes back."""
    asked = BulkChange.objects.filter(pk=change.pk, undo_asked_at=None)
    asked.update(undo_asked_at=timezone.now(), undo_asked_by=by, fault="")


def announce() -> None:
    """Somebody starts a process that goes on."""
    one_at_a_time.announce(LOCK_FILE)


def is_running() -> bool:
    return one_at_a_time.is_running(LOCK_FILE)


def is_starting() -> bool:
    return one_at_a_time.is_starting(LOCK_FILE)


def go_on() -> int:
    """Work through all that was asked for, the oldest first; return how many parts that was.

    Raises AlreadyAtWork, and OSError.
    """
    parts = 0
    with alone(LOCK_FILE):
        arrived(LOCK_FILE)
        while change := patiently(oldest):
            begun = time.monotonic()
            try:
                patiently(partial(next_part, change.pk))
            except Exception as fault:
                logger.exception("the change of a long list stopped")
                told = f"{type(fault).__name__}: {fault}".removesuffix(": ")[:300]
                BulkChange.objects.filter(pk=change.pk).update(fault=told)
            parts += 1
            time.sleep(REST * (time.monotonic() - begun))
    return parts


def oldest() -> BulkChange | None:
    return BulkChange.objects.unfinished().filter(fault="").order_by("pk").first()


def patiently(work: Callable[[], T]) -> T:
    """Tried again while the database is busy, or restarted. Raises OperationalError."""
    for wait in WAITS:
        try:
            return work()
        except OperationalError:
            connection.close()
            time.sleep(wait)
    return work()


@transaction.atomic
def next_part(pk: int) -> None:
    """One part forth or back; when there is none, it is done."""
    change = BulkChange.objects.select_for_update().get(pk=pk)
    if change.undo_asked_at:
        back(change)
    elif change.finished_at is None:
        forth(change)
    change.save(update_fields=["done", "changed", "restored", "finished_at", "undone_at"])


def forth(change: BulkChange) -> None:
    part = change.parts.filter(done_at=None).order_by("pk").first()
    if part is None:
        change.finished_at = timezone.now()
        return
    step = STEPS[change.step]
    by = decider(change.asked_by, step)
    subjects = step.subjects(change.subjects)
    if len(subjects) < len(change.subjects):  # merged away, or deleted
        part.left = part.keys
    else:
        done = step.carry_out(part.keys, subjects, by, change.reason, change.seen)
        part.decision, part.left = done.decision, list(done.left)
        change.changed += step.count(done.decision)
    part.done_at = timezone.now()
    part.save(update_fields=["decision", "left", "done_at"])
    change.done += len(part.keys)


def back(change: BulkChange) -> None:
    part = change.parts.filter(done_at__isnull=False, undone_at=None).order_by("-pk").first()
    if part is None:
        change.undone_at = timezone.now()
        return
    step = STEPS[change.step]
    by = decider(change.undo_asked_by, step)
    if part.decision is not None:
        restored, part.kept = taken_back(part.decision, by, step)
        change.restored += restored
    part.undone_at = timezone.now()
    part.save(update_fields=["kept", "undone_at"])
    change.done -= len(part.keys)


def taken_back(decision: Decision, by: User, step: Step) -> tuple[int, list[list[str | int]]]:
    """How many rows are as they were, and model and key of those that stay as they are.

    Counted are the rows that the step is about, not those that came along, such as names.
    """
    try:
        undone = undo(decision, by)
    except AlreadyUndone:
        return 0, []
    except TooLate:
        return 0, [[each["model"], each["pk"]] for each in decision.changes]
    restored = step.count(decision) - sum(each.model in step.about for each in undone.left)
    return restored, [[each.model, each.pk] for each in undone.left]
