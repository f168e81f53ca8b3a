"""What would change before a name or a rule is saved, and reading texts again afterwards."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection

from archive.admin import foreseeing
from archive.curation.decide import reject
from archive.importing.authorities import load_authorities
from archive.importing.extracting import refresh
from archive.importing.trial import read_as_known
from archive.models import Alias, Entity, EntityTag, Rereading, SearchMiss, Topic, TopicRule
from tests.factories import make_article, make_entity, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(indexed):
    load_authorities()
    articles = [
        make_article("Talks", "The sultanate of Qaboos and Russia met.", language="en"),
        make_article("Visit", "He came to the sultanate of Qaboos. Russia was pleased."),
        make_article("Weather", "It rained in Russia."),
    ]
    for article in articles:
        refresh(article)
    indexed()
    return articles


@pytest.fixture
def oman(archive):
    return Entity.objects.get(code="OM")


def new_alias(oman, **changes):
    data = {
        "entity": oman.pk, "text": "sultanate of Qaboos", "language": "", "kind": "variant",
        "enabled": "on",
    }  # fmt: skip
    return {**data, **changes}


def test_what_a_new_alias_would_change_is_read_and_not_saved(at_desk, oman):
    aliases = Alias.objects.count()

    page = at_desk.post("/admin/archive/alias/add/", new_alias(oman, _foresee="1"))

    effect = page.context["effect"]
    assert (effect.found, effect.read) == (2, 2)
    assert effect.gained == {"Oman": 2}
    assert {one.title for one in effect.differences} == {"Talks", "Visit"}
    text = page.content.decode()
    assert "Nothing has been saved yet." in text
    assert 'value="sultanate of Qaboos"' in text
    assert "was added successfully" not in text
    assert Alias.objects.count() == aliases
    assert not EntityTag.objects.filter(entity=oman).exists()
    assert not Rereading.objects.exists()


def test_what_only_the_new_name_would_make_is_not_kept(at_desk, oman, archive):
    make_article("Visit", "Sergei Shoigu visited the sultanate of Qaboos.", language="en")
    entities = Entity.objects.count()

    at_desk.post("/admin/archive/alias/add/", new_alias(oman, _foresee="1"))

    assert Entity.objects.count() == entities


def test_what_people_decided_is_foreseen_to_stay(at_desk, oman, archive, curator):
    tag = make_tag(archive[0], oman)
    reject([tag], curator)

    page = at_desk.post("/admin/archive/alias/add/", new_alias(oman, _foresee="1"))

    assert page.context["effect"].gained == {"Oman": 1}  # in the other text


@pytest.mark.django_db(transaction=True)
def test_others_write_while_texts_are_read(admin_client, oman, monkeypatch):
    written = []

    def write():
        try:
            SearchMiss.objects.create(query=f"sultan {len(written)}", day=date(2024, 8, 6))
            written.append(True)
        finally:
            connection.close()

    def reading(articles, knowledge):
        other = Thread(target=write)  # with a connection of its own
        other.start()
        other.join()
        return read_as_known(articles, knowledge)

    monkeypatch.setattr(foreseeing, "read_as_known", reading)

    page = admin_client.post("/admin/archive/alias/add/", new_alias(oman, _foresee="1"))

    assert page.context["effect"].gained == {"Oman": 2}
    assert written == [True, True]


def test_texts_with_the_words_are_read_again_on_request(at_desk, oman, archive):
    page = at_desk.post("/admin/archive/alias/add/", new_alias(oman), follow=True).content.decode()
    assert "2 texts have these words." in page
    assert not EntityTag.objects.filter(entity=oman).exists()
    rereading = Rereading.objects.get()
    address = f"/admin/archive/rereading/{rereading.pk}"
    assert address in page

    for _text in range(2):  # a slow machine reads one at a time
        page = at_desk.post(f"{address}/on/", {"all": "1"}, follow=True).content.decode()

    assert "2 of 2 texts read, 2 read differently" in page
    assert EntityTag.objects.filter(entity=oman).count() == 2


def test_reading_goes_on_where_it_stopped(oman, archive):
    from archive.importing.rereading import go_on

    rereading = Rereading.objects.create(
        reason="x", pending=[article.pk for article in archive], total=3
    )

    assert go_on(rereading, patience=0).done == 1
    assert go_on(rereading, patience=0).done == 2
    rereading = go_on(rereading)
    assert rereading.done == 3
    assert rereading.finished_at
    assert go_on(rereading).done == 3


def test_what_people_decided_stays(oman, archive, curator):
    from archive.importing.rereading import go_on

    tag = archive[0].entity_tags.get(entity__code="RU")
    reject([tag], curator)

    go_on(Rereading.objects.create(reason="x", pending=[archive[0].pk], total=1))

    tag.refresh_from_db()
    assert tag.state == "rejected"


def test_an_alias_switched_off_shows_what_is_lost(editing, archive, filled):
    russia = Entity.objects.get(code="RU")
    page = editing.get(f"/admin/archive/entity/{russia.pk}/change/")
    data = filled(page, _foresee="1")
    texts = {key: value for key, value in data.items() if key.endswith("-text")}
    for key in texts:
        data.pop(key.replace("-text", "-enabled"), None)

    page = editing.post(f"/admin/archive/entity/{russia.pk}/change/", data)

    assert page.context["effect"] is not None, page.context["errors"]
    assert not Alias.objects.filter(entity=russia, enabled=False).exists()


def test_a_faulty_form_says_so_instead(at_desk, oman):
    page = at_desk.post("/admin/archive/alias/add/", new_alias(oman, text="", _foresee="1"))

    assert page.context["effect"] is None
    assert "This field is required." in page.content.decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "This field is required."),
        ("   ", "This field is required."),
        ("x", "A single letter is no name"),
        ("?!", "A name has letters or figures."),
        ("Russia", "This is a name of Russia (country)."),
        ("sultan", "It has this name already."),
    ],
)
def test_names_that_cannot_be_one_are_said_so_beside_the_field(at_desk, oman, text, said):
    Alias.objects.create(entity=oman, text="sultan")

    page = at_desk.post("/admin/archive/alias/add/", new_alias(oman, text=text))

    assert said in str(page.context["adminform"].form.errors["text"])
    assert "sultanate" not in page.content.decode() or text


def test_a_name_of_two_is_marked_as_ambiguous(at_desk, oman):
    at_desk.post("/admin/archive/alias/add/", new_alias(oman, text="Russia", ambiguous="on"))

    assert oman.aliases.filter(text="Russia", ambiguous=True).exists()


def test_one_sign_of_chinese_may_be_a_name(at_desk, oman):
    at_desk.post("/admin/archive/alias/add/", new_alias(oman, text="曼", language="zh"))

    assert oman.aliases.filter(text="曼").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"wikidata": "794"}, "wikidata"),
        ({"identifiers": "no colon"}, "identifiers"),
        ({"names": "nothing"}, "names"),
        ({"valid_from": "the year 1"}, "valid_from"),
    ],
)
def test_faults_of_an_entity_stand_beside_their_fields(editing, filled, changes, field):
    person = make_entity("Sergei Shoigu", "person")
    page = editing.get(f"/admin/archive/entity/{person.pk}/change/")

    page = editing.post(f"/admin/archive/entity/{person.pk}/change/", filled(page, **changes))

    assert list(page.context["adminform"].form.errors) == [field]


def test_authority_ids_are_kept(editing, filled):
    person = make_entity("Sergei Shoigu", "person")
    page = editing.get(f"/admin/archive/entity/{person.pk}/change/")

    editing.post(
        f"/admin/archive/entity/{person.pk}/change/",
        filled(page, identifiers="viaf: 123\ngnd: 45-6", wikidata="q4"),
    )

    person.refresh_from_db()
    assert person.identifiers == {"viaf": "123", "gnd": "45-6"}
    assert person.wikidata == "Q4"


class TestTopics:
    @pytest.fixture
    def tea(self, archive):
        return Topic.objects.create(name="Tea")

    def rule(self, page, filled, **changes):
        data = filled(page)
        new = {"language": "en", "kind": "phrase", "phrase": "", "weight": "9", "enabled": "on"}
        data |= {f"rules-0-{name}": value for name, value in {**new, **changes}.items()}
        return {**data, "rules-TOTAL_FORMS": "1"}

    def send(self, editing, filled, tea, *, foresee=False, **changes):
        address = f"/admin/archive/topic/{tea.pk}/change/"
        data = self.rule(editing.get(address), filled, **changes)
        return editing.post(address, {**data, **({"_foresee": "1"} if foresee else {})})

    def test_a_rule_is_tried_on_texts_before_it_is_saved(self, editing, filled, tea):
        page = self.send(editing, filled, tea, foresee=True, kind="any", phrase="rained pleased")

        effect = page.context["effect"]
        assert effect.found == 2
        assert not effect.gained  # one word is not enough for a topic
        assert not tea.rules.exists()

        page = self.send(editing, filled, tea, foresee=True, kind="any", phrase="sultanate qaboos")
        assert page.context["effect"].gained == {"Tea": 2}

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"phrase": "(a+)+$"}, "A rule is plain words"),
            ({"phrase": "green tea*"}, "A rule is plain words"),
            ({"phrase": "!!"}, "at least one word"),
            ({"phrase": "a"}, "A single letter"),
            ({"phrase": "one two three four five six seven eight nine"}, "At most 8 words."),
            ({"phrase": "tea", "kind": "near"}, "two words or more"),
        ],
    )
    def test_unsafe_rules_are_refused(self, editing, filled, tea, changes, said):
        page = self.send(editing, filled, tea, **changes)

        form = page.context["inline_admin_formsets"][0].formset.forms[0]
        assert said in str(form.errors["phrase"])
        assert not TopicRule.objects.filter(topic=tea).exists()

    def test_a_rule_that_fits_everything_is_refused(self, editing, filled, tea, indexed):
        for _number in range(45):
            make_article("Weather", "It rained.")
        indexed()

        page = self.send(editing, filled, tea, phrase="rained")

        form = page.context["inline_admin_formsets"][0].formset.forms[0]
        assert "they tell nothing" in str(form.errors["phrase"])


class TestTree:
    @pytest.fixture
    def topics(self):
        economy = Topic.objects.create(name="Economy")
        trade = Topic.objects.create(name="Trade", parent=economy)
        return economy, trade, Topic.objects.create(name="Tariffs", parent=trade)

    def test_topics_stand_in_their_order(self, editing, topics):
        page = editing.get("/admin/archive/topic/tree/")

        assert [b.topic.name for b in page.context["branches"]] == ["Economy", "Trade", "Tariffs"]

    def test_one_moves_and_comes_back(self, editing, topics):
        economy, _trade, tariffs = topics

        page = editing.post(
            f"/admin/archive/topic/{tariffs.pk}/move/", {"parent": economy.pk}, follow=True
        )

        tariffs.refresh_from_db()
        assert tariffs.parent == economy
        assert "Undo …" in page.content.decode()

    def test_none_moves_into_itself(self, editing, topics):
        economy, _trade, tariffs = topics
        address = f"/admin/archive/topic/{economy.pk}/move/"
        offered = [branch.topic for branch in editing.get(address).context["branches"]]
        assert tariffs not in offered

        page = editing.post(address, {"parent": tariffs.pk})

        economy.refresh_from_db()
        assert economy.parent is None
        assert "A topic cannot be part of itself" in page.content.decode()

    def test_two_become_one_with_redirects_and_come_apart(self, editing, topics):
        _economy, trade, tariffs = topics
        for topic in (trade, tariffs):
            make_article(topics=[topic])
        make_article(topics=[trade, tariffs])
        rule = TopicRule.objects.create(topic=tariffs, language="en", phrase="tariff")
        address = f"/admin/archive/topic/{tariffs.pk}/merge/"
        page = editing.post(address, {"kept": trade.pk, "look": "1"})
        assert (page.context["preview"].tags, page.context["preview"].both) == (2, 1)

        page = editing.post(address, {"kept": trade.pk, "yes": "1"}, follow=True)

        assert "Tariffs: now one with Trade." in page.content.decode()
        assert trade.tags.count() == 3
        rule.refresh_from_db()
        assert rule.topic == trade
        answer = editing.get("/topics/tariffs/")
        assert (answer.status_code, answer["Location"]) == (301, "/topics/trade/")

        from archive.curation.undo import undo
        from archive.models import Decision

        undo(Decision.objects.get(), None)
        assert Topic.objects.get(slug="tariffs").tags.count() == 2
        assert trade.tags.count() == 2

    def test_a_topic_does_not_become_one_with_its_part(self, editing, topics):
        economy, trade, _tariffs = topics
        page = editing.post(
            f"/admin/archive/topic/{economy.pk}/merge/", {"kept": trade.pk, "yes": "1"}
        )

        assert "move that first" in page.content.decode()

    def test_curators_leave_the_tree_as_it_is(self, at_desk, topics):
        assert at_desk.get("/admin/archive/topic/tree/").status_code == 200
        assert at_desk.get(f"/admin/archive/topic/{topics[0].pk}/move/").status_code == 403
