"""“What would change?” beside Save: texts are read with what the form says, and nothing is kept.

The form is saved and taken back at once, twice: to know what it teaches, and to link what the texts
say to the rows as they would be. Between these texts are read, which takes seconds, and anybody may
write.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.admin.choosing import number
from archive.admin.listing import ListAdmin
from archive.admin.versions import shown_again
from archive.curation.affected import Affected, ask_to_reread
from archive.importing.knowledge import load_knowledge
from archive.importing.trial import Effect, about, compare, read_as_known
from archive.models import Article

READ = 40  # texts that are read for an answer, twice each
Answer = TypeVar("Answer")
Words = dict[Any, Any]  # what names or rules there are, each with what it says


class ForeseeingAdmin(ListAdmin):
    """Forms whose rows decide what texts mean. Subclasses say which words those rows hold."""

    change_form_template = "admin/archive/foreseen_form.html"

    @abstractmethod
    def words_now(self, key: Any) -> Words:
        """The names or rules as they stand in the rows, of the object with this key."""

    @abstractmethod
    def affected(self, key: Any, changed: Words) -> Affected:
        """Articles that have these words."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        view = super().changeform_view
        unknown = object_id is not None and number(object_id) is None
        if request.method != "POST" or unknown:
            return view(request, object_id, form_url, extra_context)

        def save() -> HttpResponse:
            return view(request, object_id, form_url, extra_context)

        if "_foresee" not in request.POST:
            return self.saved(request, object_id, save)
        effect = self.foresee(request, object_id, save)
        if effect is not None:
            request.foreseen = effect  # type: ignore[attr-defined]
        context = {**(extra_context or {}), "effect": effect}
        return view(request, object_id, form_url, context)

    def saved(
        self, request: HttpRequest, object_id: str | None, save: Callable[[], HttpResponse]
    ) -> HttpResponse:
        """After a change of names or rules: the texts that have the words may be read again."""
        before = self.words_now(object_id)
        response = save()
        changed = self.changed(request, object_id, before)
        if isinstance(response, HttpResponseRedirect) and changed:
            self.offer(request, self.affected(object_id or self.made(request), changed), changed)
        return response

    def offer(self, request: HttpRequest, affected: Affected, changed: Words) -> None:
        reason = ", ".join(dict.fromkeys(str(key[0]) for key in changed))
        if not request.user.has_perm("archive.add_rereading"):
            return
        rereading = ask_to_reread(reason, affected, request.user)
        if rereading is None:
            return
        said = ngettext(
            "%(count)s text has these words.",
            "%(count)s texts have these words.",
            rereading.total,
        )
        address = reverse("admin:archive_rereading_change", args=[rereading.pk])
        link = format_html(
            '{} <a href="{}">{}</a>',
            said % {"count": rereading.total},
            address,
            _("Read them again …"),
        )
        messages.info(request, link)

    def foresee(
        self, request: HttpRequest, object_id: str | None, save: Callable[[], HttpResponse]
    ) -> Effect | None:
        """None when the form has faults, which it then shows itself."""
        before, known = self.words_now(object_id), load_knowledge()
        taught = self.tried(
            request, save, lambda: (self.changed(request, object_id, before), load_knowledge())
        )
        if taught is None:
            return None
        changed, knowledge = taught
        affected = self.affected(object_id, changed) if changed else Affected(0, ())
        articles = list(Article.objects.with_text().filter(pk__in=affected.articles[:READ]))
        old, new = (read_as_known(articles, each) for each in (known, knowledge))
        after = self.tried(request, save, lambda: about(articles, new))
        if after is None:  # somebody has changed it while texts were read
            return None
        return compare(articles, affected.count, about(articles, old), after)

    def changed(self, request: HttpRequest, object_id: str | None, before: Words) -> Words:
        return difference(before, self.words_now(object_id or self.made(request)))

    def tried(
        self, request: HttpRequest, save: Callable[[], HttpResponse], ask: Callable[[], Answer]
    ) -> Answer | None:
        """The answer while the form is saved, which is taken back. None: the form has faults."""
        with transaction.atomic():
            response = save()
            answer = ask() if isinstance(response, HttpResponseRedirect) else None
            transaction.set_rollback(True)
        forget_messages(request)
        request.made = None  # type: ignore[attr-defined]
        return answer

    def made(self, request: HttpRequest) -> Any:
        """The key of the object that the form has just made."""
        return getattr(request, "made", None)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        request.made = obj.pk  # type: ignore[attr-defined]

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,  # noqa: FBT002
        **options: Any,
    ) -> Any:
        """When only asked what would change, the form is shown again as it was filled in."""
        form: Any = super().get_form(request, obj, change, **options)
        if getattr(request, "foreseen", None) is None:
            return form
        return shown_again(form)


def forget_messages(request: HttpRequest) -> None:
    """Nothing was saved, so nothing is said to have been."""
    storage: Any = messages.get_messages(request)
    storage._queued_messages.clear()


def difference(before: Words, after: Words) -> Words:
    """What only one of the two has, or has otherwise."""
    return {
        key: after.get(key, before.get(key))
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key)
    }
