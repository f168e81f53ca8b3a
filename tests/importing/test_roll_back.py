"""An import taken back: nothing of it is left, but what people have worked on since."""

import pytest
from django.contrib.auth import get_user_model

from archive.importing import roll_back as rolling
from archive.importing.roll_back import (
    DECIDED,
    EDITED,
    KEPT,
    LATER,
    Left,
    NotDone,
    RolledBack,
    preview,
    roll_back,
)
from archive.models import (
    Article,
    ArticleGroup,
    Entity,
    ImportRun,
    IndexJob,
    Mention,
    Revision,
    Source,
    State,
    Suppression,
    TextBand,
)

pytestmark = pytest.mark.django_db
TALKS = "Kerja sama\nPresiden Iran Masoud Pezeshkian bertemu Sergei Shoigu di Teheran."
LONG = " ".join(f"word{n} of the report" for n in range(60))


@pytest.fixture
def curator():
    return get_user_model().objects.create_user("curator")


def last_run():
    return ImportRun.objects.first()


def test_what_a_run_made_is_gone_and_countries_stay(import_articles, write):
    import_articles(write("a.txt", "Other\nPeru signed."))
    people = set(Entity.objects.values_list("pk", flat=True))
    import_articles(write("b.txt", TALKS), "--source", "Harian")
    assert set(Entity.objects.values_list("pk", flat=True)) > people
    IndexJob.objects.all().delete()
    result = roll_back(last_run())
    assert (result.removed, result.restored, result.left) == (1, 0, [])
    assert [article.title for article in Article.objects.all()] == ["Other"]
    assert set(Entity.objects.values_list("pk", flat=True)) == people
    assert not Source.objects.filter(name="Harian").exists()
    assert Revision.objects.count() == 1
    assert Mention.objects.exclude(revision__article__title="Other").count() == 0
    assert IndexJob.objects.exists()
    assert last_run().rolled_back_at


def test_after_it_the_same_import_makes_the_same_again(import_articles, write):
    path = write("b.txt", TALKS)
    import_articles(path)
    names = sorted(Entity.objects.values_list("name", flat=True))
    roll_back(last_run())
    assert import_articles(path).out.startswith("1 created")
    assert sorted(Entity.objects.values_list("name", flat=True)) == names
    with pytest.raises(NotDone):
        roll_back(ImportRun.objects.last())


def test_what_a_run_changed_is_as_before(import_articles, write):
    record = {"id": 1, "title": "T", "body": "Peru.", "byline": "A", "date": "1998", "x": 1}
    import_articles(write("a.jsonl", [record]))
    article = Article.objects.get()
    import_articles(
        write("a.jsonl", [record | {"body": "Chile.", "byline": "B", "date": "1999-05", "x": 2}])
    )
    assert list(article.entity_tags.values_list("entity__code", flat=True)) == ["CL"]
    result = roll_back(last_run())
    assert (result.removed, result.restored) == (0, 1)
    article = Article.objects.get()
    assert (article.body, article.byline, article.date_edtf) == ("Peru.", "A", "1998")
    assert (article.date_earliest.year, article.metadata) == (1998, {"x": 1})
    assert list(article.entity_tags.values_list("entity__code", flat=True)) == ["PE"]
    assert [m.surface for m in article.revision.mentions.all()] == ["Peru"]
    assert article.revisions.count() == 1
    assert import_articles(write("a.jsonl", [record])).out.startswith(
        "0 created, 0 updated, 1 unch"
    )


def test_what_a_person_has_curated_since_is_told_and_not_touched(import_articles, write, curator):
    records = [{"id": n, "title": f"T{n}", "body": f"Peru {n}."} for n in range(4)]
    import_articles(write("a.jsonl", records))
    first, second, third, _fourth = Article.objects.order_by("pk")
    tag = first.entity_tags.get()
    tag.state, tag.decided_by = State.CONFIRMED, curator
    tag.save()
    second.byline, second.provenance["byline"] = "Ed", "curator"
    second.save()
    third.title = "New"
    third._history_user = curator
    third.save()
    told = preview(last_run())
    assert told.removed == 1
    assert {(each.article, each.reason) for each in told.left} == {
        (first.pk, DECIDED), (second.pk, EDITED), (third.pk, EDITED)
    }  # fmt: skip
    assert Article.objects.count() == 4
    assert roll_back(last_run()) == told
    assert list(Article.objects.order_by("pk")) == [first, second, third]
    assert {each["article"] for each in last_run().left} == {first.pk, second.pk, third.pk}


def test_the_later_of_two_imports_goes_first(import_articles, write):
    import_articles(write("a.jsonl", [{"id": 1, "title": "T", "body": "Peru."}]))
    import_articles(write("a.jsonl", [{"id": 1, "title": "T", "body": "Chile."}]))
    second, first = ImportRun.objects.all()
    assert [each.reason for each in preview(first).left] == [LATER]
    roll_back(second)
    assert roll_back(first).removed == 1
    assert not Article.objects.exists()


def test_a_group_that_loses_its_lead_gets_another(import_articles, write):
    import_articles(write("a.jsonl", [{"id": 1, "title": "A", "body": LONG}]))
    copies = [{"id": n, "title": "B", "body": f"{LONG} end {n}"} for n in (2, 3)]
    import_articles(write("b.jsonl", copies))
    second, first = ImportRun.objects.all()
    assert ArticleGroup.objects.get().articles.count() == 3
    roll_back(first)
    group = ArticleGroup.objects.get()
    assert group.lead == Article.objects.order_by("pk").first()
    assert TextBand.objects.filter(article_id=group.lead_id).count() == 10
    roll_back(second)
    assert not ArticleGroup.objects.exists()
    assert not TextBand.objects.exists()


def test_the_command_tells_what_it_left_and_lists_runs(command, import_articles, write, curator):
    import_articles(
        write("a.jsonl", [{"id": n, "title": f"T{n}", "body": "Peru."} for n in (1, 2)])
    )
    article = Article.objects.order_by("pk").first()
    article.entity_tags.update(state=State.REJECTED)
    run = last_run()
    assert f"{run.pk}  " in command("roll_back_import").out
    assert command("roll_back_import", run.pk, "--dry-run").code == 1
    assert Article.objects.count() == 2
    result = command("roll_back_import", run.pk)
    assert (result.code, result.out) == (1, "1 removed, 0 restored, 1 left as they are\n")
    assert f"article {article.pk} (T1): {DECIDED}" in result.err
    assert command("roll_back_import", run.pk).out.endswith("nothing to do\n")
    assert command("roll_back_import", 999).code == 66


@pytest.mark.parametrize("batch", [1, 500])
def test_what_a_run_made_and_then_changed_is_removed(import_articles, write, monkeypatch, batch):
    monkeypatch.setattr(rolling, "BATCH", batch)
    record = {"id": 1, "title": "T", "body": "Peru."}
    paths = [write("a.jsonl", [record]), write("b.jsonl", [record | {"body": "Chile."}])]
    assert import_articles(*paths, "--source", "Harian").out.startswith("1 created, 1 updated")
    assert preview(last_run()) == RolledBack(1, 0, [])
    assert roll_back(last_run()) == RolledBack(1, 0, [])
    assert not Article.objects.exists()
    assert not Revision.objects.exists()


def test_a_made_and_changed_article_that_was_curated_is_left_once(
    import_articles, write, monkeypatch
):
    monkeypatch.setattr(rolling, "BATCH", 1)
    record = {"id": 1, "title": "T", "body": "Peru."}
    paths = [write("a.jsonl", [record]), write("b.jsonl", [record | {"body": "Chile."}])]
    import_articles(*paths, "--source", "Harian")
    Article.objects.get().entity_tags.update(state=State.CONFIRMED)
    assert roll_back(last_run()) == RolledBack(0, 0, [Left(Article.objects.get().pk, "T", DECIDED)])


def test_a_person_of_whom_somebody_decided_stays_and_is_told(import_articles, write, command):
    import_articles(write("b.txt", TALKS))
    kept, *_others = Entity.objects.filter(kind="person").order_by("pk")
    Suppression.objects.create(folded="pezeshkian", entity=kept)
    told = preview(last_run())
    assert told.left == [Left(None, kept.name, KEPT, kept.pk)]
    assert (roll_back(last_run()), Article.objects.count()) == (told, 0)
    assert list(Entity.objects.filter(kind="person")) == [kept]
    assert Suppression.objects.filter(entity=kept).exists()
    assert last_run().left[0]["entity"] == kept.pk


def test_nothing_but_history_tells_that_it_was_there(import_articles, write, all_rows):
    without = {"ImportRun", "ImportRecord", "IndexJob"}
    import_articles(write("a.txt", "Other\nPeru signed."))
    before = {name: rows for name, rows in all_rows(without=without).items() if "istor" not in name}
    import_articles(write("b.txt", TALKS), "--source", "Harian")
    gone = Article.objects.latest("pk")
    roll_back(last_run())
    after = all_rows(without=without)
    assert {name: after[name] for name in before} == before
    assert list(Article.history.filter(id=gone.pk).values_list("history_type", flat=True)) == [
        "-", "+"
    ]  # fmt: skip
