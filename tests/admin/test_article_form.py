"""The article form: tags added by words, dates read back, former texts."""

import pytest

from archive.importing.authorities import load_authorities
from archive.models import Article, Entity, EntityTag
from tests.admin.conftest import make_user
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article("Visit", "He came to Moscow.\n\nIt rained.", status="draft")


def address(article, page="change"):
    return f"/admin/archive/article/{article.pk}/{page}/"


def save(client, filled, article, **changes):
    page = client.get(address(article))
    return client.post(address(article), filled(page, **changes), follow=True)


class TestAddingATag:
    def test_by_its_name(self, at_desk, filled, article):
        iran = make_entity("Iran")

        save(at_desk, filled, article, tag_name="iran")

        assert article.entity_tags.get(entity=iran).state == "confirmed"

    def test_by_the_key_of_a_suggestion_with_the_words_kept_as_alias(
        self, at_desk, filled, article
    ):
        shoigu = make_entity("Sergei Shoigu", "person")

        save(
            at_desk, filled, article, tag_name="Sergei Shoigu (person)", tag=str(shoigu.pk),
            tag_words="the general", tag_alias="on",
        )  # fmt: skip

        assert article.entity_tags.get(entity=shoigu).state == "confirmed"
        assert shoigu.aliases.get().text == "the general"

    def test_a_name_that_is_not_plain_is_said_so_and_kept(self, at_desk, filled, article):
        make_entity("Jordan")
        make_entity("Jordan", "person")

        page = save(at_desk, filled, article, tag_name="Jordan")

        errors = page.context["adminform"].form.errors
        assert "Jordan (country), Jordan (person)" in str(errors["tag_name"])
        assert 'value="Jordan"' in page.content.decode()
        assert not EntityTag.objects.exists()


class TestDates:
    @pytest.mark.parametrize(
        ("value", "said"),
        [
            ("1998-05", {"words": "May 1998", "span": "1998-05-01 – 1998-05-31"}),
            ("", {"words": "no date"}),
        ],
    )
    def test_are_read_back_in_words(self, at_desk, value, said):
        answer = at_desk.get("/admin/archive/article/edtf/", {"value": value}).json()

        assert answer == said

    def test_a_fault_is_said(self, at_desk):
        assert "fault" in at_desk.get("/admin/archive/article/edtf/", {"value": "30 May"}).json()

    def test_an_invalid_date_stands_beside_its_field(self, at_desk, filled, article):
        page = save(at_desk, filled, article, date_edtf="1998-02-30")

        form = page.context["adminform"].form
        assert "date_edtf" in form.errors
        assert 'value="1998-02-30"' in page.content.decode()


class TestTexts:
    def test_what_changed_is_marked_and_a_former_text_taken_again(self, at_desk, curator, article):
        load_authorities()
        first = article.revision
        article.revise("Visit", "He came to Iran.\n\nIt rained.")

        page = at_desk.get(address(article, "texts")).content.decode()
        assert "<del>Moscow.</del> <ins>Iran.</ins>" in page

        at_desk.post(address(article, "texts"), {"revision": first.pk}, follow=True)

        article = Article.objects.with_text().get(pk=article.pk)
        assert article.body == first.body
        assert article.revisions.count() == 3
        assert "body" in article.curated_fields
        assert article.history.first().history_user == curator
        assert article.entity_tags.get().entity == Entity.objects.get(code="RU")

    def test_of_another_article_is_not_taken(self, at_desk, article):
        other = make_article()

        answer = at_desk.post(address(article, "texts"), {"revision": other.revision.pk})

        assert answer.status_code == 404

    def test_readers_take_nothing(self, client, article):
        client.force_login(make_user("ani", "reader"))

        assert client.get(address(article, "texts")).status_code == 200
        assert client.post(address(article, "texts"), {"revision": "1"}).status_code == 403


def test_curators_see_the_status_and_editors_set_it(at_desk, client, editor, filled, article):
    save(at_desk, filled, article, status="published")
    article.refresh_from_db()
    assert article.status == "draft"

    client.force_login(editor)
    save(client, filled, article, status="published")
    article.refresh_from_db()
    assert article.status == "published"
