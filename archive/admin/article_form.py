"""The form of an article: text, date, status; and nothing lost when two edit at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.choosing import choose, few_named
from archive.admin.fields import AddressField, EdtfField
from archive.admin.watched import WatchedForm
from archive.curation.correct import OpenDate, mark_curated, set_date, set_status
from archive.importing.parsing import language_code
from archive.models import Article, Entity, Status, text_hash

# What a person sets in the form and an import must not overwrite afterwards.
CURATED = (
    "title",
    "body",
    "language",
    "byline",
    "source",
    "source_key",
    "url",
    "date_edtf",
    "date_basis",
    "date_note",
    "status",
)


class ArticleForm(WatchedForm):
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=500, widget=forms.TextInput(attrs={"size": 90})
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "cols": 90}),
        help_text=gettext_lazy("Paragraphs are separated by blank lines. Former texts are kept."),
    )
    date_edtf = EdtfField(
        label=gettext_lazy("Date (EDTF)"),
        required=False,
        max_length=100,
        help_text=gettext_lazy(
            "1998, 1998-05, 1998-05-21, 1998~ (about), [2024-08-05,2024-08-06] (one of these), "
            "1998/2001 (from, to). Empty: no date."
        ),
    )
    tag = forms.CharField(widget=forms.HiddenInput, required=False)
    tag_name = forms.CharField(
        label=gettext_lazy("Add a tag"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "The name of a country, person or organisation. Words that you "
            "select in the text are put here."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 40}),
    )
    tag_words = forms.CharField(widget=forms.HiddenInput, required=False)
    tag_alias = forms.BooleanField(
        label=gettext_lazy("The selected words name it everywhere"),
        required=False,
    )

    class Meta:
        model = Article
        fields = (
            "title",
            "language",
            "byline",
            "source",
            "source_key",
            "url",
            "status",
            "withdrawn_reason",
            "date_edtf",
            "date_basis",
            "date_note",
        )
        field_classes = {"url": AddressField}
        widgets = {
            "date_note": forms.Textarea(attrs={"rows": 4, "cols": 90}),
            "withdrawn_reason": forms.Textarea(attrs={"rows": 2, "cols": 90}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.former = present(self.instance)
        self.tagged: Entity | None = None

    def is_multipart(self) -> bool:
        """So sent, letters of other scripts are not six bytes each: long texts are not refused."""
        return True

    def as_opened(self) -> dict[str, Any]:
        """The text is not in the article's own row."""
        revision = self.instance.revision
        return {**super().as_opened(), "body": revision.body if revision else ""}

    def clean_language(self) -> str:
        """Stemming, the direction of writing and search go by it."""
        given: str = self.cleaned_data["language"]
        try:
            return language_code(given)
        except ValueError as fault:
            refusal = _("“%s” is not the code of a language.") % given
            raise ValidationError(refusal) from fault

    def clean_body(self) -> str:
        """Browsers send line ends of their own."""
        body: str = self.cleaned_data["body"].replace("\r\n", "\n")
        if not body.strip():
            raise ValidationError(_("An article needs a text."))
        return body

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("status") == Status.WITHDRAWN and not data.get("withdrawn_reason", "").strip():
            self.add_error("withdrawn_reason", _("Say why the article is withdrawn."))
        return data

    def clean_tag_name(self) -> str:
        """By its key where it was chosen from the suggestions, else by its exact name."""
        name: str = self.cleaned_data["tag_name"].strip()
        if not name:
            return ""
        given = {"to": self.data.get("tag", ""), "to_name": name}
        choice = choose(given, Entity)
        if not isinstance(choice.subject, Entity):
            few = ", ".join(f"{each} ({each.get_kind_display()})" for each in few_named(choice))  # type: ignore[union-attr]
            raise ValidationError(
                _("“%(name)s” is not the name of exactly one. There are: %(few)s."),
                params={"name": name, "few": few or "—"},
            )
        self.tagged = choice.subject
        return name

    def _post_clean(self) -> None:
        """Dates and status follow their own rules, so that bounds never disagree with a date."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        data = self.cleaned_data
        former = self.former
        if former is None or data["date_edtf"] != former.date_edtf:
            chosen = data["date_basis"] if "date_basis" in self.changed_data else "curator"
            try:
                set_date(self.instance, data["date_edtf"], chosen or "curator")
            except OpenDate as fault:
                self.add_error("date_edtf", str(fault))
        if "status" in data:  # only for those who may publish
            set_status(self.instance, data["status"])
        mark_curated(self.instance, self.corrected())

    def corrected(self) -> list[str]:
        """The fields that say something else than the article now does."""
        former, article = self.former, self.instance
        if former is None:
            return [name for name in CURATED if name == "body" or getattr(article, name)]
        fields = [name for name in CURATED if name not in {"body", "source"}]
        changed = [name for name in fields if getattr(former, name) != getattr(article, name)]
        if former.source_id != article.source_id:
            changed.append("source")
        if former.body != self.cleaned_data["body"]:
            changed.append("body")
        return changed

    @property
    def text_changed(self) -> bool:
        """Against the article as it is, not as the form was opened: so that a revert counts."""
        former = self.former
        if former is None or former.revision is None:
            return True
        digest = text_hash(self.cleaned_data["title"], self.cleaned_data["body"])
        return former.revision.text_hash != digest or former.language != self.instance.language


def present(article: Article) -> Article | None:
    """The article as the database has it now."""
    return Article.objects.with_text().filter(pk=article.pk).first() if article.pk else None
