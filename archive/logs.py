"""Logs: one line for each event, as JSON or in plain words, with the request it belongs to.

Nothing a reader or curator typed is logged: of an address only its path, never its query.
"""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")

# What every record has; what else is on one was given with `extra`.
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_UNTOLD = frozenset({"request", "status_code", "server_time"})  # objects of the framework


class JsonFormatter(logging.Formatter):
    """One JSON object on one line: nothing in a message can begin a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if identity := request_id.get():
            told["request_id"] = identity
        told |= extras(record)
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


class PlainFormatter(logging.Formatter):
    """For a person at a terminal; what would move its cursor is shown as an escape."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        identity = request_id.get()
        told = {"request_id": identity} if identity else {}
        told |= extras(record)
        more = " ".join(f"{name}={value}" for name, value in told.items())
        line = f"{super().formatMessage(record)} {more}".rstrip()
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


def extras(record: logging.LogRecord) -> dict[str, Any]:
    return {k: v for k, v in vars(record).items() if k not in _USUAL | _UNTOLD}


def configuration(form: str) -> dict[str, Any]:
    """For logging.config.dictConfig; the form is json or plain."""
    formatter = JsonFormatter if form == "json" else PlainFormatter
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django.request": {"level": "ERROR"},  # each request has a line of its own
            "gunicorn.error": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "gunicorn.access": {"handlers": [], "propagate": False},
        },
    }
