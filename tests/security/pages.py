"""What a page may not hold: anything that would run, load or lead away. Found by parsing it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

DATA = {"application/ld+json", "application/json", "speculationrules"}
BANNED = {"iframe", "object", "embed", "applet", "base", "frame", "marquee", "style", "xss"}
LINKS = {
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "poster",
    "data",
    "srcset",
    "background",
}


class Inspector(HTMLParser):
    """Collects `faults`: what runs or loads from elsewhere. `text` is what is shown."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.faults = []
        self.text = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in BANNED:
            self.faults.append(f"<{tag}>")
        ours = given.get("type") in DATA or re.match(r"/\w", given.get("src") or "")
        if tag == "script" and not ours:
            self.faults.append(f"<script {given}>")
        if tag == "meta" and (given.get("http-equiv") or "").lower() not in ("", "x-ua-compatible"):
            self.faults.append(f"<meta {given}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.faults.append(f"<{tag} {name}>")
            bare = re.sub(r"[\s\x00-\x20]", "", value or "").lower()
            if name in LINKS and re.match(r"(javascript|data|vbscript):", bare):
                self.faults.append(f"<{tag} {name}={value!r}>")

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        self.text.append(data)


def faults_of(html):
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.faults


def text_of(html):
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return "".join(inspector.text)
