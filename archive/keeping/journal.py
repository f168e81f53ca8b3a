"""When the archive was last backed up: noted in DATA_DIR, for those who look after it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from archive.keeping.backups import Backup

FILE = "last_backup.json"


def note(backup: Backup) -> None:
    path = Path(settings.DATA_DIR) / FILE
    part = path.with_suffix(".part")
    told = {"at": backup.made_at.isoformat(), "path": str(backup.path), "bytes": backup.size}
    part.write_text(json.dumps(told), encoding="utf-8")
    part.replace(path)


def last_backup() -> datetime | None:
    """When the last one was made; None when there is none that we know of."""
    try:
        noted = json.loads((Path(settings.DATA_DIR) / FILE).read_text(encoding="utf-8"))
        return datetime.fromisoformat(noted["at"]).astimezone(UTC)
    except (OSError, ValueError, KeyError, TypeError):
        return None
