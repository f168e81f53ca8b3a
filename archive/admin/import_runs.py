"""Imports, to look through, to run again and to take back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin.listing import Finished, ReadOnlyAdmin
from archive.admin.starting import start
from archive.importing.lock import Locked, lock
from archive.importing.roll_back import NotDone, RolledBack, preview, roll_back
from archive.importing.values import STANDARD_INPUT
from archive.models import ImportRecord, ImportRun, Outcome

SHOWN = 100  # rejected records on the page of a run
AT_ONCE = 1_000  # records; more are taken back by a process of their own, for that takes minutes


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ("started_at", "finished_at", "outcome", "files", "records", "rolled_back_at")
    list_filter = (("finished_at", Finished),)
    fields = ("started_at", "finished_at", "files", "given", "outcome", "rolled_back_at")
    readonly_fields = fields
    change_form_template = "admin/archive/importrun/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/roll-back/", view(self.roll_back), name="archive_importrun_roll_back"),
            path("<int:pk>/again/", view(self.again), name="archive_importrun_again"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("outcome"))
    def outcome(self, run: ImportRun) -> str:
        if run.interrupted:
            return _("did not end")
        names = {**dict(Outcome.choices), "grouped": _("copies of another")}
        return ", ".join(f"{names.get(name, name)}: {n}" for name, n in run.counts.items() if n)

    @admin.display(description=gettext_lazy("files"))
    def files(self, run: ImportRun) -> str:
        more = len(run.paths) - 3
        return ", ".join(run.paths[:3]) + (f" (+{more})" if more > 0 else "")

    @admin.display(description=gettext_lazy("options"))
    def given(self, run: ImportRun) -> str:
        return ", ".join(f"{name}: {value}" for name, value in run.options.items() if value)

    @admin.display(description=gettext_lazy("records"))
    def records(self, run: ImportRun) -> SafeString:
        address = reverse("admin:archive_importrecord_changelist")
        return format_html('<a href="{}?run__id__exact={}">{}</a>', address, run.pk, _("show"))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        run = self.get_object(request, object_id)
        rejected = ImportRecord.objects.filter(run=run, outcome=Outcome.REJECTED)
        context = {
            "rejected": list(rejected.order_by("pk")[:SHOWN]) if run else [],
            "may_change": may_change(request),
            "repeatable": bool(run and command_of(run)),
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)

    def roll_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What a roll-back would do; done when a person says yes."""
        run = self._run(request, pk)
        if run.rolled_back_at:
            self.message_user(request, _("It was rolled back before."), messages.WARNING)
            return self._page_of(run)
        if request.method == "POST":
            self._take_back(request, run)
            return self._page_of(run)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Roll back an import"),
            "opts": self.opts,
            "run": run,
            "large": is_large(run),
            "preview": preview(run) if not is_large(run) else None,
        }
        return TemplateResponse(request, "admin/archive/importrun/roll_back.html", context)

    def again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Start the same import in a process of its own; it takes the lock like any other."""
        run = self._run(request, pk)
        arguments = command_of(run)
        if request.method == "POST" and arguments:
            start(arguments)
            told = _("The import has been started. What it finds new is a run in this list.")
            self.message_user(request, told)
        return self._page_of(run)

    def _run(self, request: HttpRequest, pk: int) -> ImportRun:
        if not may_change(request):
            raise PermissionDenied
        run = ImportRun.objects.filter(pk=pk).first()
        if run is None:
            raise Http404
        return run

    def _take_back(self, request: HttpRequest, run: ImportRun) -> None:
        if is_large(run):
            start(["roll_back_import", str(run.pk)])
            self.message_user(
                request, _("The roll-back has been started; this page shows its end.")
            )
            return
        try:
            with lock(settings.DATA_DIR):
                self.message_user(request, told_of(roll_back(run)))
        except (Locked, NotDone) as fault:
            self.message_user(request, str(fault), messages.ERROR)

    def _page_of(self, run: ImportRun) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:archive_importrun_change", args=[run.pk]))


def may_change(request: HttpRequest) -> bool:
    """Who may delete articles may take back what made them."""
    return bool(request.user.has_perm("archive.delete_article"))


def is_large(run: ImportRun) -> bool:
    return run.records.order_by()[: AT_ONCE + 1].count() > AT_ONCE


def told_of(done: RolledBack) -> str:
    removed = ngettext("%(n)s article removed", "%(n)s articles removed", done.removed)
    left = len(done.left)
    parts = [
        removed % {"n": done.removed},
        _("%(n)s restored") % {"n": done.restored},
        _("%(n)s left, for people have worked on them") % {"n": left} if left else "",
    ]
    return ", ".join(filter(None, parts)) + "."


def command_of(run: ImportRun) -> Sequence[str]:
    """The command that repeats a run; empty where it read standard input."""
    if not run.paths or STANDARD_INPUT in run.paths or "standard input" in run.paths:
        return []
    options = [f"--{name}={value}" for name, value in run.options.items() if value]
    return ["import_articles", *options, "--", *run.paths]
