"""The texts that an article has had: what changed from one to the next, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.admin.choosing import number
from archive.admin.conflict import Effort, Piece, paragraphs, words
from archive.admin.listing import ListAdmin
from archive.curation.correct import mark_curated
from archive.importing.extracting import refresh
from archive.models import Article, Revision

SHOWN = 20


@dataclass(frozen=True)
class Step:
    """A text, and what it changed of the one before."""

    revision: Revision
    title: tuple[Piece, ...]
    body: tuple[Piece, ...]
    present: bool


def texts_page(request: HttpRequest, admin: ListAdmin, pk: int) -> HttpResponse:
    article = Article.objects.with_text().filter(pk=pk).first()
    if article is None or not admin.has_view_permission(request, article):
        raise Http404
    may_change = admin.has_change_permission(request, article)
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        take(request, article, request.POST.get("revision", ""))
        return HttpResponseRedirect(reverse("admin:archive_article_texts", args=[pk]))
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Texts of “%(title)s”") % {"title": article.title},
        "opts": Article._meta,
        "article": article,
        "steps": steps(article),
        "may_change": may_change,
    }
    return TemplateResponse(request, "admin/archive/article/texts.html", context)


def steps(article: Article) -> list[Step]:
    """The newest first, each against the one before it."""
    rows = list(article.revisions.order_by("-pk")[: SHOWN + 1])
    found, effort = [], Effort()
    for revision, former in zip(rows, [*rows[1:], None], strict=True):
        title, body = (former.title, former.body) if former else (revision.title, revision.body)
        found.append(
            Step(
                revision,
                words(title, revision.title, effort),
                paragraphs(body, revision.body, effort),
                revision.pk == article.revision_id,
            )
        )
    return found[:SHOWN]


def take(request: HttpRequest, article: Article, key: str) -> None:
    """Make a former text the present one again: as a new one, so that nothing is lost."""
    former = article.revisions.filter(pk=number(key) or 0).first()
    if former is None:
        raise Http404
    article._history_user = request.user  # type: ignore[attr-defined]
    mark_curated(article, ["title", "body"])
    article.revise(former.title, former.body)
    refresh(article)
    messages.success(request, _("The former text is the present one again."))
