"""Forms that say so when what they show was changed after the page was opened.

Each form, and each line below it, carries a fingerprint of its row as the page showed it. Where
the row is otherwise by now the difference is shown once; saving again keeps what was typed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.admin.conflict import Conflict, Effort, paragraphs, words
from archive.admin.listing import Choosing

SEEN = "seen"
LINES = "admin/archive/_lines.html"  # a table of lines below a form


class SeenField(forms.CharField):
    """The fingerprint of the row as it was shown; by itself it is no change."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class WatchedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of one row. `conflict` holds what differs when somebody changed the row meanwhile."""

    seen = SeenField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.conflict: list[Conflict] = []
        if self.instance.pk:
            self.initial = self.as_opened()
            self.initial[SEEN] = fingerprint(self)

    def as_opened(self) -> dict[str, Any]:
        """The values of the row as the form shows them."""
        return dict(self.initial)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self.refuse_what_is_outdated()
        return data

    def refuse_what_is_outdated(self) -> None:
        """Somebody else, or an import, has changed the row: say so once, then let it be."""
        name = self.add_prefix(SEEN)
        now = self.initial.get(SEEN, "") if self.instance.pk else ""
        seen = self.data.get(name, now)
        if seen == now:
            return
        self.data = with_value(self.data, name, now)
        if not self.instance.pk:
            self.add_error(None, _("This was deleted meanwhile; saving again adds it anew."))
        elif conflict := differences(self):
            self.conflict = conflict
            self.add_error(None, told(self))


def with_value(data: Any, name: str, value: str) -> Any:
    """The same data with one other value, and still with all values of each field."""
    copied = data.copy()
    copied[name] = value
    return copied


def fingerprint(form: WatchedForm) -> str:
    """Of the values of the row as the form shows them."""
    values = [
        f"{name}={field.prepare_value(form.initial.get(name))}"
        for name, field in form.fields.items()
        if name != SEEN
    ]
    return sha256("\x1f".join(values).encode()).hexdigest()[:16]


def differences(form: WatchedForm) -> list[Conflict]:
    """Field by field where the row and what was typed differ."""
    found, effort = [], Effort()
    for name, field in form.fields.items():
        if name not in form.cleaned_data or name not in form.initial or name == SEEN:
            continue
        theirs, mine = spelled(field, form.initial[name]), spelled(field, form.cleaned_data[name])
        if theirs != mine:
            compare = paragraphs if name == "body" else words
            found.append(Conflict(str(field.label), compare(theirs, mine, effort)))
    return found


def spelled(field: forms.Field, value: Any) -> str:
    """A value in the words of the form."""
    if isinstance(field, forms.ModelChoiceField):
        row = field.queryset.filter(pk=value).first() if isinstance(value, int) else value  # type: ignore[union-attr]
        return str(row or "")
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    prepared = field.prepare_value(value)
    return "" if prepared is None else str(prepared)


def told(form: WatchedForm) -> str:
    """A form shows the difference on its page, a line of it here."""
    if not form.prefix:
        return _(
            "This was changed meanwhile. What you typed is below, and here is the difference; "
            "saving again keeps what you typed."
        )
    return format_html(
        "{}{}",
        _(
            "This line was changed meanwhile. Struck out: in the archive now. Underlined: what "
            "you typed, which saving again keeps."
        ),
        render_to_string("admin/archive/_conflict.html", {"conflict": form.conflict}),
    )


class LabelledRows(BaseInlineFormSet):  # type: ignore[type-arg]
    """Lines of a table: a box there has no label but the head of its column, which it names."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget: Any = getattr(field.widget, "widget", field.widget)  # within one with links
            if not isinstance(widget, forms.RadioSelect | forms.HiddenInput):
                widget.attrs["aria-label"] = capfirst(field.label or name)


class WatchedRows(LabelledRows):
    """Lines below a form. Those that are gone meanwhile are added anew, or left out."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.left_out = 0
        if self.is_bound:
            self.renumber()

    def renumber(self) -> None:
        """What was sent, with the lines that are gone behind those that are there."""
        form = self.management_form
        if not form.is_valid():
            return
        total = min(form.cleaned_data["TOTAL_FORMS"] or 0, self.absolute_max)
        known = min(form.cleaned_data["INITIAL_FORMS"] or 0, self.absolute_max)
        present = {str(row.pk) for row in self.get_queryset()} if known else set()
        there = [i for i in range(known) if self.sent(i, "id") in present]
        if len(there) == known:
            return
        others = sorted(set(range(known)).difference(there))
        gone = [i for i in others if not self.sent(i, "DELETE")]
        again = gone if self.max_num else []
        self.left_out = len(gone) - len(again)
        order = [*there, *again, *range(known, total)]
        self.data = renumbered(cast("QueryDict", self.data), str(self.prefix), order, anew=again)
        self.data[f"{self.prefix}-TOTAL_FORMS"] = str(len(order))
        self.data[f"{self.prefix}-INITIAL_FORMS"] = str(len(there))
        del self.management_form  # it is made of the data, once

    def sent(self, number: int, field: str) -> str:
        return str(self.data.get(f"{self.prefix}-{number}-{field}", ""))

    def clean(self) -> None:
        super().clean()
        if self.left_out:
            raise ValidationError(
                ngettext(
                    "%(count)s line was taken away meanwhile; the others are as you left them.",
                    "%(count)s lines were taken away meanwhile; the others are as you left them.",
                    self.left_out,
                ),
                params={"count": self.left_out},
            )


def renumbered(
    data: QueryDict, prefix: str, order: Sequence[int], anew: Collection[int]
) -> QueryDict:
    """The lines in this order; those to be made anew have no key."""
    places = {str(old): str(new) for new, old in enumerate(order)}
    result = QueryDict(mutable=True)
    for name, values in data.lists():
        number, _dash, field = name.removeprefix(f"{prefix}-").partition("-")
        if not name.startswith(f"{prefix}-") or not number.isdecimal():
            result.setlist(name, values)
        elif number in places:
            new = f"{prefix}-{places[number]}-{field}"
            result.setlist(new, [""] if field == "id" and int(number) in anew else values)
    return result


class WatchedInline(Choosing, InlineModelAdmin):  # type: ignore[type-arg]
    """For inlines of the admin whose lines are watched, where they can be changed at all."""

    form = WatchedForm
    formset = WatchedRows

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)
        return (*fields, SEEN) if self.has_change_permission(request, obj) else fields
