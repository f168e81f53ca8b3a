"""Every human decision as plain records: sorted, one object a line, without primary keys.

What is told is where things stand, not how they came there: two archives of the same texts in
which the same was decided give the same file, byte for byte.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from django.db.models import Model, Q

from archive.curation.accounts import PEOPLE
from archive.curation.addresses import address
from archive.curation.correct import decided_at, moment
from archive.curation.formerly import Key, former_keys
from archive.curation.heirs import standing_at
from archive.curation.references import article_ref, former_refs, subject_ref
from archive.models import (
    Alias,
    Article,
    Decision,
    Distinction,
    Entity,
    EntityTag,
    Office,
    Redirect,
    Source,
    State,
    Suppression,
    Topic,
    TopicRule,
    TopicTag,
)

Record = dict[str, Any]

ENTITY = (
    "name", "code", "names", "country", "wikidata", "identifiers", "valid_from", "valid_to", "note",
)  # fmt: skip
TOPIC = ("name", "names", "parent", "scope_note", "scope_notes", "exact_match")
SOURCE = ("name", "url", "rights")
ALIAS = (
    "text", "language", "kind", "case_matters", "ambiguous", "enabled", "valid_from", "valid_to",
    "origin",
)  # fmt: skip
OFFICE = ("post", "post_names", "start", "end", "reference")
RULE = ("language", "kind", "phrase", "weight", "enabled")
ARTICLE = (
    "title", "language", "byline", "url", "status", "withdrawn_reason", "date_edtf", "date_basis",
    "date_note",
)  # fmt: skip
ALIAS_KEY = ("entity", ("text", "language"))  # whose it is, and what stands only once there
OFFICE_KEY = ("person", ("post", "start"))
RULE_KEY = ("topic", ("language", "kind", "phrase"))
BY_PEOPLE = Q(history_type="~") | PEOPLE  # a machine only ever creates these rows
DELETED = "-"


def write(out: TextIO) -> int:
    """Write every decision as JSON Lines; return how many that were."""
    count = 0
    for record in records():
        out.write(json.dumps(record, ensure_ascii=False) + "\n")
        count += 1
    return count


def records() -> Iterator[Record]:
    """Sorted by what they are and what they are about."""
    for told in (
        aliases, articles, distinctions, entities, merges, offices, redirects, rules, sources,
        suppressions, entity_tags, topic_tags, topics,
    ):  # fmt: skip
        yield from sorted(told(), key=place)


def place(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False)


def plain(row: Model, name: str) -> Any:
    value = getattr(row, name)
    return subject_ref(value) if isinstance(value, Entity | Topic) else value


def filled(row: Model, names: Iterable[str]) -> Record:
    """The fields that say something."""
    values = {name: plain(row, name) for name in names}
    return {name: value for name, value in values.items() if value not in (None, "", {}, False)}


def touched(model: Any) -> set[int]:
    """Primary keys of the rows that a person has had in hand."""
    return set(model.history.filter(BY_PEOPLE).order_by().values_list("id", flat=True))


# --- What articles are about ----------------------------------------------------------------


def entity_tags() -> Iterator[Record]:
    tags = EntityTag.objects.select_related(
        "entity", "article__source", "article__revision", "decided_by"
    )
    for tag in tags.exclude(state=State.SUGGESTED).iterator():
        told = decided_tag(tag, tag.entity)
        yield {**told, "central": True} if tag.central else told


def topic_tags() -> Iterator[Record]:
    tags = TopicTag.objects.select_related(
        "topic", "article__source", "article__revision", "decided_by"
    )
    for tag in tags.exclude(state=State.SUGGESTED).iterator():
        yield decided_tag(tag, tag.topic)


def decided_tag(tag: EntityTag | TopicTag, subject: Entity | Topic) -> Record:
    return {
        "record": "tag",
        "article": article_ref(tag.article),
        "about": subject_ref(subject),
        "state": tag.state,
        "title": tag.article.title,
        "name": subject.name,
        "origin": tag.origin,
        "by": tag.decided_by.username if tag.decided_by else None,
        "at": moment(tag.decided_at) if tag.decided_at else None,
    }


def articles() -> Iterator[Record]:
    """The fields that a person has set; of a text that people have changed, the text."""
    rows = Article.objects.with_text().exclude(provenance={})
    for article in rows.iterator():
        curated = article.curated_fields
        told: Record = {name: getattr(article, name) for name in ARTICLE if name in curated}
        if "status" in curated and article.withdrawn_on:
            told |= {
                "withdrawn_reason": article.withdrawn_reason,
                "withdrawn_on": str(article.withdrawn_on),
            }
        if "body" in curated:
            told |= {"title": article.title, "body": article.body}
        if "group" in curated:
            told["group"] = None
        record = {"record": "article", "article": article_ref(article), "set": told}
        if {"source", "source_key"} & curated:
            told |= {"source": article.source.slug, "source_key": article.source_key}
            record["formerly"] = former_refs(article)
        if at := times_of(article):
            record["at"] = at
        if told:
            yield record


def times_of(article: Article) -> dict[str, str]:
    """When a person set its fields, without those that are told as parts of others."""
    parts = {"withdrawn_reason"} | ({"title"} if "body" in article.curated_fields else set())
    times = decided_at(article.provenance).items()
    return {name: at for name, at in times if name in article.curated_fields - parts}


def suppressions() -> Iterator[Record]:
    rows = Suppression.objects.select_related(
        "entity", "article__source", "article__revision", "decided_by"
    )
    for row in rows.iterator():
        yield {
            "record": "suppression",
            "entity": subject_ref(row.entity),
            "name": row.folded,
            "article": article_ref(row.article) if row.article else None,
            "by": row.decided_by.username if row.decided_by else None,
        }


# --- Entities and their names ---------------------------------------------------------------


def entities() -> Iterator[Record]:
    yield from subjects(Entity, ENTITY, ("country",))
    merged = {pk for pk, _subject in absorbed("entity")}
    gone = Entity.history.filter(BY_PEOPLE, history_type=DELETED).exclude(id__in=merged)
    for kind, slug in sorted(set(gone.values_list("kind", "slug"))):
        if not Entity.objects.filter(kind=kind, slug=slug).exists():
            yield {"record": "entity", "entity": f"{kind}/{slug}", "deleted": True}


def topics() -> Iterator[Record]:
    yield from subjects(Topic, TOPIC, ("parent",))
    merged = {pk for pk, _subject in absorbed("topic")}
    gone = Topic.history.filter(history_type=DELETED).exclude(id__in=merged)
    for slug in sorted(set(gone.values_list("slug", flat=True))):
        if not Topic.objects.filter(slug=slug).exists():
            yield {"record": "topic", "topic": f"topic/{slug}", "deleted": True}


def subjects(model: Any, names: tuple[str, ...], related: tuple[str, ...]) -> Iterator[Record]:
    """What people made of each: against what the machine had first written down of it."""
    sort = model._meta.model_name
    first = first_versions(model, touched(model))
    rows = model._default_manager.select_related(*related)
    for row in rows.in_bulk(list(first)).values():
        origin, slugs = first[row.pk]
        told: Record = {"record": sort, sort: subject_ref(row)}
        formerly = sorted(slugs - {subject_ref(row)})
        if formerly:
            told["formerly"] = formerly
        values = filled(row, names) if origin is None else changed(row, origin, names)
        if origin is None:
            told["new"] = True
        if values:
            told["set"] = values
        if values or formerly or origin is None:
            yield told


def first_versions(model: Any, keys: set[int]) -> dict[int, tuple[Any, set[str]]]:
    """The first version of each, None where a person made it, and the references it has had.

    What has no first version came in bulk, and its history begins with the first change.
    """
    versions: dict[int, tuple[Any, set[str]]] = {}
    for version in model.history.filter(id__in=keys).order_by("history_date", "history_id"):
        machine = version.history_user_id is None and not version.history_change_reason
        origin, slugs = versions.get(version.id, (version if machine else None, set()))
        slugs.add(subject_ref(version.instance))
        versions[version.id] = (origin, slugs)
    return versions


def changed(row: Any, origin: Any, names: tuple[str, ...]) -> Record:
    fields = {name: row._meta.get_field(name).attname for name in names}
    return {
        name: plain(row, name)
        for name, attname in fields.items()
        if getattr(row, attname) != getattr(origin, attname)
    }


def aliases() -> Iterator[Record]:
    keys = touched(Alias)
    wanted = Q(pk__in=keys) | Q(origin="curator") | Q(enabled=False)
    formerly = former_keys(Alias, keys, *ALIAS_KEY)
    for alias in Alias.objects.filter(wanted).select_related("entity"):
        yield {
            "record": "alias",
            "entity": subject_ref(alias.entity),
            **{name: getattr(alias, name) for name in ("text", "language")},
            **filled(alias, [name for name in ALIAS if name not in {"text", "language"}]),
            **told_former(formerly.get(alias.pk)),
        }
    yield from deleted(Alias, *ALIAS_KEY, "alias")


def told_former(keys: list[Key] | None) -> Record:
    return {"formerly": keys} if keys else {}


def offices() -> Iterator[Record]:
    keys = touched(Office)
    formerly = former_keys(Office, keys, *OFFICE_KEY)
    for office in Office.objects.filter(pk__in=keys).select_related("person", "of"):
        of = {"of": subject_ref(office.of)} if office.of else {}
        yield {
            "record": "office",
            "person": subject_ref(office.person),
            "post": office.post,
            "start": office.start,
            **of,
            **filled(office, [name for name in OFFICE if name not in {"post", "start"}]),
            **told_former(formerly.get(office.pk)),
        }
    yield from deleted(Office, *OFFICE_KEY, "office")


def rules() -> Iterator[Record]:
    keys = set(TopicRule.history.order_by().values_list("id", flat=True))
    formerly = former_keys(TopicRule, keys, *RULE_KEY)
    for rule in TopicRule.objects.filter(pk__in=keys).select_related("topic"):
        yield {
            "record": "rule",
            "topic": subject_ref(rule.topic),
            **{name: getattr(rule, name) for name in RULE},
            **told_former(formerly.get(rule.pk)),
        }
    yield from deleted(TopicRule, *RULE_KEY, "rule")


def deleted(model: Any, owner: str, names: tuple[str, ...], sort: str) -> Iterator[Record]:
    """Rows that people took away from owners that are still there."""
    present = set(model.objects.order_by().values_list(owner, *names))
    gone = set(model.history.filter(history_type=DELETED).values_list(owner, *names)) - present
    field: Any = model._meta.get_field(owner)
    owners = field.remote_field.model._default_manager.in_bulk({key for key, *_rest in gone})
    for key, *values in sorted(gone, key=str):
        if key in owners:
            told = dict(zip(names, values, strict=True))
            yield {"record": sort, owner: subject_ref(owners[key]), **told, "deleted": True}


# --- Merges, and the rest -------------------------------------------------------------------


def merges() -> Iterator[Record]:
    """Each entity or topic that became another one, with all the references it has had."""
    for model in (Entity, Topic):
        sort = model._meta.model_name or ""
        found = dict(absorbed(sort))
        slugs: dict[int, list[str]] = defaultdict(list)
        for version in model.history.filter(id__in=found).order_by("-history_id"):
            slugs[version.id].append(subject_ref(version.instance))
        for pk, kept in found.items():
            names = list(dict.fromkeys(slugs[pk]))
            into = subject_ref(kept)
            if names and names[0] != into:
                yield {"record": "merge", sort: names[0], "into": into} | (
                    {"formerly": sorted(names[1:])} if names[1:] else {}
                )


def absorbed(sort: str) -> Iterator[tuple[int, Entity | Topic]]:
    """What was merged away by a decision that holds, and what its address leads to now."""
    model: Any = Entity if sort == "entity" else Topic
    leads = dict(Redirect.objects.values_list("old_path", "new_path"))
    merged = Decision.objects.in_force().filter(verb="merge").order_by("pk")
    for changes in merged.values_list("changes", flat=True):
        for change in changes:
            if change["model"] == sort and change["after"] is None:
                gone = model(**{name: change["before"][name] for name in KEYS[sort]})
                kept = standing_at(leads.get(address(gone), ""), model)
                if kept is not None:
                    yield change["pk"], kept


KEYS = {"entity": ("kind", "slug"), "topic": ("slug",)}


def distinctions() -> Iterator[Record]:
    for row in Distinction.objects.select_related("first", "second", "decided_by"):
        pair = sorted((subject_ref(row.first), subject_ref(row.second)))
        by = row.decided_by.username if row.decided_by else None
        yield {"record": "distinction", "entities": pair, "by": by}


def redirects() -> Iterator[Record]:
    for row in Redirect.objects.all():
        yield {"record": "redirect", "old": row.old_path, "new": row.new_path}


def sources() -> Iterator[Record]:
    first = first_sources()
    for row in Source.objects.in_bulk(list(first)).values():
        origin = first[row.pk]
        values = filled(row, SOURCE) if origin is None else changed(row, origin, SOURCE)
        if values:
            yield {"record": "source", "source": row.slug, "set": values}


def first_sources() -> dict[int, Any]:
    versions: dict[int, Any] = {}
    rows = Source.history.filter(id__in=touched(Source)).order_by("history_date", "history_id")
    for version in rows:
        machine = version.history_user_id is None and not version.history_change_reason
        versions.setdefault(version.id, version if machine else None)
    return versions
