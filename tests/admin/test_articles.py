"""Editing an article: text, date, status and tags, with nothing lost and everything undoable."""

import pytest
from django.urls import reverse

from archive.curation.decide import reject
from archive.models import Article, Decision, EntityTag, Mention, Revision, TopicTag
from archive.search.engine import Clause, SearchQuery
from tests.curation.test_decide import make_mention
from tests.factories import make_article, make_entity, make_source, make_tag, make_topic

pytestmark = pytest.mark.django_db


def address(article, page="change"):
    return reverse(f"admin:archive_article_{page}", args=[article.pk])


@pytest.fixture
def edit(at_desk, filled):
    """Open the article's form, change some fields, save it."""

    def save(article, **changes):
        return at_desk.post(
            address(article), filled(at_desk.get(address(article)), **changes), follow=True
        )

    return save


def test_the_form_shows_the_text_its_date_in_words_and_the_words_of_each_tag(at_desk):
    iran = make_entity("Iran")
    article = make_article("Visit", "Iran came. Iran went.", edtf="1998-05", on=None, about=[iran])
    make_mention(article, iran, "Iran")
    make_tag(article, make_topic("Trade"), evidence={"oil": 3})

    page = at_desk.get(address(article)).content.decode()

    assert "Iran came. Iran went." in page
    assert "May 1998" in page
    assert "oil × 3" in page


def test_saving_without_a_change_leaves_the_article_as_it_was(edit):
    article = make_article("Visit", "  One.\n\nTwo.\n", edtf="1998", on=None, date_basis="printed")
    before = Article.objects.values().get()

    edit(article)

    after = Article.objects.values().get()
    assert Revision.objects.count() == 1
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"changed_at", "date_earliest", "date_latest"}


def test_a_new_text_is_a_new_revision_and_its_names_are_found(edit, curator):
    iran = make_entity("Iran", code="IR")
    article = make_article("Visit", "Nobody came.")

    edit(article, body="The president of Iran came to Iran.\r\n\r\nHe left.")

    article.refresh_from_db()
    assert article.body == "The president of Iran came to Iran.\n\nHe left."
    assert article.revisions.count() == 2
    assert article.curated_fields == {"body"}
    assert Mention.objects.filter(revision=article.revision, entity=iran).count() == 2
    assert EntityTag.objects.get(entity=iran).state == "suggested"
    assert article.history.first().history_user == curator


def test_an_edit_is_findable_at_once(edit, indexed):
    article = make_article("Visit", "Nobody came.")
    indexed()

    edit(article, title="Nightingale")

    hits = indexed().hits(SearchQuery(Clause("nightingale")), 0, 10)
    assert [hit.id for hit in hits] == [article.pk]


def test_a_date_brings_its_bounds_and_is_the_curators(edit):
    article = make_article("Visit", edtf="2024-08", date_basis="inferred", date_note="Perhaps.")

    edit(article, date_edtf="[2024-08-05,2024-08-06]")

    article.refresh_from_db()
    assert article.date_edtf == "[2024-08-05,2024-08-06]"
    assert (str(article.date_earliest), str(article.date_latest)) == ("2024-08-05", "2024-08-06")
    assert article.date_basis == "curator"
    assert article.curated_fields == {"date_edtf", "date_basis", "date_note"}


def test_a_curator_may_say_that_a_date_is_printed(edit):
    article = make_article("Visit")

    edit(article, date_edtf="1998-05-21", date_basis="printed")

    article.refresh_from_db()
    assert (article.date_edtf, article.date_basis) == ("1998-05-21", "printed")


def test_a_date_can_be_taken_away(edit):
    article = make_article("Visit", edtf="1998", date_basis="inferred")

    edit(article, date_edtf="")

    article.refresh_from_db()
    assert (article.date_edtf, article.date_earliest, article.date_basis) == ("", None, "")
    assert "date_edtf" in article.curated_fields


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1998-02-30", "There is no day 30 in month 02"),
        ("yesterday", "is not a date the archive can read"),
        ("1998/..", "two ends"),
    ],
)
def test_a_bad_date_is_explained_beside_its_field_and_nothing_is_lost(edit, typed, said):
    article = make_article("Visit", "Old.", edtf="1998")

    answer = edit(article, date_edtf=typed, body="New text.", date_note="As the letter says.")

    [error] = answer.context["adminform"].form.errors["date_edtf"]
    assert said in error
    assert "New text." in answer.content.decode()
    assert "As the letter says." in answer.content.decode()
    article.refresh_from_db()
    assert (article.date_edtf, article.body) == ("1998", "Old.")


def test_an_article_is_withdrawn_with_a_reason_only(client, editor, edit):
    client.force_login(editor)
    article = make_article("Visit")

    answer = edit(article, status="withdrawn")
    assert "withdrawn_reason" in answer.context["adminform"].form.errors

    edit(article, status="withdrawn", withdrawn_reason="It was invented.")
    article.refresh_from_db()
    assert (article.status, article.withdrawn_reason) == ("withdrawn", "It was invented.")
    assert article.withdrawn_on is not None

    edit(article, status="published")
    article.refresh_from_db()
    assert (article.withdrawn_reason, article.withdrawn_on) == ("", None)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(at_desk, filled):
    article = make_article("Visit", "Old.")
    mine = filled(at_desk.get(address(article)), byline="Me")
    article.byline = "Somebody else"
    article.save()

    answer = at_desk.post(address(article), mine)

    assert "was changed meanwhile" in answer.content.decode()
    article.refresh_from_db()
    assert article.byline == "Somebody else"
    at_desk.post(address(article), filled(answer, byline="Me"))
    article.refresh_from_db()
    assert article.byline == "Me"


def tag_field(response, tag, field):
    """The name of a field in the row of a tag."""
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.initial_forms:
            if form.instance == tag:
                return form.add_prefix(field)
    raise AssertionError(tag)


def test_tags_are_decided_below_the_text(at_desk, filled, curator):
    iran, trade = make_entity("Iran"), make_topic("Trade")
    article = make_article("Iran", about=[iran], topics=[trade])
    make_mention(article, iran, "Iran")
    page = at_desk.get(address(article))
    about, topic = EntityTag.objects.get(), TopicTag.objects.get()

    at_desk.post(
        address(article),
        filled(
            page,
            **{
                tag_field(page, about, "state"): "rejected",
                tag_field(page, about, "central"): "on",
                tag_field(page, topic, "state"): "confirmed",
            },
        ),
    )

    about.refresh_from_db()
    topic.refresh_from_db()
    assert (about.state, about.decided_by, about.central) == ("rejected", curator, True)
    assert (topic.state, topic.decided_by) == ("confirmed", curator)
    assert set(Decision.objects.values_list("verb", flat=True)) == {"reject", "confirm"}
    assert iran.suppressions.get().article == article


def test_a_curator_adds_a_tag_that_is_theirs(at_desk, filled):
    iran, article = make_entity("Iran"), make_article("Visit")
    page = at_desk.get(address(article))
    [prefix] = [
        inline.formset.prefix
        for inline in page.context["inline_admin_formsets"]
        if inline.formset.model is EntityTag and inline.has_add_permission
    ]

    at_desk.post(
        address(article),
        filled(page, **{f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-0-entity": str(iran.pk),
                        f"{prefix}-0-article": str(article.pk), f"{prefix}-0-central": "on"}),
    )  # fmt: skip

    tag = EntityTag.objects.get()
    assert (tag.entity, tag.state, tag.origin, tag.central) == (iran, "confirmed", "curator", True)


def test_what_was_rejected_stays_rejected_when_the_text_is_edited(edit, curator):
    iran = make_entity("Iran", code="IR")
    article = make_article("Visit", "Iran came.")
    edit(article, body="Iran came again.")
    reject(EntityTag.objects.all(), curator)

    edit(article, body="Iran came again, and Iran left.")

    assert EntityTag.objects.get(entity=iran).state == "rejected"
    article.refresh_from_db()
    assert not article.revision.mentions.filter(entity=iran).exists()


def test_an_editor_writes_a_new_article(editing, filled):
    source = make_source()
    page = editing.get(reverse("admin:archive_article_add"))

    editing.post(
        reverse("admin:archive_article_add"),
        filled(
            page,
            title="Visit",
            body="Somebody came.",
            language="en",
            source=str(source.pk),
            date_edtf="1998-05",
            status="draft",
        ),
    )

    article = Article.objects.get()
    assert (article.title, article.body, article.status) == ("Visit", "Somebody came.", "draft")
    assert (article.date_edtf, article.date_basis) == ("1998-05", "curator")
    assert {"title", "body", "date_edtf"} <= article.curated_fields


def test_history_shows_what_changed_and_brings_a_former_text_back(at_desk, edit, filled):
    article = make_article("Visit", "Old text.")
    edit(article, body="New text.", byline="Siti")
    first = article.history.filter(revision__isnull=False).last()

    history = at_desk.get(address(article, "history")).content.decode()
    assert "Siti" in history

    form = at_desk.get(
        reverse("admin:archive_article_simple_history", args=[article.pk, first.history_id])
    )
    assert "Old text." in form.content.decode()
    data = {field.html_name: str(field.value() or "") for field in form.context["adminform"].form}
    at_desk.post(form.wsgi_request.path, {**data, "_save": "Revert"})
    article.refresh_from_db()
    assert (article.body, article.byline) == ("Old text.", "")


def test_a_draft_can_be_previewed_with_its_names_marked(at_desk):
    iran = make_entity("Iran")
    article = make_article("Visit", "One.\n\nThen Iran came.", status="draft")
    make_mention(article, iran, "Iran")

    page = at_desk.get(address(article, "preview")).content.decode()

    assert '<span class="named" title="Iran">Iran</span> came.' in page


def test_articles_can_be_listed_by_what_they_lack(at_desk):
    iran = make_entity("Iran")
    make_article("With country", about=[iran], edtf="1998")
    rejected = make_article("Rejected country", edtf="1998")
    make_tag(rejected, iran, "rejected")
    make_article("About a person", about=[make_entity("Shoigu", "person")])

    def listed(query):
        page = at_desk.get(reverse("admin:archive_article_changelist") + query)
        return {article.title for article in page.context["cl"].result_list}

    assert listed("?lacks=country") == {"Rejected country", "About a person"}
    assert "With country" in listed("?q=with")
    assert listed("?status__exact=draft") == set()


def test_a_reader_may_look_and_not_touch(client, django_user_model):
    from tests.admin.conftest import make_user

    client.force_login(make_user("tamu", "reader"))
    article = make_article("Visit", "Text.")

    assert client.get(address(article)).status_code == 200
    assert client.post(address(article), {"title": "Other"}).status_code == 403


def test_a_language_is_a_code(at_desk, filled):
    article = make_article("Visit", "Text.")
    page = at_desk.get(address(article))

    answer = at_desk.post(address(article), filled(page, language="Bahasa Indonesia"))
    assert "not the code of a language" in answer.content.decode()

    at_desk.post(address(article), filled(page, language="ID"))
    article.refresh_from_db()
    assert article.language == "id"
