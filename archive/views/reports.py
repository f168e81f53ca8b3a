"""A reader reports an error in an article: a form, and a row on the curators' dashboard."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from archive.models import Article, ErrorReport, Status
from archive.views.articles import gone, present
from archive.views.budget import spent
from archive.views.moved import moved_or_missing

HOUR = 3600
REPORTS = 10  # an hour, of one address


class ReportForm(forms.Form):
    """What is wrong, and how to reach who says so. `website` is a box that people do not see."""

    message = forms.CharField(max_length=4000, error_messages={"required": _("Say what is wrong.")})
    contact = forms.CharField(max_length=200, required=False)
    website = forms.CharField(max_length=200, required=False)

    @property
    def by_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    article = present(pk)
    if article is None:
        return moved_or_missing(request)
    if article.status == Status.WITHDRAWN:
        return gone(request, article)
    if request.method == "POST":
        return sent(request, article)
    return form_page(request, article, ReportForm())


def sent(request: HttpRequest, article: Article) -> HttpResponse:
    form = ReportForm(request.POST)
    if not form.is_valid():
        return form_page(request, article, form, status=400)
    if spent(request, "reports", HOUR) > REPORTS:
        return form_page(request, article, form, too_many=True, status=429)
    if not form.by_machine:
        said = {name: form.cleaned_data[name] for name in ("message", "contact")}
        ErrorReport.objects.create(article=article, **said)
    return HttpResponseRedirect(f"{reverse('article_report', args=[article.pk])}?sent=1")


def form_page(
    request: HttpRequest,
    article: Article,
    form: ReportForm,
    *,
    too_many: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "article": article,
        "form": form,
        "sent": request.method != "POST" and "sent" in request.GET,
        "too_many": too_many,
    }
    return render(request, "archive/report_page.html", context, status=status)
