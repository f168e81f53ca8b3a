"""What curators taught the archive, as the plain values that extraction takes."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from archive.extraction.gazetteer import Name
from archive.extraction.topic_rules import TopicRule
from archive.importing.authorities import DELETED
from archive.importing.extractor import Knowledge
from archive.models import Alias, Entity, Kind, Suppression
from archive.models import TopicRule as TopicRuleRow

KEYED = (Kind.COUNTRY, Kind.BLOC)  # kinds whose names the gazetteer keeps by their code


def load_knowledge() -> Knowledge:
    """What stands in the rows now."""
    return Knowledge(tuple(_names()), tuple(_suppressed()), _rules())


def _names() -> list[Name]:
    rows = Alias.objects.filter(
        entity__kind__in=KEYED, origin="curator", enabled=True, ambiguous=False
    ).exclude(entity__code="")
    return [
        Name(kind, code, text, language, role, "caps" if case_matters else "fold")
        for kind, code, text, language, role, case_matters in rows.values_list(
            "entity__kind", "entity__code", "text", "language", "kind", "case_matters"
        ).order_by("pk")
    ]


def _suppressed() -> list[tuple[str, str]]:
    """Names that are not this entity anywhere, and those that a curator switched off or deleted."""
    everywhere = Suppression.objects.filter(article__isnull=True).values_list(
        "folded", "entity__code"
    )
    switched_off = Alias.objects.filter(enabled=False).values_list("folded", "entity__code")
    present = Alias.objects.filter(folded=OuterRef("folded"), entity=OuterRef("entity"))
    deleted = Alias.history.filter(~Exists(present), history_type=DELETED)
    keyed = Entity.objects.filter(kind__in=KEYED).exclude(code="")
    pairs = {
        pair
        for rows in (everywhere, switched_off, deleted.values_list("folded", "entity__code"))
        for pair in rows.filter(entity__in=keyed).order_by()
    }
    return sorted(pairs)


def _rules() -> tuple[TopicRule, ...]:
    rows = TopicRuleRow.objects.filter(enabled=True).order_by("pk")
    return tuple(
        TopicRule(*row)
        for row in rows.values_list("topic__slug", "language", "phrase", "weight", "kind")
    )
