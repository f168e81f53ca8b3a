"""What gunicorn is told: how it serves, what it logs, and how it refuses what is no request.

`serve` passes this module as gunicorn's configuration, so names are those of its settings.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

from csp.utils import build_policy
from django.conf import settings
from gunicorn import util

from archive import lifeline
from archive.logs import configuration

# The heartbeat of workers must not wait for a disk.
MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108  # nosec B108

preload_app = True  # read once; each worker, also one that replaces another, has it at once
worker_class = "gthread"
threads = 4
timeout = 30  # seconds without a sign of life, after which a worker is replaced
graceful_timeout = 8
keepalive = 5
max_requests = 5_000  # a leak, should there be one, stays small
max_requests_jitter = 500
limit_request_line = 8_190
forwarded_allow_ips = ""  # whom to believe is TrustedProxyMiddleware's to judge
worker_tmp_dir = str(MEMORY_FOLDER) if os.access(MEMORY_FOLDER, os.W_OK) else None
logconfig_dict = configuration(os.environ.get("LOGS", ""))

PAGE = "<!doctype html><html lang=en><title>{0}</title><h1>{0}</h1>\n"


def on_starting(server: Any) -> None:  # noqa: ARG001 - the hook's signature
    """Ends with `serve`, even where that was killed."""
    lifeline.hold()


def post_worker_init(worker: Any) -> None:  # noqa: ARG001 - the hook's signature
    """What gunicorn refuses by itself never reaches the archive; its answer is ours even so."""
    util.write_error = refuse


def refuse(client: socket.socket, status: int, reason: str, _told: str) -> None:
    """The bare page of a request that cannot be read, with the headers of every other page."""
    body = PAGE.format(f"{status} {reason}").encode()
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
        "Cache-Control": "no-store",
        "Content-Security-Policy": build_policy() or "",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {text}" for name, text in headers.items())]
    with suppress(OSError):  # who sends no request may not wait for an answer either
        util.write_nonblock(client, "\r\n".join((*lines, "", "")).encode("latin-1") + body)
