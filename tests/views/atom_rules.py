"""What RFC 4287 asks of a feed, as far as ours could break it: each fault as a sentence."""

import re

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
ONCE = ("title", "id", "updated")
AT_MOST_ONCE = ("published", "summary", "rights", "subtitle")


def faults_of(content):
    feed = etree.fromstring(content)
    if feed.tag != f"{ATOM}feed":
        return [f"the root is {feed.tag}"]
    entries = feed.findall(f"{ATOM}entry")
    ids = [one.findtext(f"{ATOM}id") for one in entries]
    faults = [fault for one in (feed, *entries) for fault in faults_in(one)]
    if len(ids) != len(set(ids)):
        faults.append("two entries have one id")
    if feed.find(f"{ATOM}author") is None:
        faults.append("nobody wrote the feed")
    if len(links(feed, "self")) != 1:
        faults.append("the feed does not say where it is")
    types = {one.get("type") for one in feed.iterfind(f"{ATOM}entry/{ATOM}summary")}
    return faults if types <= {"html", "text"} else [*faults, f"summaries of type {types}"]


def faults_in(element):
    return [*wrong_numbers(element), *wrong_values(element), *wrong_links(element)]


def wrong_numbers(element):
    name = element.tag.removeprefix(ATOM)
    for child in ONCE:
        if len(element.findall(ATOM + child)) != 1:
            yield f"{name} must have one {child}"
    for child in AT_MOST_ONCE:
        if len(element.findall(ATOM + child)) > 1:
            yield f"{name} has several {child}"


def wrong_values(element):
    for moment in (*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")):
        if not MOMENT.fullmatch(moment.text or ""):
            yield f"{moment.text} is no moment"
    identity = element.findtext(f"{ATOM}id") or ""
    if not re.match(r"[a-z]+:[!-~]+$", identity):
        yield f"{identity} is no absolute address"
    for person in element.findall(f"{ATOM}author"):
        if not (person.findtext(f"{ATOM}name") or "").strip():
            yield "an author has no name"


def wrong_links(element):
    for one in element.findall(f"{ATOM}link"):
        if not re.match(r"https?://[!-~]+$", one.get("href", "")):
            yield f"{one.get('href')} is no address"
    if len(links(element, "alternate")) != 1:
        yield "there must be one alternate"


def links(element, rel):
    return [one for one in element.findall(f"{ATOM}link") if one.get("rel", "alternate") == rel]
