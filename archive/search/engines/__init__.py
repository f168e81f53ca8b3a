"""One module an engine; the scheme of SEARCH_URL picks one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from archive.search.engine import SearchEngine
from archive.search.engines.memory import MemoryEngine
from archive.search.engines.tantivy import CONFIRMED, TantivyEngine

ENGINES: dict[str, Callable[[str, bool], SearchEngine]] = {
    "memory": lambda _url, _suggested: MemoryEngine(),
    "tantivy": lambda url, suggested: TantivyEngine(
        Path(unquote(urlsplit(url).path)), "" if suggested else CONFIRMED
    ),
}


def get_engine() -> SearchEngine:
    """The engine of settings.SEARCH_URL: one object for each address and process."""
    return engine_at(settings.SEARCH_URL, suggested=settings.SHOW_SUGGESTED)


@lru_cache(maxsize=8)
def engine_at(url: str, *, suggested: bool = True) -> SearchEngine:
    """An index without `suggested` tags is another one, and never read for the other.

    Raises ImproperlyConfigured, naming the schemes there are, for an unknown one."""
    scheme = urlsplit(url).scheme
    if scheme not in ENGINES:
        known = ", ".join(f"{name}://" for name in ENGINES)
        raise ImproperlyConfigured(f"SEARCH_URL begins {scheme}://; it must begin one of: {known}.")
    return ENGINES[scheme](url, suggested)
