"""One article: its text with every name marked, its tags with their reasons, its citation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext, override
from django.views.decorators.http import require_safe

from archive.citing.citable import Citable, citable
from archive.citing.formats import FORMATS
from archive.citing.styles import styles
from archive.dates.reasons import in_language
from archive.models import (
    SEPARATOR,
    Article,
    DateBasis,
    DateMention,
    Entity,
    Kind,
    Mention,
    Status,
)
from archive.search.related import related, subjects_of
from archive.text.scripts import writes_spaces
from archive.views.context import SITE_NAME
from archive.views.evidence import Section, sections
from archive.views.freshness import kept, page
from archive.views.marking import Mark, mark_paragraphs
from archive.views.metadata import highwire, json_ld
from archive.views.moved import moved_or_missing, moved_to
from archive.views.offices import offices_at
from archive.views.provenance import origins_of
from archive.views.trail import trail_of

CSS_CLASSES = {
    Kind.PERSON: "person",
    Kind.ORGANIZATION: "organisation",
    Kind.BLOC: "organisation",
}
SHORT_SPAN = 31  # days a date may be uncertain by, and still have others of the same days
AROUND = timedelta(days=10)
SAME_DAYS = 5
WITHOUT_YEAR = {"day_without_year", "weekday"}


def present(pk: int) -> Article | None:
    """The article with its text, unless it is a draft: a draft is as good as missing."""
    return Article.objects.with_text().filter(pk=pk).exclude(status=Status.DRAFT).first()


@require_safe
@kept
def article(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    found = present(pk)
    if found is None:
        return moved_or_missing(request)
    if found.status == Status.WITHDRAWN:
        return gone(request, found)
    if slug != found.slug:
        return moved_to(request, found.get_absolute_url())
    context = article_context(request, found)
    whole = context["related"] is not None
    return page(request, "archive/article_page.html", context, whole=whole)


@require_safe
def short(request: HttpRequest, pk: int) -> HttpResponse:
    found = present(pk)
    if found is None:
        return moved_or_missing(request)
    if found.status == Status.WITHDRAWN:
        return gone(request, found)
    return moved_to(request, found.get_absolute_url())


@require_safe
def cite(request: HttpRequest, pk: int, format: str) -> HttpResponse:  # noqa: A002
    """The citation as a file for a reference manager."""
    form = next((one for one in FORMATS if one.extension == format), None)
    found = present(pk) if form else None
    if form is None or found is None:
        return moved_or_missing(request)
    if found.status == Status.WITHDRAWN:
        return gone(request, found)
    cited = cited_as(request, found)
    return HttpResponse(
        form.write(cited),
        content_type=f"{form.media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{cited.key}.{form.extension}"'},
    )


def gone(request: HttpRequest, article: Article) -> HttpResponse:
    """A withdrawn article says that it was here, since when it is not, and why."""
    return render(request, "410.html", {"article": article}, status=410)


def article_context(request: HttpRequest, article: Article) -> dict[str, Any]:
    text = article.text
    entity_tags = list(article.entity_tags.visible().select_related("entity"))
    topic_tags = list(article.topic_tags.visible().select_related("topic"))
    shown = {tag.entity_id: tag.entity for tag in entity_tags}
    mentions = mentions_of(article, shown)
    marks = [entity_mark(mention, shown[mention.entity_id]) for mention in mentions]
    marks += [date_mark(date, article) for date in dates_of(article)]
    paragraphs = mark_paragraphs(text, marks, start=len(article.title) + len(SEPARATOR))
    persons = [entity.pk for entity in shown.values() if entity.kind == Kind.PERSON]
    offices = offices_at(article, persons)
    named = sections(entity_tags, topic_tags, mentions, paragraphs, text, offices)
    permalink = permalink_of(request, article)
    kin = related(article, subjects_of(entity_tags, topic_tags))
    return {
        "article": article,
        "paragraphs": paragraphs,
        "sections": named,
        "named_in_words": in_words(named),
        "length": length_of(article),
        "date_reasons": reasons_of(article),
        "origins": origins_of(article),
        "permalink": permalink,
        "highwire": highwire(article, permalink),
        "json_ld": json_ld(article, permalink, entity_tags, topic_tags),
        "citations": styles(cited_as(request, article)),
        "citation_formats": FORMATS,
        "trail": trail_of(article, request.GET),
        "related": kin,
        "same_days": [] if kin else same_days(article),
        "month_url": month_of(article),
        "canonical": request.build_absolute_uri(article.get_absolute_url()),
    }


def length_of(article: Article) -> str:
    """In words; in characters where a language writes no spaces between words."""
    spaced = writes_spaces(article.language)
    number = article.word_count if spaced else len("".join(article.body.split()))
    said = {"n": number_format(number, force_grouping=True)}
    if spaced:
        return ngettext("%(n)s word", "%(n)s words", number) % said
    return ngettext("%(n)s character", "%(n)s characters", number) % said


def same_days(article: Article) -> list[Article]:
    """Others wholly of the days around a date that is known well enough, the newest first."""
    first, last = article.date_earliest, article.date_latest
    if first is None or last is None or (last - first).days > SHORT_SPAN:
        return []
    window = (first - min(AROUND, first - date.min), last + min(AROUND, date.max - last))
    near = Article.objects.published().filter(
        date_earliest__range=window, date_latest__lte=window[1]
    )
    others = near.exclude(pk=article.pk).select_related("source")
    return list(others.order_by("-date_latest", "-pk")[:SAME_DAYS])


def month_of(article: Article) -> str:
    """The page of the month it is from, or may be from."""
    day = article.date_earliest
    return reverse("timeline_month", args=[f"{day:%Y}".zfill(4), f"{day:%m}"]) if day else ""


def reasons_of(article: Article) -> list[tuple[str, str]]:
    """Each reason for the date in the reader's language, with the code of the one it stays in.

    A machine's reasons are kept in English; what a curator wrote is in no language we know.
    """
    kept = "" if article.date_basis == DateBasis.CURATOR else settings.LANGUAGE_CODE
    reader = get_language() or settings.LANGUAGE_CODE
    said = [(line, in_language(line, reader)) for line in article.date_note.splitlines()]
    return [(now, kept if now == line else "") for line, now in said]


def permalink_of(request: HttpRequest, article: Article) -> str:
    """The short address, which is the same in every language."""
    with override(settings.LANGUAGE_CODE):
        return request.build_absolute_uri(reverse("article_short", args=[article.pk]))


def cited_as(request: HttpRequest, article: Article) -> Citable:
    """What a citation says does not depend on the language of the page."""
    with override(settings.LANGUAGE_CODE):
        return citable(article, str(SITE_NAME), permalink_of(request, article))


def mentions_of(article: Article, shown: dict[int, Entity]) -> list[Mention]:
    """Mentions in the present text of entities that are shown; of a rejected tag there are none."""
    if article.revision is None:
        return []
    return [one for one in article.revision.mentions.all() if one.entity_id in shown]


def dates_of(article: Article) -> Sequence[DateMention]:
    """Dates in the present text; vague ones, such as "in recent years", say nothing more marked."""
    return list(article.revision.dates.exclude(basis="vague")) if article.revision else []


def entity_mark(mention: Mention, entity: Entity) -> Mark:
    css_class = CSS_CLASSES.get(Kind(entity.kind), "")
    return Mark(mention.start, mention.end, css_class, entity.get_absolute_url())


def date_mark(date: DateMention, article: Article) -> Mark:
    """A date leads to the articles of that time; one without a year to how the year is known."""
    url = ""
    if date.earliest and date.latest:
        span = {"date_from": date.earliest.isoformat(), "date_to": date.latest.isoformat()}
        url = f"{reverse('search')}?{urlencode(span)}"
    elif date.basis in WITHOUT_YEAR and article.date_basis == DateBasis.INFERRED:
        url = "#dating"
    return Mark(date.start, date.end, "date", url)


def in_words(named: Sequence[Section]) -> str:
    """How many of each kind are named: "7 countries, 4 people, 3 topics"."""
    counts = {section.id.removeprefix("named-"): len(section.rows) for section in named}
    phrases = {
        "country": ngettext("%(n)s country", "%(n)s countries", counts.get("country", 0)),
        "bloc": ngettext("%(n)s bloc", "%(n)s blocs", counts.get("bloc", 0)),
        "person": ngettext("%(n)s person", "%(n)s people", counts.get("person", 0)),
        "organization": ngettext(
            "%(n)s organisation", "%(n)s organisations", counts.get("organization", 0)
        ),
        "place": ngettext("%(n)s place", "%(n)s places", counts.get("place", 0)),
        "topic": ngettext("%(n)s topic", "%(n)s topics", counts.get("topic", 0)),
    }
    return ", ".join(phrases[kind] % {"n": count} for kind, count in counts.items())
