"""Addresses that are not there: moved for good, or missing."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.utils.translation import get_language

from archive.models import Redirect
from archive.views.context import prefixed, unprefixed


def moved_or_missing(request: HttpRequest) -> HttpResponsePermanentRedirect:
    """Lead on to where the address has moved, in the reader's language. Raises Http404."""
    moved = Redirect.objects.filter(old_path=unprefixed(request.path_info)).first()
    if moved is None:
        raise Http404
    return moved_to(request, prefixed(moved.new_path, get_language() or settings.LANGUAGE_CODE))


def moved_to(request: HttpRequest, path: str) -> HttpResponsePermanentRedirect:
    """The same query at another path, for good."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
