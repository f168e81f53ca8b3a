"""What happens to every request before and after the views."""

from __future__ import annotations

import ipaddress
import logging
import re
import secrets
import time
from collections.abc import Callable, MutableMapping

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.utils.cache import add_never_cache_headers, patch_cache_control

from archive import health
from archive.logs import request_id
from archive.views.errors import is_unavailable, unavailable

GetResponse = Callable[[HttpRequest], HttpResponseBase]

PROBES = ("/healthz", "/readyz")  # asked every few seconds, and logged only when not well

logger = logging.getLogger(__name__)


class RequestMiddleware:
    """Gives each request a name, which its answer, its log lines and the 500 page show.

    The line at its end has no query and no address: what somebody looks for is nobody's business.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        token = request_id.set(given_id(request) or secrets.token_hex(8))
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id.get()
            if response.status_code >= 300 or request.path_info not in PROBES:
                spent = round((time.perf_counter() - started) * 1000, 1)
                told = {"method": request.method, "path": request.path_info}
                logger.info("request", extra={**told, "status": response.status_code, "ms": spent})
        finally:
            request_id.reset(token)
        return response


def given_id(request: HttpRequest) -> str:
    """The name that a trusted proxy has given to the request, if that is one."""
    given = request.headers.get("X-Request-ID", "")
    peer = request.META.get("REMOTE_ADDR", "")
    return given if re.fullmatch(r"[\w.-]{8,64}", given, re.ASCII) and is_trusted(peer) else ""


class HeadersMiddleware:
    """The headers no package sets, no copies of what is meant for one person, and HEAD."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        if in_admin(request):
            add_never_cache_headers(response)
        elif is_personal(request):
            patch_cache_control(response, private=True)
        if request.method == "HEAD":
            drop_body(response)
        return response


def in_admin(request: HttpRequest) -> bool:
    return bool(request.resolver_match and "admin" in request.resolver_match.app_names)


def is_personal(request: HttpRequest) -> bool:
    """The page was made for somebody who is logged in. Does not load a session to find out."""
    session = getattr(request, "session", None)
    return bool(session and session.accessed and "_auth_user_id" in session)


def drop_body(response: HttpResponseBase) -> None:
    """HEAD is answered as GET is, and the server would warn of every body it must drop."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = iter(())
    elif isinstance(response, HttpResponse):
        response.content = b""


class TrustedProxyMiddleware:
    """Believes X-Forwarded-For, -Proto and -Host from TRUSTED_PROXIES only, and then drops them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        client, proto, host = (
            meta.pop(f"HTTP_X_FORWARDED_{name}", "") for name in ("FOR", "PROTO", "HOST")
        )
        if is_trusted(meta.get("REMOTE_ADDR", "")):
            believe(meta, client, proto, host)
        return self.get_response(request)


def is_trusted(address: str) -> bool:
    try:
        peer = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(peer in network for network in settings.TRUSTED_PROXIES)


def believe(meta: MutableMapping[str, str], client: str, proto: str, host: str) -> None:
    """Put what a trusted proxy says in the place of what the connection itself says.

    Each proxy appends the peer it saw, so the list is read from its end, as long as those who
    speak are trusted. In front of that anybody may have written anything.
    """
    for said in reversed(client.split(",")):
        try:
            meta["REMOTE_ADDR"] = str(ipaddress.ip_address(said.strip()))
        except ValueError:
            break
        if not is_trusted(meta["REMOTE_ADDR"]):
            break
    # The last word of a list is that of the nearest proxy.
    scheme, name = (said.rpartition(",")[2].strip() for said in (proto.lower(), host))
    if scheme in ("http", "https"):
        meta["wsgi.url_scheme"] = scheme
    if name:
        meta["HTTP_HOST"] = name


class HealthMiddleware:
    """Answers /healthz and /readyz before anything asks for a host, a session or a language."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/healthz":
            return answer([])
        if request.path_info == "/readyz":
            return answer([finding.reason for finding in health.findings() if not finding.well])
        return self.get_response(request)


def answer(reasons: list[str]) -> JsonResponse:
    if reasons:
        response = JsonResponse({"status": "unavailable", "reasons": reasons}, status=503)
    else:
        response = JsonResponse({"status": "ok"})
    add_never_cache_headers(response)
    return response


class UnavailableMiddleware:
    """What passes by itself is said as "try again" (503), and is not a fault of ours (500).

    Such are a write that waited in vain for SQLite's one writer, an index being rebuilt, and a
    disk or a database that an operator must see to.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not is_unavailable(fault):
            return None
        logger.error("unavailable: %s", fault)
        return unavailable(request)
