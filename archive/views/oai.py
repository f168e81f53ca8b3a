"""OAI-PMH 2.0 at /oai: other catalogues harvest the archive, and learn what was withdrawn.

The library speaks the protocol; here is what it asks for. Records come by key, so that a harvest
of any length goes on where it was, whatever changes meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from oaipmh import common, error
from oaipmh.metadata import MetadataRegistry
from oaipmh.server import (
    ServerBase,
    decodeResumptionToken,
    encodeResumptionToken,
    oai_dc_writer,
)

from archive.citing.dublin_core import dublin_core
from archive.models import Article, Entity, EntityTag, Kind, Status, Topic, TopicTag
from archive.text.markup import xml_text
from archive.views.articles import cited_as
from archive.views.context import SITE_NAME

BATCH = 100  # records in one answer
PREFIX = "oai_dc"
FORMAT = (
    PREFIX,
    "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
    "http://www.openarchives.org/OAI/2.0/oai_dc/",
)
SECOND = timedelta(seconds=1)
LAST = datetime.max.replace(tzinfo=UTC) - SECOND
LARGEST_KEY = 1 << 62
SELECTION = {"metadataPrefix", "from_", "until", "set"}
UNOFFICIAL = "GetMetadata"  # a verb of the library alone
INTERNAL = "from_"  # how the library calls the argument `from`

Labels = Mapping[int, Mapping[str, list[tuple[str, str]]]]  # article -> sort -> slugs and names


@csrf_exempt  # nothing is changed, and the protocol allows its questions to be posted
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponseBase:
    registry = MetadataRegistry()
    registry.registerWriter(PREFIX, oai_dc_writer)
    with override(settings.LANGUAGE_CODE):
        written = ServerBase(Repository(request), registry).handleRequest(arguments(request))
    return HttpResponse(written, content_type="text/xml; charset=utf-8")


def arguments(request: HttpRequest) -> dict[str, str]:
    """What is asked, each argument once. Another of the same name is an argument nobody knows."""
    given = request.POST if request.method == "POST" else request.GET
    found: dict[str, str] = {}
    for name, values in given.lists():
        found[xml_text(name)] = xml_text(values[-1])
        if len(values) > 1:
            found[f"{xml_text(name)}, given more than once"] = ""
    if INTERNAL in found:
        found[f"{INTERNAL} is not in the protocol"] = found.pop(INTERNAL)
    if found.get("verb") == UNOFFICIAL:
        found["verb"] = f"{UNOFFICIAL} is not in the protocol"
    return found


class Repository(common.ResumptionOAIPMH):  # type: ignore[misc]
    """What the archive answers to each verb. Lists come with the token of their next part."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.host = request.get_host().partition(":")[0]

    def handleVerb(self, verb: str, kw: dict[str, Any]) -> Any:  # noqa: N802
        answers: dict[str, Callable[..., Any]] = {
            "Identify": self.identified,
            "ListMetadataFormats": self.formats,
            "ListSets": self.sets,
            "GetRecord": self.record,
            "ListRecords": self.records,
            "ListIdentifiers": self.headers,
        }
        return answers[verb](**kw)

    # --- The archive as a whole ------------------------------------------------------------

    def identified(self) -> common.Identify:
        return Identity(
            repositoryName=str(SITE_NAME),
            baseURL=self.request.build_absolute_uri(reverse("oai")),
            protocolVersion="2.0",
            adminEmails=[settings.CONTACT_EMAIL or self.nobody],
            earliestDatestamp=None,
            deletedRecord="transient",
            granularity="YYYY-MM-DDThh:mm:ssZ",
            compression=["identity"],
            toolkit_description=False,
        )

    @property
    def nobody(self) -> str:
        """The protocol wants an address, with a dot in its domain, even where there is none."""
        return f"nobody@{self.host}" if "." in self.host else f"nobody@{self.host}.invalid"

    def formats(self, identifier: str = "") -> list[tuple[str, str, str]]:
        if identifier:
            self.found(identifier)
        return [FORMAT]

    def sets(self, resumptionToken: str = "") -> tuple[list[tuple[str, str, str]], None]:  # noqa: N803
        """Each country and each topic that there is, and all of a sort."""
        if resumptionToken:
            raise error.BadResumptionTokenError("The list of sets has one part.")
        found = [("country", "About any country", ""), ("topic", "On any topic", "")]
        countries = Entity.objects.countries().order_by("slug").values_list("slug", "name")
        topics = Topic.objects.order_by("slug").values_list("slug", "name")
        found += [(f"country:{slug}", xml_text(name), "") for slug, name in countries]
        found += [(f"topic:{slug}", xml_text(name), "") for slug, name in topics]
        return found, None

    # --- Records ---------------------------------------------------------------------------

    def record(self, identifier: str, metadataPrefix: str) -> Any:  # noqa: N803
        known(metadataPrefix)
        return self.described([self.found(identifier)])[0]

    def records(self, **asked: Any) -> tuple[list[Any], str | None]:
        articles, token = self.part(**asked)
        return self.described(articles), token

    def headers(self, **asked: Any) -> tuple[list[Any], str | None]:
        articles, token = self.part(**asked)
        labels = labels_of(articles)
        return [self.header(one, labels) for one in articles], token

    def found(self, identifier: str) -> Article:
        key = identifier.removeprefix(f"oai:{self.host}:")
        rows = harvested().filter(pk=int(key)) if key.isdecimal() and len(key) < 19 else None
        article = rows.first() if rows is not None and key != identifier else None
        if article is None:
            raise error.IdDoesNotExistError(f"There is no {identifier}.")
        return article

    def part(self, resumptionToken: str = "", **asked: Any) -> tuple[list[Article], str | None]:  # noqa: N803
        passed, after = 0, 0
        if resumptionToken:
            asked, passed, after = resumed(resumptionToken)
        known(asked["metadataPrefix"])
        rows = selected(asked.get("from_"), asked.get("until"), asked.get("set", ""))
        found = list(rows.filter(pk__gt=after).order_by("pk")[: BATCH + 1])
        articles = found[:BATCH]
        if len(found) <= BATCH:
            return articles, None
        going_on = {**asked, "after": str(articles[-1].pk)}
        return articles, encodeResumptionToken(going_on, passed + BATCH)

    def described(self, articles: list[Article]) -> list[Any]:
        labels = labels_of(articles)
        return [(self.header(one, labels), self.metadata(one, labels), None) for one in articles]

    def header(self, article: Article, labels: Labels) -> common.Header:
        sets = [
            f"{sort}:{slug}"
            for sort in ("country", "topic")
            for slug, _name in labels[article.pk].get(sort, ())
        ]
        changed = article.changed_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        gone = article.status == Status.WITHDRAWN
        return common.Header(None, f"oai:{self.host}:{article.pk}", changed, sets, gone)

    def metadata(self, article: Article, labels: Labels) -> common.Metadata:
        names = {sort: [name for _slug, name in rows] for sort, rows in labels[article.pk].items()}
        subjects = [
            *names.get("topic", ()),
            *names.get("person", ()),
            *names.get("organization", ()),
        ]
        places = names.get("country", ())
        cited = cited_as(self.request, article)
        fields = dublin_core(cited, article.body, article.source.rights, places, subjects)
        return common.Metadata(None, fields)


class Identity(common.Identify):  # type: ignore[misc]
    """The library makes one for every answer: what takes time is found out when it is shown."""

    def earliestDatestamp(self) -> datetime:  # noqa: N802
        first = harvested().order_by("pk").values_list("added_at", flat=True).first()
        moment = first.astimezone(UTC) if first else datetime(2000, 1, 1, tzinfo=UTC)
        return moment.replace(tzinfo=None, microsecond=0)


def harvested() -> QuerySet[Article]:
    """Published articles, and withdrawn ones: of these it is told that they are gone."""
    return Article.objects.with_text().exclude(status=Status.DRAFT)


def known(prefix: str) -> None:
    if prefix != PREFIX:
        raise error.CannotDisseminateFormatError(f"There is {PREFIX} alone.")


def resumed(token: str) -> tuple[dict[str, Any], int, int]:
    """What the token goes on with, how many came before, and the key of the last of them."""
    try:
        asked, passed = decodeResumptionToken(token)
        after = int(asked.pop("after"))
        known(asked["metadataPrefix"])
        sound = 0 < after < LARGEST_KEY and set(asked) <= SELECTION
    except (ValueError, LookupError, error.ErrorBase, error.DatestampError):
        sound = False
    if not sound:
        raise error.BadResumptionTokenError("This is no token that the archive gave.")
    return asked, passed, after


def selected(since: datetime | None, until: datetime | None, chosen: str) -> QuerySet[Article]:
    """Articles that changed within these moments, to the second, of a set."""
    rows = harvested()
    if since is not None:
        rows = rows.filter(changed_at__gte=since.replace(tzinfo=UTC))
    if until is not None and until.replace(tzinfo=UTC) < LAST:
        rows = rows.filter(changed_at__lt=until.replace(tzinfo=UTC) + SECOND)
    return rows.filter(pk__in=members(chosen)) if chosen else rows


def members(chosen: str) -> QuerySet[Any, Any]:
    """Articles of a set."""
    sort, _colon, slug = chosen.partition(":")
    countries = EntityTag.objects.visible().filter(entity__kind=Kind.COUNTRY)
    topics = TopicTag.objects.visible()
    if sort == "country":
        return (countries.filter(entity__slug=slug) if slug else countries).values("article")
    if sort == "topic":
        return (topics.filter(topic__in=with_parts(slug)) if slug else topics).values("article")
    return topics.none().values("article")


def with_parts(slug: str) -> list[int]:
    """The topic and all below it, as a search for it finds them."""
    found = list(Topic.objects.filter(slug=slug).values_list("pk", flat=True))
    below = found
    while below := list(
        Topic.objects.filter(parent__in=below).exclude(pk__in=found).values_list("pk", flat=True)
    ):
        found += below
    return found


def labels_of(articles: Iterable[Article]) -> Labels:
    """Slugs and names of what the articles are about: two queries."""
    found: dict[int, dict[str, list[tuple[str, str]]]] = {one.pk: {} for one in articles}
    entities = EntityTag.objects.visible().filter(article__in=found)
    of_entity = ("article", "entity__kind", "entity__slug", "entity__name")
    topics = TopicTag.objects.visible().filter(article__in=found)
    rows = [*entities.values_list(*of_entity)]
    for pk, sort, slug, name in rows:
        found[pk].setdefault(sort, []).append((slug, name))
    for pk, slug, name in topics.values_list("article", "topic__slug", "topic__name"):
        found[pk].setdefault("topic", []).append((slug, name))
    return found
