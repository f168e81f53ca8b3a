"""Every address of the archive, one for each name in the URLconf, for tests that look at all."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, get_resolver

# What stands in an address: of rows that exist in no test, or that a test makes.
WORDS = {
    "slug": "iran", "first": "iran", "second": "russia", "name": "country", "format": "bib",
    "extension": "csv", "code": "ir", "letter": "a", "path": "x", "kind": "country",
}  # fmt: skip
NUMBERS = {"pk": 1, "id": 1, "year": 1998, "month": 5, "day": 21}


def patterns(resolver=None, before=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if entry.app_name != "admin":
                yield from patterns(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry


def filled(route, entry):
    """The address of a route, with something in each of its places."""
    address = route
    for name, converter in entry.pattern.converters.items():
        word = NUMBERS.get(name, 1) if "Int" in type(converter).__name__ else WORDS.get(name, "x")
        for kind in ("int", "slug", "str", "path", "uuid"):
            address = address.replace(f"<{kind}:{name}>", str(word))
        address = address.replace(f"<{name}>", str(word))
        if f":{name}>" in address:  # a converter of our own
            start = address.rindex("<", 0, address.index(f":{name}>"))
            address = address[:start] + str(word) + address[address.index(">", start) + 1 :]
    return "/" + address.lstrip("/^").rstrip("$")


def every_address():
    """Public addresses in both languages; the admin is walked by links."""
    found = [filled(route, entry) for route, entry in patterns()]
    plain = [address for address in found if not address.startswith(("/id/", "/en/"))]
    return list(dict.fromkeys(plain))
