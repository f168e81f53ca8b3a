"""How much one address may ask for in a while.

Counts are kept in the memory of each process. An address that is not of the open internet is
the machine itself or a proxy that nobody told us to trust: it stands for many readers, and has
no budget but where a page asks for one.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MINUTE = 60
PAGES = 120  # a minute, of those that ask the index several questions

View = Callable[..., HttpResponse]


def budgeted(view: View) -> View:
    """The view of an expensive page: who asks for too many is told how to get them all (429)."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_public(request) and spent(request, "pages", MINUTE) > PAGES:
            return too_many(request)
        return view(request, *args, **kwargs)

    return wrapper


def too_many(request: HttpRequest) -> HttpResponse:
    wait = MINUTE - int(time.time()) % MINUTE
    response = render(request, "429.html", {"wait": wait}, status=429)
    response["Retry-After"] = str(wait)
    return response


def spent(request: HttpRequest, purpose: str, seconds: int) -> int:
    """How often, this time included, the address has asked for it in the present while."""
    counts = caches["budget"]
    key = f"{purpose}:{network(request)}:{int(time.time()) // seconds}"
    counts.add(key, 0, seconds)
    try:
        return counts.incr(key)
    except ValueError:  # dropped just now, to make room
        return 1


def is_public(request: HttpRequest) -> bool:
    address = _address(request)
    return address is not None and address.is_global


def network(request: HttpRequest) -> str:
    """The address; of version 6 the network that one household or machine has (/64)."""
    address = _address(request)
    if address is None:
        return str(request.META.get("REMOTE_ADDR", ""))
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _address(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Of a server that listens on [::] readers of version 4 come as ::ffff:192.0.2.1."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
