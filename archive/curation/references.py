"""Names of rows that hold in any archive of the same texts: no primary keys.

An article is `source/key`, or `source/#hash` of its first text where its source gave it no key;
an entity is `kind/slug`; a topic `topic/slug`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from archive.models import Article, Entity, Kind, Revision, Topic

TOPIC = "topic"
Subject = Entity | Topic


class Unknown(LookupError):
    """Nothing in this archive has that name. The message says what was looked for."""


def article_ref(article: Article) -> str:
    """With the source and, for articles without key or hash, the revision loaded.

    What was written here goes by its first text, however often it is edited.
    """
    key = article.source_key or f"#{article.content_hash or first_hash(article)}"
    return f"{article.source.slug}/{key}"


def first_hash(article: Article) -> str:
    hashes = article.revisions.order_by("pk").values_list("text_hash", flat=True)
    return hashes.first() or ""


def former_refs(article: Article) -> list[str]:
    """By which it went before somebody gave it another source or key."""
    versions = article.history.order_by().values_list("source__slug", "source_key", "content_hash")
    refs = {
        f"{source}/{key or f'#{digest or first_hash(article)}'}"
        for source, key, digest in versions.distinct()
        if source
    }
    return sorted(refs - {article_ref(article)})


def subject_ref(subject: Subject) -> str:
    kind = subject.kind if isinstance(subject, Entity) else TOPIC
    return f"{kind}/{subject.slug}"


def find_articles(refs: Iterable[str]) -> dict[str, Article]:
    """The articles of these references, as far as they are here; one query."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for ref in refs:
        source, _slash, key = ref.partition("/")
        keys[source].add(key)
    wanted = Q(pk__in=[])
    for source, named in keys.items():  # few branches: SQLite's trees have a thousand at most
        hashes = {key[1:] for key in named if key.startswith("#")}
        texts = Revision.objects.filter(text_hash__in=hashes).values("article")
        first = Q(content_hash__in=hashes) | Q(content_hash="", pk__in=texts)
        same = Q(source_key__in=named) | (Q(source_key="") & first)
        wanted |= Q(source__slug=source) & same
    rows = Article.objects.with_text().filter(wanted).order_by("-pk")
    return {article_ref(row): row for row in rows}


@dataclass
class Subjects:
    """Entities and topics by their references, each looked up once."""

    known: dict[str, Subject] = field(default_factory=dict)

    def find(self, ref: str, formerly: Sequence[str] = ()) -> Subject | None:
        for name in (ref, *formerly):
            if name not in self.known and (row := look_up(name)) is not None:
                self.known[name] = row
            if name in self.known:
                return self.known[name]
        return None

    def get(self, ref: str, name: str = "") -> Subject:
        """The subject, made under the given name where it is missing. Raises Unknown."""
        subject = self.find(ref)
        if subject is None and name:
            subject = self.known[ref] = made(ref, name)
        if subject is None:
            raise Unknown(f"no {ref} here")
        return subject

    def forget(self) -> None:
        self.known.clear()


def look_up(ref: str) -> Subject | None:
    kind, _slash, slug = ref.partition("/")
    if kind == TOPIC:
        return Topic.objects.filter(slug=slug).first()
    return Entity.objects.filter(kind=kind, slug=slug).first()


def made(ref: str, name: str) -> Subject:
    kind, _slash, slug = ref.partition("/")
    row: Subject
    if kind == TOPIC:
        row = Topic(slug=slug, name=name)
    elif kind in Kind.values:
        row = Entity(kind=kind, slug=slug, name=name)
    else:
        raise Unknown(f"{kind} is no kind of entity")
    row.save()
    return row


def save_marked(row: Any, by: User | None = None) -> None:
    """Save with a line of history that says where it came from: a person, by way of a file."""
    row._history_user = by
    row._change_reason = FROM_FILE
    row.save()


FROM_FILE = "import_curation"


@dataclass
class People:
    """Those who decided, by name. Who has no account gets one that cannot log in."""

    known: dict[str, User] = field(default_factory=dict)

    def get(self, name: str | None) -> User | None:
        if not name:
            return None
        if name not in self.known:
            user = User.objects.filter(username=name).first()
            if user is None:
                user = User(username=name, is_active=False)
                user.set_unusable_password()
                user.save()
            self.known[name] = user
        return self.known[name]
