"""Curation as data: what people decided leaves one archive and is the same in another."""

import json

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from archive.curation import decide, naming
from archive.curation.correct import mark_curated, set_date, set_status
from archive.curation.merge import absorb
from archive.curation.merge_topics import absorb_topic, move_topic
from archive.curation.rename import moved
from archive.curation.replace import replace
from archive.curation.undo import undo
from archive.models import (
    Alias,
    Article,
    Decision,
    Distinction,
    Entity,
    EntityTag,
    Mention,
    Office,
    Redirect,
    Suppression,
    Topic,
    TopicRule,
    TopicTag,
)
from tests.factories import make_entity

pytestmark = pytest.mark.django_db(transaction=True)

TEXTS = [
    {
        "id": "1",
        "source": "The Courier",
        "title": "Oil talks in Tehran",
        "body": "Iran and Russia discussed oil sanctions. The President of Iran, Masoud "
        "Pezeshkian, said that trade between Iran and Russia would grow. Sanctions on oil "
        "hurt trade, said Sergei Lavrov.",
        "language": "en",
        "date": "2024-08-06",
    },
    {
        "id": "2",
        "source": "The Courier",
        "title": "A visit to Oman",
        "body": "The Foreign Minister of Russia, Sergey Lavrow, arrived in Oman. "
        "Oman and Jordan spoke of peace talks and of a ceasefire. The ceasefire held.",
        "language": "en",
    },
    {
        "title": "A text without a key",
        "body": "Georgia and Turkey signed a treaty on trade. The treaty will be ratified.",
        "language": "en",
    },
]


@pytest.fixture
def bring_in(tmp_path):
    def import_():
        path = tmp_path / "articles.jsonl"
        path.write_text("\n".join(map(json.dumps, TEXTS)), encoding="utf-8")
        call_command("import_articles", str(path), verbosity=0)

    return import_


def curate():
    """A bit of everything that a person can decide."""
    siti = User.objects.create_user("siti")
    first, second, third = Article.objects.order_by("pk")
    tags = EntityTag.objects.order_by("pk")
    decide.reject([tags.get(article=first, entity__name="Iran")], siti)
    decide.confirm([tags.get(article=first, entity__name="Russia")], siti)
    decide.add(third, make_entity("Atlantis", "place"), siti)
    decide.add(third, Topic.objects.get(slug="trade-investment"), siti)
    undo(decide.reject([tags.get(article=second, entity__name="Oman")], siti), siti)
    one, other = lavrovs()
    absorb(one, other, siti)
    replace([tags.get(article=second, entity__name="Jordan")], Entity.objects.get(code="IL"), siti)
    naming.never(Entity.objects.get(code="TR"), "Turkey", siti)
    naming.always(Entity.objects.get(code="OM"), "the sultanate", siti)
    rename(one, siti)
    Office.objects.create(person=one, post="Minister", start="2004-03-09")
    Office.objects.get(post="Minister").save()
    topics(siti)
    Alias.objects.filter(origin="machine", entity__code="IR").first().delete()
    low, high = sorted(Entity.objects.filter(code__in=["CG", "CD"]).values_list("pk", flat=True))
    Distinction.objects.create(first_id=low, second_id=high, decided_by=siti)
    set_date(second, "2024-05", "curator")
    second.date_note = "Seen on the page."
    mark_curated(second, ["date_edtf"])
    second.save()
    set_status(first, "withdrawn")
    first.withdrawn_reason = "The author asked for it."
    mark_curated(first, ["status", "withdrawn_reason"])
    first.save()
    third.revise("A text without a key", third.body + " Armenia did not sign.")
    mark_curated(third, ["body"])
    third.save()


def lavrovs():
    found = Entity.objects.filter(kind="person", name__icontains="Lavr").order_by("name")
    if found.count() == 2:
        return tuple(found)
    return found.get(), make_entity("S. Lavrov", "person")


def rename(entity, by):
    former = Entity.objects.get(pk=entity.pk)
    entity.name, entity.slug, entity.note = "Lavrov, Sergei", "lavrov-sergei", "Diplomat."
    entity._history_user = by
    entity.save()
    moved(entity, former, by)


def topics(by):
    trade, other = (
        Topic.objects.get(slug="trade-investment"),
        Topic.objects.exclude(slug="trade-investment"),
    )
    gone = other.filter(children=None).order_by("slug").last()
    absorb_topic(trade, gone, by)
    leaf = other.exclude(pk=gone.pk).filter(children=None).exclude(parent=None).first()
    move_topic(leaf, trade if trade not in (leaf, leaf.parent) else None, by)
    TopicRule.objects.create(topic=trade, language="en", kind="all", phrase="treaty ratified")
    rule = TopicRule.objects.filter(topic=trade, language="id").first()
    rule.enabled = False
    rule.save()
    TopicRule.objects.filter(topic=trade, language="en").exclude(kind="all").last().delete()


def exported(path):
    call_command("export_curation", str(path), verbosity=0)
    return path.read_bytes()


def state():
    """Everything a reader or a curator can see, without primary keys and times."""
    return {
        "entities": set(Entity.objects.values_list("kind", "slug", "name", "note")),
        "aliases": set(
            Alias.objects.values_list("entity__slug", "text", "language", "kind", "enabled")
        ),
        "tags": set(
            EntityTag.objects.values_list(
                "article__title", "entity__slug", "state", "origin", "weight", "central",
                "decided_by__username",
            )
        ),
        "topic tags": set(
            TopicTag.objects.values_list("article__title", "topic__slug", "state", "weight")
        ),
        "mentions": set(
            Mention.objects.filter(revision__article__revision_id__isnull=False)
            .filter(revision__pk__in=Article.objects.values("revision"))
            .values_list("revision__title", "start", "surface", "entity__slug")
        ),
        "topics": set(Topic.objects.values_list("slug", "name", "parent__slug")),
        "rules": set(
            TopicRule.objects.values_list("topic__slug", "language", "kind", "phrase", "enabled")
        ),
        "offices": set(Office.objects.values_list("person__slug", "post", "start")),
        "suppressed": set(
            Suppression.objects.values_list("entity__slug", "folded", "article__title")
        ),
        "redirects": set(Redirect.objects.values_list("old_path", "new_path")),
        "distinct": set(Distinction.objects.values_list("first__slug", "second__slug")),
        "articles": set(
            Article.objects.values_list(
                "title", "revision__body", "status", "withdrawn_reason", "date_edtf", "date_note"
            )
        ),
    }  # fmt: skip


def empty_archive():
    call_command("flush", interactive=False, verbosity=0)


def test_a_fresh_import_and_the_file_give_the_same_archive(bring_in, tmp_path):
    bring_in()
    curate()
    call_command("extract_mentions", "--all", verbosity=0)
    first, before = exported(tmp_path / "curation.jsonl"), state()

    empty_archive()
    bring_in()
    assert state() != before
    call_command("import_curation", str(tmp_path / "curation.jsonl"), verbosity=0)

    after = state()
    for name, rows in before.items():
        assert after[name] == rows, name
    again = exported(tmp_path / "again.jsonl")
    assert again.decode().splitlines() == first.decode().splitlines()
    assert again == first
    sorts = {json.loads(line)["record"] for line in first.splitlines()}
    assert sorts == {
        "alias", "article", "distinction", "entity", "merge", "office", "redirect", "rule",
        "suppression", "tag", "topic",
    }  # fmt: skip


def test_a_second_time_changes_nothing(bring_in, tmp_path, capsys):
    bring_in()
    curate()
    call_command("extract_mentions", "--all", verbosity=0)
    file = tmp_path / "curation.jsonl"
    first, before = exported(file), state()
    decisions = Decision.objects.count()
    capsys.readouterr()

    call_command("import_curation", str(file))

    assert capsys.readouterr().out.startswith("0 decisions made")
    assert state() == before
    assert Decision.objects.count() == decisions
    assert exported(file) == first


def test_an_archive_nobody_has_curated_gives_an_empty_file(bring_in, tmp_path):
    bring_in()

    assert exported(tmp_path / "curation.jsonl") == b""


def test_a_bad_line_is_told_and_the_others_are_done(bring_in, tmp_path, capsys):
    bring_in()
    tag = {
        "record": "tag", "article": "the-courier/1", "about": "country/iran",
        "state": "rejected", "origin": "machine", "by": "siti", "at": "2026-01-01T10:00:00Z",
    }  # fmt: skip
    lines = [
        "no json",
        '{"record": "nonsense"}',
        json.dumps({**tag, "article": "the-courier/404"}),
        json.dumps({**tag, "state": "exploded"}),
        json.dumps({**tag, "about": "country/atlantis"}),
        json.dumps({"record": "alias", "entity": "country/iran", "text": "", "language": ""}),
        json.dumps({"record": "article", "article": "the-courier/2", "set": {"date_edtf": "x"}}),
        json.dumps(tag),
    ]
    file = tmp_path / "curation.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(SystemExit) as end:
        call_command("import_curation", str(file))

    told = capsys.readouterr().err.splitlines()
    assert end.value.code == 1
    assert [line.split(":")[1] for line in told] == ["1", "2", "3", "4", "5", "6", "7"]
    row = EntityTag.objects.get(article__source_key="1", entity__slug="iran")
    assert (row.state, row.decided_by.username) == ("rejected", "siti")
    assert not row.decided_by.is_active


@pytest.mark.parametrize(("content", "code"), [(None, 66), (b"\xff\xfe\x00", 65)])
def test_a_file_that_cannot_be_read_is_said_so(tmp_path, capsys, content, code):
    file = tmp_path / "curation.jsonl"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(SystemExit) as end:
        call_command("import_curation", str(file))

    assert end.value.code == code
    assert str(file) in capsys.readouterr().err


def test_lines_read_well(bring_in, tmp_path):
    bring_in()
    siti = User.objects.create_user("siti")
    decide.reject([EntityTag.objects.get(article__source_key="1", entity__name="Iran")], siti)

    lines = exported(tmp_path / "curation.jsonl").decode().splitlines()

    assert connection.vendor
    assert lines[-1].startswith(
        '{"record": "tag", "article": "the-courier/1", "about": "country/iran", '
        '"state": "rejected", "title": "Oil talks in Tehran", "name": "Iran"'
    )
