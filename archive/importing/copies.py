"""Copies of one text find each other: near-duplicates and wire copies stand in one group.

Nothing is deleted and nothing hidden. Every article of a group is like its lead, the first of
them; so no chain of small differences joins two different texts. Whoever a curator has taken out
of a group, or put into one, stays where they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from django.db import connection
from django.utils.translation import gettext_noop

from archive.importing.fingerprint import are_copies, bands
from archive.models import Article, ArticleGroup, EntityTag, Kind, TextBand
from archive.models.rows import insert

SAME_TEXT = gettext_noop("The same text, word for word.")
NEARLY = gettext_noop("Nearly the same text: copies of one report.")
CURATED = "group"  # the field, in the provenance of an article
BAND = ("band", "article_id")
MOST_OF_A_BAND = 20  # of the newest articles that share it
MOST_COMPARED = 5  # of those that share the most bands


def place(article: Article, text: str, own: Sequence[int], same: Article | None) -> bool:
    """Put a saved article into the group of which it is a copy, or make it findable for others.

    `own` are the bands of its text, `same` an article with the very same text. In a transaction.
    """
    if CURATED in article.curated_fields:
        return False
    if same and (same.pk == article.pk or CURATED in same.curated_fields):
        same = None
    lead = _lead_of(same) if same else _find(article, text, own)
    if lead is None:
        _publish(article, own)
        return False
    join(article, lead, SAME_TEXT if same else NEARLY)
    return True


def join(article: Article, lead: Article, reason: str) -> None:
    """Put both into one group, made if need be."""
    group = lead.group
    if group is None:
        group = lead.group = ArticleGroup.objects.create(reason=reason, lead=lead)
        Article.objects.filter(pk=lead.pk).update(group=group)
    elif reason == NEARLY and group.reason == SAME_TEXT:
        ArticleGroup.objects.filter(pk=group.pk).update(reason=NEARLY)
    article.group = group
    Article.objects.filter(pk=article.pk).update(group=group)


def withdraw(article: Article, text: str) -> None:
    """Take an article whose text changes out of its group and out of reach; `text`: its former."""
    TextBand.objects.filter(band__in=bands(text), article_id=article.pk).delete()
    group = article.group
    if group is None or CURATED in article.curated_fields:
        return
    article.group = None
    Article.objects.filter(pk=article.pk).update(group=None)
    settle([group.pk])


def settle(groups: Collection[int]) -> None:
    """Groups that have lost articles get another lead, or end when only one is left."""
    for group in ArticleGroup.objects.filter(pk__in=groups):
        rows = Article.objects.filter(group=group).order_by("pk").select_related("revision")
        left = list(rows[:2])
        if len(left) > 1 and rows.filter(pk=group.lead_id or 0).exists():
            continue
        if left:
            make_findable(left[0])
        if len(left) > 1:
            ArticleGroup.objects.filter(pk=group.pk).update(lead=left[0])
        else:
            group.delete()  # the last one's group becomes none


def make_findable(article: Article) -> None:
    """Let later texts find an article that stood behind the lead of its group."""
    own = bands(article.body)
    TextBand.objects.filter(band__in=own, article_id=article.pk).delete()
    _publish(article, own)


def _find(article: Article, text: str, own: Sequence[int]) -> Article | None:
    """The oldest article of the archive that this one is a copy of, by the bands they share."""
    shared = Counter(pk for pk in _sharing(own) if pk != article.pk)
    likely = sorted(shared, key=lambda pk: (-shared[pk], pk))[:MOST_COMPARED]
    if not likely:
        return None
    present = Article.objects.select_related("revision", "group").in_bulk(likely)
    for pk in likely:
        other = present.get(pk)
        if other is None or CURATED in other.curated_fields:
            continue
        if are_copies(text, other.body) and _of_the_same_countries(article, other):
            return other
    return None


def _publish(article: Article, own: Sequence[int]) -> None:
    insert(TextBand, BAND, [(band, article.pk) for band in own])


def known_bands(bands: Collection[int]) -> set[int]:
    """Those of the bands that an article has already."""
    if not bands:
        return set()
    table = connection.ops.quote_name(TextBand._meta.db_table)
    signs = ", ".join(["(%s)"] * len(bands))
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {table}.band = asked.band)"  # noqa: S608 - the model's  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH asked(band) AS (VALUES {signs}) SELECT band FROM asked WHERE {there}",  # noqa: S608 - as above  # nosec B608
            list(bands),
        )
        return {band for (band,) in cursor.fetchall()}


def _sharing(own: Sequence[int]) -> list[int]:
    """The articles that have a band, once for each."""
    if not own:
        return []
    table = connection.ops.quote_name(TextBand._meta.db_table)
    newest = f"WHERE band = %s ORDER BY article_id DESC LIMIT {MOST_OF_A_BAND}"
    part = f"SELECT * FROM (SELECT article_id FROM {table} {newest}) AS part"  # noqa: S608 - the model's  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([part] * len(own)), list(own))
        return [pk for (pk,) in cursor.fetchall()]


def _of_the_same_countries(one: Article, other: Article) -> bool:
    """Two notes to two countries may differ in nothing but their names."""
    tags = EntityTag.objects.filter(article__in=[one, other], entity__kind=Kind.COUNTRY)
    of: dict[int, set[int]] = {one.pk: set(), other.pk: set()}
    central: dict[int, set[int]] = {one.pk: set(), other.pk: set()}
    for article_id, entity_id, is_central in tags.values_list("article", "entity", "central"):
        of[article_id].add(entity_id)
        if is_central:
            central[article_id].add(entity_id)
    return not (central[one.pk] - of[other.pk] and central[other.pk] - of[one.pk])


def _lead_of(article: Article) -> Article:
    lead = article.group.lead if article.group else None
    return lead or article
