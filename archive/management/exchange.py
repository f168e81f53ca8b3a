"""The whole archive as JSON Lines, and back: docs/export.md describes the files.

Rows keep their primary keys, so that permanent addresses go on working, and are written in their
order: the same archive gives the same bytes, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Field, ForeignKey, Model

from archive.management.faults import Fault
from archive.models import (
    Alias,
    Article,
    ArticleGroup,
    DateMention,
    Decision,
    Distinction,
    Entity,
    EntityTag,
    IndexJob,
    Mention,
    MergeProposal,
    Office,
    Redirect,
    Revision,
    Source,
    Suppression,
    TextBand,
    Topic,
    TopicRule,
    TopicTag,
)

FORMAT, VERSION = "archive of foreign affairs", 2
MANIFEST = "manifest.json"
AT_ONCE = 1_000  # rows
# What is exported, each in a file of its own, in an order in which rows know those before them.
ROWS: dict[str, type[Model]] = {
    "sources": Source,
    "entities": Entity,
    "aliases": Alias,
    "offices": Office,
    "topics": Topic,
    "topic_rules": TopicRule,
    "groups": ArticleGroup,
    "articles": Article,
    "revisions": Revision,
    "mentions": Mention,
    "dates": DateMention,
    "entity_tags": EntityTag,
    "topic_tags": TopicTag,
    "decisions": Decision,
    "suppressions": Suppression,
    "distinctions": Distinction,
    "merge_proposals": MergeProposal,
    "redirects": Redirect,
    "text_bands": TextBand,
}
# By what rows once were the archive tells people's decisions from its own, for ever: what somebody
# has deleted is not made again.
HISTORY: dict[str, type[Model]] = {
    f"{name}_history": model.history.model
    for name, model in ROWS.items()
    if hasattr(model, "history")
}
FILES = ROWS | HISTORY

Progress = Callable[[str, int], None]


# --- Out ----------------------------------------------------------------------------------------


def export_archive(folder: Path, told: Progress) -> int:
    """Write every row; the number of rows. Raises Fault for a folder that holds something."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Fault(
            os.EX_CANTCREAT, f"{folder} is not empty; name a folder that is, or is not there"
        )
    files = {}
    with snapshot():
        for name, model in FILES.items():
            files[f"{name}.jsonl"] = written(folder / f"{name}.jsonl", model)
            told(name, files[f"{name}.jsonl"]["rows"])
    manifest = {"format": FORMAT, "version": VERSION, "files": files}
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")  # last: with it the export is whole
    return sum(file["rows"] for file in files.values())


@contextmanager
def snapshot() -> Iterator[None]:
    """One state of the database for all that is read, without keeping anybody from writing."""
    if connection.in_atomic_block:
        yield
        return
    mode = " ISOLATION LEVEL REPEATABLE READ" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"BEGIN{mode}")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def written(path: Path, model: type[Model]) -> dict[str, Any]:
    """Write the rows of a model; how many there are, and the SHA-256 of the file."""
    fields = fields_of(model)
    digest, count = hashlib.sha256(), 0
    columns = [column_of(field) for field in fields]
    names = [field.name for field in fields]
    rows = model._base_manager.order_by("pk").values_list(*columns)
    with path.open("wb") as file:
        for row in rows.iterator(AT_ONCE):
            values = dict(zip(names, map(plain, row), strict=True))
            line = (json.dumps(values, ensure_ascii=False, sort_keys=True) + "\n").encode()
            file.write(line)
            digest.update(line)
            count += 1
        file.flush()
        os.fsync(file.fileno())
    return {"rows": count, "sha256": digest.hexdigest()}


def fields_of(model: type[Model]) -> list[Field[Any, Any]]:
    """Columns of the model, but what leads to rows that are not exported."""
    kept = {*ROWS.values(), User}
    return [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, ForeignKey) or field.related_model in kept
    ]


def names_somebody(field: Field[Any, Any]) -> bool:
    return isinstance(field, ForeignKey) and field.related_model is User


def column_of(field: Field[Any, Any]) -> str:
    """People stand by their name: keys of accounts mean nothing elsewhere."""
    return f"{field.name}__username" if names_somebody(field) else str(field.attname)


def plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


# --- In -----------------------------------------------------------------------------------------


def import_archive(folder: Path, told: Progress) -> int:
    """Restore an export into an empty archive, whole or not at all; the number of rows.

    Raises Fault for files that are missing or not as they were written, and for an archive that
    holds something. Everything is marked to be indexed.
    """
    files = checked(folder)
    for name, model in FILES.items():
        if model._base_manager.exists():
            raise Fault(os.EX_USAGE, f"the archive has {name} already; import into an empty one")
    with transaction.atomic():
        accounts = Accounts()
        for name, model in FILES.items():
            restored(folder / f"{name}.jsonl", model, accounts)
            told(name, files[f"{name}.jsonl"]["rows"])
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), list(FILES.values())):
                cursor.execute(sql)
        IndexJob.objects.enqueue(Article.objects.order_by("pk").values_list("pk", flat=True))
    return sum(int(file["rows"]) for file in files.values())


def checked(folder: Path) -> dict[str, Any]:
    """The files of the manifest, each with the sum it should have."""
    path = folder / MANIFEST
    if not path.is_file():
        raise Fault(os.EX_NOINPUT, f"{path} is missing: this is no export, or not a whole one")
    try:
        manifest = json.loads(path.read_bytes())
        known = (manifest["format"], manifest["version"]) == (FORMAT, VERSION)
        files = dict(manifest["files"])
        sums = {name: str(file["sha256"]) for name, file in files.items()}
    except (ValueError, LookupError, TypeError, AttributeError) as fault:
        raise Fault(os.EX_DATAERR, f"{path} is no manifest of an export") from fault
    if not known or set(files) != {f"{name}.jsonl" for name in FILES}:
        raise Fault(os.EX_DATAERR, f"{path} is of another version of the archive")
    for name, digest in sums.items():
        if not (folder / name).is_file():
            raise Fault(os.EX_NOINPUT, f"{folder / name} is missing")
        with (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise Fault(os.EX_DATAERR, f"{folder / name} is not as it was written")
    return files


class Accounts:
    """Accounts of the people whom rows name. Who has none gets one that cannot be logged in to."""

    def __init__(self) -> None:
        self.keys: dict[str, int] = dict(User.objects.values_list("username", "pk"))

    def key(self, name: str | None) -> int | None:
        if name is None:
            return None
        if name not in self.keys:
            locked = User(username=name, is_active=False)
            locked.set_unusable_password()
            locked.save()
            self.keys[name] = locked.pk
        return self.keys[name]


def restored(path: Path, model: type[Model], accounts: Accounts) -> None:
    """Insert the rows of a file as they are: no field is filled in, and nothing is signalled."""
    fields = fields_of(model)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    holes = ", ".join(["%s"] * len(fields))
    # The names are the models' own.
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({holes})"  # noqa: S608  # nosec B608
    with path.open("rb") as file, connection.cursor() as cursor:
        lines = enumerate(file, start=1)
        while piece := list(islice(lines, AT_ONCE)):
            rows = [values_of(path, number, line, fields, accounts) for number, line in piece]
            cursor.executemany(sql, rows)


def values_of(
    path: Path, number: int, line: bytes, fields: list[Field[Any, Any]], accounts: Accounts
) -> list[Any]:
    try:
        row = json.loads(line)
        return [prepared(field, row[field.name], accounts) for field in fields]
    except (ValueError, LookupError, TypeError) as fault:
        raise Fault(
            os.EX_DATAERR, f"{path}:{number}: not a row of this archive ({fault})"
        ) from fault


def prepared(field: Field[Any, Any], value: Any, accounts: Accounts) -> Any:
    if names_somebody(field):
        value = accounts.key(value)
    elif not isinstance(field, ForeignKey):
        value = field.to_python(value)
    return field.get_db_prep_save(value, connection)
