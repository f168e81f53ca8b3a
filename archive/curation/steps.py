"""What is done to many rows at once, by name: a page does it, or a process of its own.

What people changed since they were shown the rows is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet

from archive.curation import bulk, decide
from archive.curation.accounts import PEOPLE
from archive.curation.replace import ReplaceRefused, replace
from archive.curation.seen import Seen
from archive.models import Article, Decision, Entity, EntityTag, Topic, TopicTag

Subject = Entity | Topic
Keys = Sequence[int]
Touched = Callable[[Keys, Sequence[Subject], Seen], set[int]]
Given = Callable[[list[Any], Seen], list[Any]]


@dataclass(frozen=True)
class Done:
    """The decision, None when nothing changed, and the keys of rows that were left."""

    decision: Decision | None
    left: tuple[int, ...]


@dataclass(frozen=True)
class Step:
    """`run` is given the rows, the subjects that were asked for, who decides, and why.

    `touched` tells which rows people changed since they were seen; `about` names the models whose
    rows are changed, and counted; `subject` is what is asked for; `given` what is passed to `run`
    where it is not the rows themselves.
    """

    model: type[Model]
    run: Callable[..., Decision | None]
    touched: Touched
    about: tuple[str, ...]
    subject: type[Subject] | None = None
    given: Given = lambda rows, _seen: rows

    @property
    def needs(self) -> tuple[str, ...]:
        """The permissions of who may do it, or take it back."""
        if self.about == ("article",):
            return ("archive.change_decision", "archive.publish_article")
        return ("archive.change_decision",)

    def count(self, decision: Decision | None) -> int:
        """How many rows the decision changed."""
        return sum(change["model"] in self.about for change in decision.changes) if decision else 0

    def subjects(self, keys: Keys) -> list[Subject]:
        """In this order; those that are no more are left out."""
        rows = self.subject._default_manager.in_bulk(keys) if self.subject else {}
        return [rows[key] for key in keys if key in rows]

    def check(self, rows: QuerySet[Any], subjects: Sequence[Subject]) -> None:
        """Raises ReplaceRefused where something would be replaced by itself."""
        if len(set(subjects)) < len(subjects):
            raise ReplaceRefused
        if self.run is replace:
            field = "entity" if self.subject is Entity else "topic"
            if rows.filter(**{f"{field}__in": [each.pk for each in subjects]}).exists():
                raise ReplaceRefused

    @transaction.atomic
    def carry_out(
        self,
        keys: Iterable[int],
        subjects: Sequence[Subject],
        by: User | None,
        reason: str,
        seen: Seen,
    ) -> Done:
        """Do it to the rows with these keys, as one decision. Raises ReplaceRefused."""
        wanted = sorted(keys)
        self.hold(wanted)
        free = set(wanted) - self.touched(wanted, subjects, seen)
        rows = self.model._default_manager.filter(pk__in=free).order_by("pk")
        found = {row.pk: row for row in rows}
        decision = self.run(self.given(list(found.values()), seen), *subjects, by, reason)
        return Done(decision, tuple(key for key in wanted if key not in found))

    def hold(self, keys: Keys) -> None:
        """Until the transaction ends nobody else changes what this is about."""
        for name in self.about:
            rows = apps.get_model("archive", name)._default_manager.select_for_update()
            within = "pk__in" if name == self.model._meta.model_name else "article__in"
            list(rows.filter(**{within: keys}).order_by("pk").values_list("pk"))


def by_people(model: Any, seen: Seen) -> QuerySet[Any]:
    """Lines of the history of a model that people have written since."""
    last = seen[model.history.model._meta.model_name]
    lines: QuerySet[Any] = model.history.filter(PEOPLE, history_id__gt=last)
    return lines.order_by()


def itself(model: type[Model]) -> Touched:
    """A row was changed, or deleted."""

    def touched(keys: Keys, _subjects: Sequence[Subject], seen: Seen) -> set[int]:
        lines = by_people(model, seen).filter(id__in=keys)
        return set(lines.values_list("id", flat=True))

    return touched


def tags_of_subjects(keys: Keys, subjects: Sequence[Subject], seen: Seen) -> set[int]:
    """Articles of which a tag of one of the subjects was changed."""
    found = set[int]()
    for subject in subjects:
        model, field = (EntityTag, "entity") if isinstance(subject, Entity) else (TopicTag, "topic")
        lines = by_people(model, seen).filter(article__in=keys, **{field: subject.pk})
        found.update(lines.values_list("article", flat=True))
    return found


def suggestions(keys: Keys, _subjects: Sequence[Subject], seen: Seen) -> set[int]:
    """Articles with a suggestion that was made one again by a person."""
    found = set[int]()
    for model in (EntityTag, TopicTag):
        lines = by_people(model, seen).filter(article__in=keys)
        open_ = model.objects.suggested().filter(pk__in=lines.values("id"))
        found.update(open_.values_list("article", flat=True))
    return found


def suggested(articles: list[Article], seen: Seen) -> list[EntityTag | TopicTag]:
    """Their open suggestions; one that has come since, by an import or a rereading, is left."""
    found: list[EntityTag | TopicTag] = []
    for model in (EntityTag, TopicTag):
        rows = model.objects.suggested().filter(pk__lte=seen[str(model._meta.model_name)])
        found += rows.filter(article__in=articles)
    return found


TAGS = ("entitytag", "topictag")
STEPS: dict[str, Step] = {
    "article.publish": Step(Article, bulk.publish, itself(Article), ("article",)),
    "article.withdraw": Step(Article, bulk.withdraw, itself(Article), ("article",)),
    "article.confirm": Step(Article, decide.confirm, suggestions, TAGS, given=suggested),
    "article.reject": Step(Article, decide.reject, suggestions, TAGS, given=suggested),
    "article.add_entity": Step(Article, bulk.add_to, tags_of_subjects, TAGS[:1], Entity),
    "article.add_topic": Step(Article, bulk.add_to, tags_of_subjects, TAGS[1:], Topic),
    "article.replace_entity": Step(Article, bulk.replace_in, tags_of_subjects, TAGS[:1], Entity),
    "article.replace_topic": Step(Article, bulk.replace_in, tags_of_subjects, TAGS[1:], Topic),
    **{
        f"{model._meta.model_name}.{name}": Step(
            model, run, itself(model), (str(model._meta.model_name),), asked
        )
        for model, subject in ((EntityTag, Entity), (TopicTag, Topic))
        for name, run, asked in (
            ("confirm", decide.confirm, None),
            ("reject", decide.reject, None),
            ("reconsider", decide.reconsider, None),
            ("replace", replace, subject),
        )
    },
}
