"""The page that parts an entity in two: choose names, see what would move, say yes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.admin.choosing import choose
from archive.admin.listing import ListAdmin
from archive.admin.messages import undoable
from archive.curation.split import SplitRefused, foresee, forms_of, split
from archive.models import Entity
from archive.text.fold import fold


def split_page(request: HttpRequest, admin: ListAdmin, pk: int) -> HttpResponse:
    """GET lists the names; POST shows what would move, and with `yes` moves it."""
    entity = Entity.objects.filter(pk=pk).first()
    if entity is None:
        raise Http404
    if not (admin.has_change_permission(request) and request.user.has_perm("archive.add_entity")):
        raise PermissionDenied
    names = request.POST.getlist("name")
    refusal = ""
    if request.method == "POST" and "yes" in request.POST:
        try:
            return carry_out(request, entity, names)
        except SplitRefused as fault:
            refusal = str(fault)
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "title": _("Split %(name)s") % {"name": entity.name},
        "opts": Entity._meta,
        "entity": entity,
        "names": names_of(entity),
        "chosen": names,
        "parting": foresee(entity, names) if names else None,
        "to": request.POST.get("to", ""),
        "to_name": request.POST.get("to_name", ""),
        "refusal": refusal,
    }
    return TemplateResponse(request, "admin/archive/entity/split.html", context)


def names_of(entity: Entity) -> list[tuple[str, int]]:
    """Every name but the preferred one, with how often it stands in texts."""
    counts: dict[str, tuple[str, int]] = {}
    for surface, times in forms_of(entity):
        name, before = counts.get(fold(surface), (surface, 0))
        counts[fold(surface)] = (name, before + times)
    for text, folded in entity.aliases.order_by("text").values_list("text", "folded")[:200]:
        counts.setdefault(folded, (text, 0))
    counts.pop(entity.folded, None)
    return list(counts.values())


def carry_out(request: HttpRequest, entity: Entity, names: list[str]) -> HttpResponse:
    choice = choose(request.POST, Entity)
    name = request.POST.get("to_name", "").strip()
    other = choice.subject if isinstance(choice.subject, Entity) else name
    if not other:
        raise SplitRefused(_("Say what the names are: another entity, or the name of a new one."))
    made, decision = split(entity, names, other, request.user)  # type: ignore[arg-type]
    said = _("%(names)s: now %(other)s.") % {"names": ", ".join(names), "other": made.name}
    messages.success(request, undoable(said, decision))
    return HttpResponseRedirect(reverse("admin:archive_entity_change", args=[made.pk]))
