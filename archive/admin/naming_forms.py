"""Forms of names and rules: what cannot be one is said beside its field."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.fields import EdtfField
from archive.admin.watched import WatchedForm
from archive.curation.affected import expression
from archive.models import Alias, AliasKind, Entity, RuleKind, TopicRule
from archive.models.entity import check_length
from archive.search.engine import EngineUnavailable, SearchQuery
from archive.search.engines import get_engine
from archive.text.fold import fold
from archive.text.tokens import is_unspaced, words

PATTERN = re.compile(r"[*?+\[\]{}()|\\^$]")
MOST_WORDS = 8
SCATTERED = {RuleKind.ANY, RuleKind.ALL, RuleKind.NEAR}
TELLING = 0.5  # a rule that fits more than this share of all articles says nothing
ENOUGH = 40  # articles, below which shares mean nothing


class AliasForm(WatchedForm):
    valid_from = EdtfField(
        label=gettext_lazy("From (EDTF)"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "When the name was in use. This is kept and exported for people to read; texts of any "
            "date are still recognised by the name."
        ),
    )
    valid_to = EdtfField(
        label=gettext_lazy("To (EDTF)"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("As “from”: kept for people, not used to recognise texts."),
    )

    class Meta:
        model = Alias
        fields = (
            "entity",
            "text",
            "language",
            "kind",
            "case_matters",
            "ambiguous",
            "enabled",
            "valid_from",
            "valid_to",
        )

    def clean_text(self) -> str:
        """A single letter is in every text; a single sign of Chinese may be a name."""
        text: str = " ".join(self.cleaned_data["text"].split())
        letters = fold(text).strip()
        if not words(text):
            raise ValidationError(_("A name has letters or figures."))
        if len(letters) < 2 and not is_unspaced(letters):
            raise ValidationError(_("A single letter is no name: it would be found everywhere."))
        return text

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        entity = data.get("entity") or getattr(self.instance, "entity", None)
        text = data.get("text")
        if text and entity is not None and data.get("enabled", True):
            self.refuse_what_is_taken(text, entity, ambiguous=data.get("ambiguous", False))
        return data

    def refuse_what_is_taken(self, text: str, entity: Entity, *, ambiguous: bool) -> None:
        """The same name twice, or a name of another one that is not said to be ambiguous."""
        language = self.cleaned_data.get("language", "")
        others = Alias.objects.exclude(pk=self.instance.pk)
        if others.filter(entity=entity, text=text, language=language).exists():
            self.add_error("text", _("It has this name already."))
        if ambiguous or not ({"text", "ambiguous", "enabled", "entity"} & set(self.changed_data)):
            return
        folded = fold(text)
        named = others.filter(folded=folded, enabled=True, ambiguous=False).values("entity")
        owner = (
            Entity.objects.filter(Q(folded=folded) | Q(pk__in=named)).exclude(pk=entity.pk).first()
        )
        if owner is not None:
            refusal = _(
                "This is a name of %(owner)s (%(kind)s). If it means both, mark it as ambiguous."
            )
            kind = owner.get_kind_display()
            self.add_error("text", refusal % {"owner": owner.name, "kind": kind})


def refusal_of_length(_entity: Entity, name: str) -> str:
    """Why this is no name of anything, "" where it may be one."""
    try:
        check_length(name, "text")
    except ValidationError as fault:
        return " ".join(fault.messages)
    return ""


def refusal_of(entity: Entity, name: str) -> str:
    """Why this cannot be a name of the entity, "" where it can, or is one already."""
    folded = fold(name)
    if folded == entity.folded or entity.aliases.filter(folded=folded).exists():
        return ""
    form = AliasForm(
        {"entity": entity.pk, "text": name, "kind": AliasKind.VARIANT, "enabled": "on"}
    )
    return "" if form.is_valid() else " ".join(str(each) for each in form.errors.get("text", []))


class RuleForm(WatchedForm):
    class Meta:
        model = TopicRule
        fields = ("language", "kind", "phrase", "weight", "enabled")

    def clean_phrase(self) -> str:
        """Plain words: what is matched is their stems, so there are no patterns to be slow."""
        phrase: str = " ".join(self.cleaned_data["phrase"].split())
        if PATTERN.search(phrase):
            raise ValidationError(_("A rule is plain words: patterns and signs are not read."))
        found = words(phrase)
        if not found:
            raise ValidationError(_("A rule has at least one word."))
        if len(found) > MOST_WORDS:
            raise ValidationError(_("At most %(most)s words.") % {"most": MOST_WORDS})
        if any(len(word) < 2 and not is_unspaced(word) for word in found):
            raise ValidationError(_("A single letter says nothing of a topic."))
        return phrase

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        phrase, kind = data.get("phrase", ""), data.get("kind")
        if phrase and kind in SCATTERED and len(words(phrase)) < 2:
            self.add_error("phrase", _("Rules of this kind have two words or more."))
        elif phrase and self.has_changed():
            rule = TopicRule(language=data.get("language", ""), kind=kind or "", phrase=phrase)
            self.refuse_what_fits_everything(rule)
        return data

    def refuse_what_fits_everything(self, rule: TopicRule) -> None:
        asked = expression(rule)
        engine = get_engine()
        try:
            everything = engine.summary(SearchQuery()).total
            fits = engine.summary(SearchQuery(words=asked)).total if asked else 0
        except EngineUnavailable:
            return  # then nobody can say
        if everything >= ENOUGH and fits > everything * TELLING:
            refusal = _("These words stand in %(fits)s of %(all)s articles: they tell nothing.")
            self.add_error("phrase", refusal % {"fits": fits, "all": everything})
