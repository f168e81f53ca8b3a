"""OAI-PMH, asked by the library's own client."""

from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import etree
from oaipmh.client import BaseClient
from oaipmh.error import (
    BadArgumentError,
    BadResumptionTokenError,
    CannotDisseminateFormatError,
    IdDoesNotExistError,
    NoRecordsMatchError,
)
from oaipmh.metadata import MetadataRegistry, oai_dc_reader

from archive.curation.decide import reject
from archive.curation.undo import undo
from archive.models import Article, EntityTag, Revision
from archive.views import oai
from tests.databases import NUL
from tests.factories import make_article, make_entity, make_source, make_topic
from tests.views.grammars import faults_by

pytestmark = pytest.mark.django_db

LIST = "verb=ListRecords&metadataPrefix=oai_dc"
TOKEN = "verb=ListRecords&resumptionToken=cursor%3D1%26after%3D1"
ONE = "verb=GetRecord&metadataPrefix=oai_dc"


class Harvester(BaseClient):
    """The client of the library, with Django's in the place of a network."""

    def __init__(self, client):
        registry = MetadataRegistry()
        registry.registerReader("oai_dc", oai_dc_reader)
        super().__init__(registry)
        self.client = client

    def makeRequest(self, **kw):  # noqa: N802
        answer = self.client.get("/oai", kw)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        assert faults_by("oai_pmh", answer.content) == []
        return answer.content


@pytest.fixture
def harvester(client):
    return Harvester(client)


@pytest.fixture
def archive():
    iran, person = make_entity("Iran"), make_entity("A. Person", "person")
    trade = make_topic("Trade")
    oil = make_topic("Oil", parent=trade)
    return [
        make_article(
            "Oil",
            "They sell oil. " * 60,
            about=[iran, person],
            topics=[oil],
            on=date(1998, 5, 21),
            byline="A. Writer and B. Other",
            url="https://courier.example/17",
            source=make_source("The Courier", rights="Free to read."),
        ),
        make_article(
            "Of a year", about=[iran], on=(date(2001, 1, 1), date(2001, 12, 31)), edtf="2001"
        ),
        make_article(
            "Guessed", on=(date(2024, 8, 5), date(2024, 8, 6)), edtf="[2024-08-05,2024-08-06]"
        ),
        make_article("Gone", about=[iran], status="withdrawn", withdrawn_reason="Invented."),
        make_article("Draft", about=[iran], status="draft"),
    ]


def titles(records):
    return [metadata["title"][0] if metadata else None for _header, metadata, _about in records]


def test_the_archive_says_what_it_is(harvester, archive, settings):
    settings.CONTACT_EMAIL = "desk@archive.example"
    said = harvester.identify()

    assert said.repositoryName() == "Archive of Foreign Affairs"
    assert said.baseURL() == "http://testserver/oai"
    assert said.adminEmails() == ["desk@archive.example"]
    assert said.granularity() == "YYYY-MM-DDThh:mm:ssZ"
    assert said.deletedRecord() == "transient"
    assert said.earliestDatestamp() <= datetime.now(UTC).replace(tzinfo=None)
    assert [prefix for prefix, _schema, _space in harvester.listMetadataFormats()] == ["oai_dc"]


def test_a_record_is_the_article_in_dublin_core(harvester, archive):
    pk = archive[0].pk
    header, metadata, _about = harvester.getRecord(
        identifier=f"oai:testserver:{pk}", metadataPrefix="oai_dc"
    )

    assert header.setSpec() == ["country:iran", "topic:oil"]
    fields = metadata.getMap()
    assert fields["title"] == ["Oil"]
    assert fields["creator"] == ["A. Writer", "B. Other"]
    assert fields["date"] == ["1998-05-21"]
    assert fields["coverage"] == ["Iran"]
    assert fields["subject"] == ["Oil", "A. Person"]
    assert fields["identifier"] == [f"http://testserver/a/{pk}/"]
    assert fields["source"] == ["https://courier.example/17"]
    assert fields["publisher"] == ["The Courier"]
    assert fields["rights"] == ["Free to read."]
    assert fields["language"] == ["en"]
    assert fields["description"][0].endswith(" …")


def test_a_date_is_no_more_exact_than_it_is_known(harvester, archive):
    dates = {
        metadata["title"][0]: metadata["date"]
        for _header, metadata, _about in harvester.listRecords(metadataPrefix="oai_dc")
        if metadata
    }

    assert dates["Of a year"] == ["2001"]
    assert dates["Guessed"] == ["2024-08"]


def test_drafts_are_not_there_and_withdrawn_articles_are_deleted_records(harvester, archive):
    records = list(harvester.listRecords(metadataPrefix="oai_dc"))

    assert titles(records) == ["Oil", "Of a year", "Guessed", None]
    assert [header.isDeleted() for header, *_ in records] == [False, False, False, True]
    with pytest.raises(IdDoesNotExistError):
        harvester.getRecord(identifier=f"oai:testserver:{archive[4].pk}", metadataPrefix="oai_dc")


def test_a_long_harvest_goes_on_by_tokens(harvester, archive, monkeypatch):
    monkeypatch.setattr(oai, "BATCH", 3)
    for number in range(8):
        make_article(f"More {number}")
    seen = []
    for number, (header, _metadata, _about) in enumerate(
        harvester.listRecords(metadataPrefix="oai_dc")
    ):
        seen.append(header.identifier())
        if number == 3:  # what changes meanwhile moves nothing
            archive[0].save()
            Article.objects.filter(title="More 7").update(title="Changed")

    assert len(seen) == len(set(seen)) == 12
    assert [one.identifier() for one in harvester.listIdentifiers(metadataPrefix="oai_dc")] == seen


def test_sets_are_countries_and_topics_with_their_parts(harvester, archive):
    sets = {spec: name for spec, name, _description in harvester.listSets()}
    assert sets["country:iran"] == "Iran"
    assert sets["topic:trade"] == "Trade"

    def found(spec):
        return titles(harvester.listRecords(metadataPrefix="oai_dc", set=spec))

    assert found("country:iran") == found("country") == ["Oil", "Of a year", None]
    assert found("topic:trade") == found("topic:oil") == ["Oil"]
    for spec in ("country:atlantis", "nothing", "topic:"):
        with pytest.raises(NoRecordsMatchError):
            found(spec if spec != "topic:" else "topic:nothing")


def test_only_what_changed_since_is_harvested(harvester, archive):
    moment = datetime(2020, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)
    Article.objects.filter(pk=archive[0].pk).update(changed_at=moment)
    stamp = moment.replace(tzinfo=None, microsecond=0)

    def found(**span):
        return titles(harvester.listRecords(metadataPrefix="oai_dc", **span))

    assert found(until=stamp) == found(from_=stamp, until=stamp) == ["Oil"]
    assert "Oil" not in found(from_=stamp + timedelta(seconds=1))
    with pytest.raises(NoRecordsMatchError):
        found(until=stamp - timedelta(seconds=1))


def test_an_article_whose_tags_were_decided_has_changed_and_again_when_that_is_undone(
    harvester, archive
):
    long_ago = datetime(2020, 1, 2, tzinfo=UTC)
    tag = EntityTag.objects.filter(article=archive[0]).first()

    def changed():
        stamp = datetime.now(UTC).replace(tzinfo=None, microsecond=0) - timedelta(days=1)
        return titles(harvester.listRecords(metadataPrefix="oai_dc", from_=stamp))

    Article.objects.update(changed_at=long_ago)
    decision = reject([tag], None)
    assert changed() == ["Oil"]
    Article.objects.update(changed_at=long_ago)
    undo(decision, None)
    assert changed() == ["Oil"]


def test_no_text_breaks_a_record(harvester, archive):
    hostile = f"A{NUL}\x0b\ufffe<b>]]>& 🕊"
    Article.objects.update(title=hostile, byline=hostile)
    Revision.objects.update(title=hostile, body=hostile)

    assert set(titles(harvester.listRecords(metadataPrefix="oai_dc"))) == {"A <b>]]>& 🕊", None}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=GetMetadata&identifier=x&metadataPrefix=oai_dc", "badVerb"),
        ("verb=Identify&verb=Identify", "badArgument"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        (f"{LIST}&from=yesterday", "badArgument"),
        (f"{LIST}&from=2001-02-31", "badArgument"),
        (f"{LIST}&from_=x", "badArgument"),
        (f"{LIST}&from_=2001-01-01&from=2001-01-01", "badArgument"),
        (f"{LIST}&from=2001-01-01&until=2001-01-01T00:00:00Z", "badArgument"),
        (f"{LIST}&from=9999-12-31", "noRecordsMatch"),
        (f"{LIST}&until=0001-01-01", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=abc", "badResumptionToken"),
        (TOKEN, "badResumptionToken"),
        (f"{TOKEN}%26metadataPrefix%3Dmarc", "badResumptionToken"),
        (f"{TOKEN}%26metadataPrefix%3Doai_dc%26x%3D1", "badResumptionToken"),
        (f"{TOKEN}%26metadataPrefix%3Doai_dc%26from_%3Dx", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=abc", "badResumptionToken"),
        (f"{ONE}&identifier=oai:testserver:99999999999999999999", "idDoesNotExist"),
        (f"{ONE}&identifier=oai:elsewhere:1", "idDoesNotExist"),
        (f"{ONE}&identifier=%00%0b", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=oai:testserver:0", "idDoesNotExist"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_an_error_of_the_protocol(client, archive, query, code):
    for answer in (
        client.get(f"/oai?{query}"),
        client.post("/oai", query, "application/x-www-form-urlencoded"),
    ):
        assert answer.status_code == 200
        [fault] = etree.fromstring(answer.content).iterfind("{*}error")
        assert fault.get("code") == code


def test_faults_reach_a_client_as_what_they_are(harvester, archive):
    with pytest.raises(CannotDisseminateFormatError):
        list(harvester.listRecords(metadataPrefix="marc"))
    with pytest.raises(BadResumptionTokenError):
        harvester.makeRequestErrorHandling(verb="ListRecords", resumptionToken="x")
    with pytest.raises(BadArgumentError):
        harvester.makeRequestErrorHandling(verb="Identify", x="1")


QUESTIONS = [
    "verb=Identify", "verb=ListMetadataFormats", "verb=ListSets", LIST,
    "verb=ListIdentifiers&metadataPrefix=oai_dc", f"{LIST}&set=country:iran", f"{LIST}&set=topic",
    f"{LIST}&from=2000-01-01", f"{LIST}&until=2000-01-01T00:00:00Z", f"{LIST}&set=no%00thing",
    f"{ONE}&identifier=oai:testserver:0", f"{ONE}&identifier=%01%3Cb%3E", "verb=GetRecord",
    "verb=ListRecords&metadataPrefix=marc", "verb=ListRecords&resumptionToken=x", "verb=Dance",
    "", "verb=Identify&verb=Identify", "verb=Identify&colour=%00red", f"{LIST}&from=soon",
]  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_keeps_to_the_grammar_of_the_protocol(client, archive, question):
    archive[0].byline = archive[0].title = f"A{NUL}\x0b\x1b\ufffe<b>&amp;]]> رئیس 🕊"
    archive[0].save()
    assert faults_by("oai_pmh", client.get(f"/oai?{question}").content) == []


def test_each_record_and_each_part_keeps_to_the_grammar(client, archive, monkeypatch):
    monkeypatch.setattr(oai, "BATCH", 1)
    for one in archive[:4]:
        content = client.get(f"/oai?{ONE}&identifier=oai:testserver:{one.pk}").content
        assert faults_by("oai_pmh", content) == []
        assert (b'status="deleted"' in content) == (one.title == "Gone")
    part = client.get(f"/oai?{LIST}").content
    assert b"resumptionToken" in part
    assert faults_by("oai_pmh", part) == []


def test_the_grammar_of_the_protocol_knows_faults(client, archive):
    content = client.get("/oai?verb=Identify").content.decode()
    for right, wrong in (
        ("<protocolVersion>2.0", "<protocolVersion>1.0"),
        ("Z</responseDate>", "</responseDate>"),
        ("<deletedRecord>transient", "<deletedRecord>often"),
        ("@testserver.invalid<", "@testserver<"),
    ):
        assert right in content
        assert faults_by("oai_pmh", content.replace(right, wrong).encode())
