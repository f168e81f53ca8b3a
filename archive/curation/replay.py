"""Decisions told by records.py, made again in an archive of the same texts.

What stands here already is left; what cannot be done is reported, and the rest goes on. Nothing
is deleted but what the file says was deleted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from archive import models
from archive.curation.correct import moment
from archive.curation.ledger import Ledger, Values
from archive.curation.merge import MergeRefused, absorb
from archive.curation.merge_topics import absorb_topic
from archive.curation.record_lines import ORDER, Line, Refused, Replayed, read
from archive.curation.records import ALIAS, ALIAS_KEY, OFFICE, OFFICE_KEY, RULE, RULE_KEY, Record
from archive.curation.references import (
    FROM_FILE,
    People,
    Subjects,
    Unknown,
    find_articles,
    save_marked,
)
from archive.curation.retelling import rewritten, told_article
from archive.curation.suppress import lift
from archive.dates.errors import EdtfError

BATCH = 500  # tags in one transaction
SUBJECTS = {"topic", "entity"}
KNOWLEDGE = {"merge", "alias", "rule", "entity"}  # after these, texts read differently


def replay(lines: Iterable[str], told: Callable[[int], None] = lambda _count: None) -> Replayed:
    """Make the decisions of these lines. `told` hears how many lines are done."""
    by_sort: dict[str, list[Line]] = defaultdict(list)
    done = Replayed()
    for line in read(lines):
        if isinstance(line, Line):
            by_sort[line.record["record"]].append(line)
        else:
            done.faults.append(line)
    hand = Hand(done)
    count = 0
    for sort in ORDER:
        for batch in batches(by_sort[sort], BATCH if sort == "tag" else 1):
            hand.take(sort, batch)
            count += len(batch)
            told(count)
        for line in hand.put_off():  # it needed what came after it
            hand.take(sort, [line], again=True)
    done.faults.sort()
    return done


def batches(lines: Sequence[Line], size: int) -> Iterator[Sequence[Line]]:
    for start in range(0, len(lines), size):
        yield lines[start : start + size]


class Hand:
    """Does what each record says; keeps the count and the faults."""

    def __init__(self, done: Replayed) -> None:
        self.done = done
        self.subjects = Subjects()
        self.people = People()
        self.waiting: list[Line] = []

    def forget(self) -> None:
        """After a transaction that failed: what it made is not there."""
        self.subjects.forget()
        self.people.known.clear()

    def put_off(self) -> list[Line]:
        waiting, self.waiting = self.waiting, []
        return waiting

    def take(self, sort: str, batch: Sequence[Line], *, again: bool = False) -> None:
        """One record in a transaction of its own, tags many together."""
        try:
            with transaction.atomic():
                changed = self.tags(batch) if sort == "tag" else self.one(sort, batch[0])
        except (Unknown, Refused, MergeRefused, EdtfError, ValidationError) as fault:
            self.forget()
            if len(batch) > 1:
                for line in batch:  # find out which one it is
                    self.take(sort, [line])
            elif sort in SUBJECTS and isinstance(fault, Unknown) and not again:
                self.waiting.append(batch[0])
            else:
                self.fault(batch[0], str(fault))
            return
        except (KeyError, TypeError, ValueError, AttributeError, DatabaseError) as fault:
            self.forget()
            if len(batch) > 1:
                for line in batch:
                    self.take(sort, [line])
                return
            self.fault(batch[0], f"not as it should be: {fault!r}")
            return
        self.done.changed += changed
        self.done.unchanged += len(batch) - changed
        self.done.knowledge |= bool(changed) and sort in KNOWLEDGE

    def fault(self, line: Line, reason: str) -> None:
        self.done.faults.append((line.number, reason))

    def one(self, sort: str, line: Line) -> int:
        if sort in SUBJECTS:
            return int(self.subject(sort, line.record))
        say: dict[str, Callable[[Record], bool]] = {
            "source": self.source,
            "merge": self.merge,
            "alias": self.alias,
            "office": self.office,
            "rule": self.rule,
            "distinction": self.distinction,
            "redirect": self.redirect,
            "article": self.article,
            "suppression": self.suppression,
        }
        return int(say[sort](line.record))

    # --- Subjects and their names ---

    def source(self, record: Record) -> bool:
        row = models.Source.objects.filter(slug=record["source"]).first() or models.Source(
            slug=record["source"]
        )
        return self.saved(row, record["set"])

    def saved(self, row: Any, values: Values, names: Sequence[str] | None = None) -> bool:
        """Set these fields and save with history; whether that changed anything."""
        known = {each.name for each in row._meta.concrete_fields}
        differing = row.pk is None
        for name, value in values.items():
            if name not in known or (names is not None and name not in names):
                raise Refused(f"unknown field {name}")
            meant = self.meant(row, name, value)
            differing |= getattr(row, name) != meant
            setattr(row, name, meant)
        if differing:
            row.full_clean(validate_unique=False, validate_constraints=False, exclude=["slug"])
            save_marked(row)
        return differing

    def meant(self, row: Any, name: str, value: Any) -> Any:
        related = row._meta.get_field(name).is_relation
        return self.subjects.get(value) if related and value else value

    def subject(self, sort: str, record: Record) -> bool:
        ref = record[sort]
        row = self.subjects.find(ref, record.get("formerly", ()))
        if record.get("deleted"):
            return row is not None and self.removed(row)
        if row is None:
            name = record.get("set", {}).get("name", "")
            if not record.get("new") or not name:
                raise Unknown(f"no {ref} here")
            row = self.subjects.get(ref, name)
            self.saved(row, record.get("set", {}))
            save_marked(row)  # a person made it, there if not here
            return True
        slug = ref.partition("/")[2]
        values = {**record.get("set", {})}
        if isinstance(row, models.Entity):
            values["kind"] = ref.partition("/")[0]
        self.subjects.forget()
        return self.saved(row, {**values, "slug": slug})

    def removed(self, row: Any) -> bool:
        if row.tags.exists():
            raise Refused(f"{row} was deleted there, but here articles are about it")
        row._change_reason = FROM_FILE
        row.delete()
        self.subjects.forget()
        return True

    def merge(self, record: Record) -> bool:
        sort = "entity" if "entity" in record else "topic"
        gone = self.subjects.find(record[sort], record.get("formerly", ()))
        into = self.subjects.find(record["into"])
        if gone is None or gone == into:
            return False  # it was never made here, or is gone already
        if into is None:  # only the other one was found here: it gets the name
            into = self.subjects.get(record["into"], gone.name)
        if isinstance(gone, models.Entity) and isinstance(into, models.Entity):
            absorb(into, gone, None, FROM_FILE)
        elif isinstance(gone, models.Topic) and isinstance(into, models.Topic):
            absorb_topic(into, gone, None, FROM_FILE)
        self.subjects.forget()
        return True

    def owned(self, model: Any, record: Record, owner: str, key: Sequence[str]) -> Any:
        """The row of this owner with this key, or with one it had before; or a new one."""
        mine = self.subjects.get(record[owner])
        for known in (record, *record.get("formerly", ())):
            subject = self.subjects.find(known[owner])
            where = {owner: subject, **{name: known[name] for name in key}}
            if subject and (row := model.objects.filter(**where).first()):
                return row
        return model(**{owner: mine, **{name: record[name] for name in key}})

    def put(
        self, model: Any, record: Record, owner: str, key: Sequence[str], names: Sequence[str]
    ) -> bool:
        row = self.owned(model, record, owner, key)
        if record.get("deleted"):
            if row.pk is None:
                return False
            row._change_reason = FROM_FILE
            row.delete()
            return True
        blank = {name: model._meta.get_field(name).get_default() for name in names}
        given = {name: record.get(name, falsy(blank[name])) for name in names}
        return self.saved(row, {owner: record[owner], **given}, (owner, *names))

    def alias(self, record: Record) -> bool:
        return self.put(models.Alias, record, *ALIAS_KEY, ALIAS)

    def office(self, record: Record) -> bool:
        return self.put(
            models.Office,
            record,
            *OFFICE_KEY,
            (*OFFICE, *(("of",) * ("of" in record))),
        )

    def rule(self, record: Record) -> bool:
        return self.put(models.TopicRule, record, *RULE_KEY, RULE)

    def distinction(self, record: Record) -> bool:
        one, other = (self.subjects.get(ref) for ref in record["entities"])
        first, second = sorted((one.pk, other.pk))
        by = self.people.get(record.get("by"))
        _row, created = models.Distinction.objects.get_or_create(
            first_id=first, second_id=second, defaults={"decided_by": by}
        )
        return created

    def redirect(self, record: Record) -> bool:
        row = models.Redirect.objects.filter(old_path=record["old"]).first()
        if row and row.new_path == record["new"]:
            return False
        row = row or models.Redirect(old_path=record["old"])
        row.new_path = record["new"]
        row.save()
        return True

    # --- Articles and what they are about ---

    def article(self, record: Record) -> bool:
        article = told_article(record)
        if article is None:
            raise Unknown(f"no article {record['article']} here")
        if not rewritten(article, record["set"], record.get("at", {})):
            return False
        self.done.articles.add(article.pk)
        return True

    def suppression(self, record: Record) -> bool:
        entity = self.subjects.get(record["entity"])
        if not isinstance(entity, models.Entity):
            raise Refused("only entities are called by names")
        ref = record.get("article")
        article = find_articles([ref]).get(ref) if ref else None
        if ref and article is None:
            raise Unknown(f"no article {ref} here")
        by = self.people.get(record.get("by"))
        _row, created = models.Suppression.objects.get_or_create(
            entity=entity, folded=record["name"], article=article, defaults={"decided_by": by}
        )
        if created and article:
            self.done.articles.add(article.pk)
        self.done.knowledge |= created and article is None
        return created

    def tags(self, batch: Sequence[Line]) -> int:
        """Many tags as one decision: few questions, one history entry each."""
        articles = find_articles(line.record["article"] for line in batch)
        ledger = Ledger(None)
        changed = 0
        for line in batch:
            article = articles.get(line.record["article"])
            if article is None:
                raise Unknown(f"no article {line.record['article']} here")
            changed += self.tag(ledger, article, line.record)
        ledger.close("import")
        return changed

    def tag(self, ledger: Ledger, article: models.Article, record: Record) -> bool:
        subject = self.subjects.get(record["about"], record.get("name", ""))
        rows = subject.tags.filter(article=article)
        by = self.people.get(record.get("by"))
        values: Values = {
            "state": models.State(record["state"]).value,
            "origin": record["origin"],
            "decided_by_id": by.pk if by else None,
        }
        if isinstance(subject, models.Entity):
            values["central"] = record.get("central", False)
        row: Any = rows.first()
        at = record.get("at")
        if row is None:
            moment_meant = datetime.fromisoformat(at) if at else None
            self.done.articles.add(article.pk)
            owner = (
                {"entity": subject} if isinstance(subject, models.Entity) else {"topic": subject}
            )
            sort: Any = models.EntityTag if isinstance(subject, models.Entity) else models.TopicTag
            ledger.create([sort(article=article, decided_at=moment_meant, **owner, **values)])
            return True
        here = moment(row.decided_at) if row.decided_at else None
        if here and here > (at or ""):  # the later decision holds
            return self.stands(ledger, row, values["state"])
        if row.state == models.State.REJECTED != values["state"]:
            self.lift(ledger, row)
        if here != at:
            values["decided_at"] = datetime.fromisoformat(at) if at else None
        if not ledger.update([(row, values)]):
            return False
        self.done.articles.add(article.pk)
        return True

    def stands(self, ledger: Ledger, row: Any, told: str) -> bool:
        """The file would have it otherwise, earlier: nothing of that is left. No change."""
        if row.state == models.State.CONFIRMED != told:
            self.lift(ledger, row)
        return False

    def lift(self, ledger: Ledger, row: Any) -> None:
        if isinstance(row, models.EntityTag):
            lift(ledger, [row])
            self.done.articles.add(row.article_id)


def falsy(default: Any) -> Any:
    """What a field that the record does not name has: records leave out what says nothing."""
    return False if isinstance(default, bool) else default
