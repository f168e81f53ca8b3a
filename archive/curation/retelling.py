"""What a file of decisions says of an article: found here, or made, and given what people set."""

from __future__ import annotations

from datetime import date
from typing import Any

from archive.curation.correct import DATE_FIELDS, curated, decided_at, set_date, set_status
from archive.curation.ledger import Values
from archive.curation.records import Record
from archive.curation.references import FROM_FILE, Unknown, find_articles
from archive.models import Article, Source, text_hash

PLAIN = ("language", "byline", "url", "source_key", "date_note")
PARTS = {"withdrawn_on": "status", "withdrawn_reason": "status"}  # of another field


def told_article(record: Record) -> Article | None:
    """The article of a record, by a reference it had before too. One written elsewhere is made."""
    refs = [record["article"], *record.get("formerly", ())]
    here = find_articles(refs)
    article = next((here[ref] for ref in refs if ref in here), None)
    if article is not None or "body" not in record["set"]:
        return article
    return written_elsewhere(record)


def written_elsewhere(record: Record) -> Article:
    """An article that was not imported. Its reference, the hash of its first text or a key that a
    person gave it, is kept. Raises Unknown for one that was imported with a key."""
    ref, values = record["article"], record["set"]
    slug, _slash, key = ref.partition("/")
    by_hand = "source_key" in values and not record.get("formerly")
    if not key.startswith("#") and not by_hand:
        raise Unknown(f"no article {ref} here")
    source = Source.objects.get_or_create(slug=slug, defaults={"name": slug})[0]
    if by_hand:
        return Article(source=source, source_key=key)
    digest = key.removeprefix("#")
    if text_hash(values["title"], values["body"]) == digest:
        return Article(source=source, content_hash=digest)
    return Article(source=source, source_key=key)  # it was edited before it came here


def rewritten(article: Article, told: Values, at: dict[str, str]) -> bool:
    """Give the article what a person had set, but where it was set here later.

    `at` is by field when that was. Returns whether anything changed.
    """
    values = {
        name: value for name, value in told.items() if holds(article, owner_of(name, told), at)
    }
    names = ("source", "withdrawn_on", "body", "provenance", *values)
    before = {name: getattr(article, name) for name in names}
    take(article, values)
    fields = {owner_of(name, told) for name in values}
    if fields & set(DATE_FIELDS):
        fields |= set(DATE_FIELDS)
    article.provenance = curated(article.provenance, {name: at.get(name) for name in fields})
    title, body = values.get("title", article.title), values.get("body", article.body)
    same_text = article.pk is not None and (title, body) == (article.title, article.body)
    if same_text and before == {name: getattr(article, name) for name in names}:
        return False
    article._change_reason = FROM_FILE  # type: ignore[attr-defined]
    if not same_text:
        article.revise(title, body)
    article.save()
    return True


def owner_of(name: str, told: Values) -> str:
    """The field that a person set, of which this one may be a part."""
    if name == "title" and "body" in told:
        return "body"
    return PARTS.get(name, name)


def holds(article: Article, field: str, at: dict[str, str]) -> bool:
    """What the file says of this field is no earlier than what was decided here. A file without
    times is earlier than any."""
    here = decided_at(article.provenance).get(field, "")
    return field not in article.curated_fields or here <= at.get(field, "")


def take(article: Article, values: dict[str, Any]) -> None:
    """Set all but the text. Does not save."""
    for name in PLAIN:
        if name in values:
            setattr(article, name, values[name])
    if "source" in values:
        slug = values["source"]
        article.source = Source.objects.get_or_create(slug=slug, defaults={"name": slug})[0]
    if "status" in values:
        set_status(article, values["status"])
        article.withdrawn_reason = values.get("withdrawn_reason", "")
    if "withdrawn_on" in values:
        article.withdrawn_on = date.fromisoformat(values["withdrawn_on"])
    if "date_edtf" in values:
        set_date(article, values["date_edtf"], values.get("date_basis", ""))
    if "group" in values:
        article.group = None
