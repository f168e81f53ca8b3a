"""Files that only machines read: robots.txt, opensearch.xml, security.txt."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from archive.search.suggest import suggest
from archive.search.syntax import LIMIT, clean

VALID = timedelta(days=300)  # of security.txt: less than a year, as RFC 9116 advises


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Searches are left out: their filters can be combined without end. Articles are not."""
    searches = [reverse("search")]
    searches += [f"/{code}{searches[0]}" for code, _name in settings.LANGUAGES[1:]]
    lines = [
        "# Every article is in the sitemap. Programs that want much: see /api/ and /oai.",
        "User-agent: *",
        *(f"Disallow: {path}" for path in searches),
        f"Disallow: {reverse('api_v1:root')}",
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser searches the archive from its address bar, in the language of the page."""
    return render(
        request,
        "archive/opensearch.xml",
        {"root": request.build_absolute_uri("/").rstrip("/"), "language": get_language()},
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )


@require_safe
def completions(request: HttpRequest) -> HttpResponse:
    """What is typed and how it may go on, as browsers take suggestions (OpenSearch 1.1)."""
    typed = clean(request.GET.get("q", "")[:LIMIT])[0]
    found = suggest(typed)
    searches = (f"{reverse('search')}?{urlencode({'q': one.label})}" for one in found)
    addresses = [
        request.build_absolute_uri(one.url or search)
        for one, search in zip(found, searches, strict=True)
    ]
    labels = [one.label for one in found]
    content = json.dumps([typed, labels, ["" for _label in labels], addresses], ensure_ascii=False)
    return HttpResponse(content, content_type="application/x-suggestions+json")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116). There is none while nobody is named."""
    if not settings.CONTACT_EMAIL:
        raise Http404
    expires = datetime.combine(timezone.now().date(), time(), UTC) + VALID
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
