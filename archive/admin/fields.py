"""Form fields that people fill in: names by language, one on each line, and EDTF."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.admin.choosing import number
from archive.curation.heirs import former_subject, went_to
from archive.dates.edtf import validate
from archive.dates.errors import EdtfError

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)


class AddressField(forms.URLField):
    """An address of the web; without a scheme it is taken for https."""

    def __init__(self, **options: Any) -> None:
        options["assume_scheme"] = "https"
        super().__init__(**options)


class PathField(forms.RegexField):
    """A path of this site: two slashes or a scheme would lead to another one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(r"^/(?!/)[^\s\\?#]*\Z", max_length=300, **options)


class SubjectField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An entity or a topic. One that was merged away meanwhile is said to have been."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            key = number(str(value))
            model = self.queryset.model  # type: ignore[union-attr]
            former = former_subject(model, key) if key else None
            kept = went_to(model, key) if key and former else None
            if kept is None or not self.queryset.filter(pk=kept.pk).exists():  # type: ignore[union-attr]
                raise
            refusal = _("%(name)s was made one with %(kept)s meanwhile. Choose that one.")
            raise ValidationError(refusal % {"name": former, "kept": kept}) from None


class NamesField(forms.CharField):
    """A mapping of language to name, written `id: Iran`, one on each line."""

    key = LANGUAGE

    def refusal(self) -> str:
        return _("“%(line)s” is not a language code, a colon and a name, such as id: Iran.")

    def __init__(self, **options: Any) -> None:
        options["widget"] = forms.Textarea(attrs={"rows": 4, "cols": 40, "class": "names"})
        options.setdefault("required", False)
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return "\n".join(f"{language}: {name}" for language, name in sorted(value.items()))
        return value

    def to_python(self, value: Any) -> Any:
        names: dict[str, str] = {}
        for line in (value or "").splitlines():
            if not line.strip():
                continue
            language, colon, name = (part.strip() for part in line.partition(":"))
            if not colon or not name or not self.key.fullmatch(language):
                raise ValidationError(self.refusal(), params={"line": line.strip()})
            names[language] = name
        return names

    def validate(self, value: Any) -> None:
        """Nothing is required."""

    def run_validators(self, value: Any) -> None:
        """The validators of text do not fit a mapping."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or {}) != self.to_python(data))
        except ValidationError:
            return True


class IdentifiersField(NamesField):
    """A mapping of authority file to id, written `viaf: 12345`, one on each line."""

    key = re.compile(r"[a-z][a-z0-9_-]{1,20}", re.ASCII)

    def refusal(self) -> str:
        return _("“%(line)s” is not the name of a file, a colon and an id, such as viaf: 12345.")


class EdtfField(forms.CharField):
    """A date in the Extended Date/Time Format, given back in its canonical form."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            return validate(text)
        except EdtfError as fault:
            raise ValidationError(fault.say(get_language() or "en")) from fault
