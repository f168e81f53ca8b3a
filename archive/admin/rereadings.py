"""Texts being read again: how far it is, and a button that goes on."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy

from archive.admin.listing import Finished, ReadOnlyAdmin
from archive.importing.rereading import go_on
from archive.models import Rereading


@admin.register(Rereading)
class RereadingAdmin(ReadOnlyAdmin):
    list_display = ("reason", "how_far", "changed", "asked_by", "asked_at", "finished_at")
    list_filter = (("finished_at", Finished),)
    list_select_related = ("asked_by",)
    fields = ("reason", "asked_by", "asked_at", "finished_at", "changed")
    readonly_fields = fields
    change_form_template = "admin/archive/rereading/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        on = path("<int:pk>/on/", self.admin_site.admin_view(self.on), name="archive_rereading_on")
        return [on, *super().get_urls()]

    def on(self, request: HttpRequest, pk: int) -> HttpResponse:
        rereading = Rereading.objects.filter(pk=pk).first()
        if request.method != "POST" or rereading is None:
            raise Http404
        if not request.user.has_perm("archive.change_rereading"):
            raise PermissionDenied
        rereading = go_on(rereading)
        address = reverse("admin:archive_rereading_change", args=[pk])
        more = rereading.finished_at is None and "all" in request.POST
        return HttpResponseRedirect(f"{address}?on=1" if more else address)

    @admin.display(description=gettext_lazy("read"))
    def how_far(self, rereading: Rereading) -> str:
        return f"{rereading.done} / {rereading.total}"
