"""The real countries, blocs, persons, organisations and places that articles are about."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.models.slugs import free_slug
from archive.models.state import visible
from archive.text.fold import fold

LONGEST_NAME = 200  # letters, and as many when it is folded


class Kind(models.TextChoices):
    COUNTRY = "country", _("country")
    BLOC = "bloc", _("bloc")
    PERSON = "person", _("person")
    ORGANIZATION = "organization", _("organisation")
    PLACE = "place", _("place")


class EntityQuerySet(models.QuerySet["Entity"]):
    def countries(self) -> Self:
        return self.filter(kind=Kind.COUNTRY)

    def blocs(self) -> Self:
        return self.filter(kind=Kind.BLOC)

    def persons(self) -> Self:
        return self.filter(kind=Kind.PERSON)

    def organizations(self) -> Self:
        return self.filter(kind=Kind.ORGANIZATION)

    def named(self, name: str) -> Self:
        """Entities with exactly this name or alias, whatever its case and diacritics."""
        folded = fold(name)
        return self.filter(Q(folded=folded) | Q(aliases__folded=folded)).distinct()

    def with_counts(self) -> Self:
        """Each with `article_count`: its published articles, tags that are rejected left out."""
        counted = visible("tags__") & Q(tags__article__status="published")
        return self.annotate(article_count=Count("tags", filter=counted))

    def open_to_readers(self) -> Self:
        """Without those that nothing but drafts and withdrawn articles has named."""
        tags = self.model._meta.get_field("tags").related_model._default_manager.filter(
            entity=OuterRef("pk")
        )
        published = tags.filter(visible(), article__status="published")
        unpublished = tags.exclude(article__status="published")
        told = Q(kind__in=[Kind.COUNTRY, Kind.BLOC]) | Exists(published) | ~Exists(unpublished)
        return self.filter(told)

    def free_slug(self, kind: str, name: str) -> str:
        """A slug of that name that no entity of the kind has: namesakes get -2, -3 ..."""
        return free_slug(self.filter(kind=kind), name, kind)


def check_length(name: str, field: str) -> None:
    """Folded a name may be longer: ß becomes two letters. Raises ValidationError of the field."""
    if max(len(name), len(fold(name))) > LONGEST_NAME:
        refusal = _("A name has at most %(most)s letters, with ß and the like as two.")
        raise ValidationError({field: ValidationError(refusal, params={"most": LONGEST_NAME})})


class Entity(models.Model):
    """One real country, bloc, person, organisation or place, under its preferred name."""

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("preferred name"), max_length=LONGEST_NAME)
    folded = models.CharField(max_length=LONGEST_NAME, editable=False, db_index=True)
    slug = models.SlugField(_("slug"), max_length=80, blank=True)
    code = models.CharField(
        _("code"), max_length=10, blank=True, help_text=_("ISO 3166-1 alpha-2 for a country.")
    )
    names = models.JSONField(
        _("names"), default=dict, blank=True, help_text=_("Language code to name in that language.")
    )
    country = models.ForeignKey(
        "self",
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="nationals",
        limit_choices_to={"kind": Kind.COUNTRY},
        help_text=_("Of a person or an organisation."),
    )
    wikidata = models.CharField(
        _("Wikidata"), max_length=20, blank=True, help_text=_("Such as Q794.")
    )
    identifiers = models.JSONField(
        _("authority ids"),
        default=dict,
        blank=True,
        help_text=_("Name of an authority file to the id in it, such as viaf: 12345."),
    )
    valid_from = models.CharField(_("from (EDTF)"), max_length=40, blank=True)
    valid_to = models.CharField(_("to (EDTF)"), max_length=40, blank=True)
    note = models.TextField(_("note"), blank=True)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    history = HistoricalRecords()
    objects = EntityQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="entity_slug_unique"),
            models.UniqueConstraint(
                fields=["kind", "code"], condition=~Q(code=""), name="entity_code_unique"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="entity_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="entity_named"),
            models.CheckConstraint(condition=~Q(country=F("id")), name="entity_not_its_country"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded = fold(self.name)
        if not self.slug:
            self.slug = Entity.objects.free_slug(self.kind, self.name)
        self.slug = self.slug.lower()  # as addresses are looked up
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        """The entity's page; blocs share the organisations' and places have a search."""
        page = {
            Kind.COUNTRY: "country",
            Kind.PERSON: "person",
            Kind.ORGANIZATION: "organization",
            Kind.BLOC: "bloc",
            Kind.PLACE: "place",
        }[Kind(self.kind)]
        return reverse(page, args=[self.slug])

    def clean(self) -> None:
        check_length(self.name, "name")

    @property
    def label(self) -> str:
        """The name in the reader's language, where it is known."""
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        return self.names.get(language.partition("-")[0]) or self.name


class AliasKind(models.TextChoices):
    """What sort of name it is: kept on each mention, so that weaker evidence can be told apart."""

    VARIANT = "variant", _("variant spelling")
    NAME = "name", _("a name of it")
    SHORT = "short", _("short name")
    ABBREVIATION = "abbreviation", _("abbreviation")
    DEMONYM = "demonym", _("its people")
    METONYM = "metonym", _("stands for it")
    HISTORICAL = "historical", _("former name")
    POLEMIC = "polemic", _("polemic name")
    EPITHET = "epithet", _("epithet")
    MISSPELLING = "misspelling", _("misspelling")
    LEARNED = "learned", _("learned from a confirmed tag")


class Alias(models.Model):
    """Another name of an entity."""

    entity = models.ForeignKey(
        Entity, verbose_name=_("entity"), on_delete=models.CASCADE, related_name="aliases"
    )
    text = models.CharField(_("name"), max_length=LONGEST_NAME)
    folded = models.CharField(max_length=LONGEST_NAME, editable=False, db_index=True)
    language = models.CharField(
        _("language"), max_length=35, blank=True, help_text=_("Empty: in any language.")
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=AliasKind.choices, default=AliasKind.VARIANT
    )
    case_matters = models.BooleanField(_("case matters"), default=False)
    ambiguous = models.BooleanField(
        _("ambiguous"), default=False, help_text=_("Readers are asked which one they mean.")
    )
    enabled = models.BooleanField(
        _("in use"), default=True, help_text=_("Switched off: kept, but names nothing.")
    )
    valid_from = models.CharField(_("from (EDTF)"), max_length=40, blank=True)
    valid_to = models.CharField(_("to (EDTF)"), max_length=40, blank=True)
    origin = models.CharField(
        _("origin"),
        max_length=8,
        choices=[("machine", _("machine")), ("curator", _("curator"))],
        default="curator",
        editable=False,
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["text"]
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "text", "language"], name="alias_once_per_entity"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="alias_not_empty"),
            models.CheckConstraint(condition=Q(kind__in=AliasKind.values), name="alias_kind_known"),
        ]

    def __str__(self) -> str:
        return self.text

    @transaction.atomic
    def save(self, *args: object, **kwargs: object) -> None:
        """A name that came with the archive and is corrected becomes a person's.

        Its former spelling stays, switched off: else extraction would go on finding it.
        """
        former = Alias.objects.filter(pk=self.pk, origin="machine").first() if self.pk else None
        self.folded = fold(self.text)
        if former and self.differs(former):
            self.origin = "curator"
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        if former and self.folded != former.folded:
            Alias.objects.get_or_create(
                entity=former.entity,
                text=former.text,
                language=former.language,
                defaults={"kind": former.kind, "enabled": False, "origin": "machine"},
            )

    def clean(self) -> None:
        check_length(self.text, "text")

    def differs(self, former: Alias) -> bool:
        names = ("text", "language", "kind", "case_matters")
        return any(getattr(self, name) != getattr(former, name) for name in names)


class Office(models.Model):
    """A person held a post of a country or an organisation, from .. to .. (EDTF)."""

    person = models.ForeignKey(
        Entity,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="offices",
        limit_choices_to={"kind": Kind.PERSON},
    )
    post = models.CharField(_("post"), max_length=200)
    post_names = models.JSONField(
        _("post in other languages"), default=dict, blank=True, help_text=_("Language to name.")
    )
    of = models.ForeignKey(
        Entity,
        verbose_name=_("of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="officers",
        help_text=_("The country or organisation."),
    )
    start = models.CharField(_("from (EDTF)"), max_length=40, blank=True)
    end = models.CharField(_("to (EDTF)"), max_length=40, blank=True)
    reference = models.CharField(_("reference for the term"), max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["person", "start"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = [
            models.UniqueConstraint(fields=["person", "post", "start"], name="office_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.post}"

    @property
    def post_label(self) -> str:
        return self.post_names.get((get_language() or "en").partition("-")[0]) or self.post
