"""Likely duplicates: proposed where every word agrees, sure only where the context does too."""

import pytest

from archive.curation import propose as proposing
from archive.curation.propose import compared, propose, words_of
from archive.curation.split import distinguish
from archive.models import Alias, Distinction, MergeProposal
from tests.factories import make_article, make_entity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ruhollah Khomeini", "Ali Khamenei"),
        ("Ayatollah Khomeini", "Ayatollah Khamenei"),
        ("Kim Yo Jong", "Kim Jong Un"),
        ("Kim Jong Il", "Kim Jong Un"),
        ("George Bush", "George Washington"),
        ("Ministry of Defence", "Ministry of Finance"),
        ("Hassan Rouhani", "Hassan Nasrallah"),
        ("S. Lavrov", "Sergei K. Ivanov"),
    ],
)
def test_names_that_are_not_the_same(one, other):
    assert compared(words_of(one), words_of(other)) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergei Shoigu", "Sergey Shoigu"),
        ("Sergei Shoigu", "Шойгу Сергей"),
        ("Masoud Pezeshkian", "Pezeshkian, Masoud"),
        ("Ali Akbar Ahmadian", "Ali Ahmadian"),
        ("Condoleezza Rice", "Condoleeza Rice"),
    ],
)
def test_names_that_may_be_the_same(one, other):
    assert compared(words_of(one), words_of(other)) > 0.8


@pytest.mark.django_db
class TestProposals:
    @pytest.fixture
    def pair(self):
        return make_entity("Sergei Shoigu", "person"), make_entity("Sergey Shoigu", "person")

    def test_without_a_context_nothing_is_sure(self, pair):
        assert propose() == 1

        row = MergeProposal.objects.get()
        assert not row.evidence["sure"]

    @pytest.mark.parametrize("title", ["Presiden", "Foreign Minister", "Президент", "Mr."])
    def test_a_title_with_a_family_name_is_shared_by_namesakes(self, title):
        iran = make_entity("Iran", code="IR")
        for name in ("Anna Momo", "John Momo"):
            person = make_entity(name, "person")
            Alias.objects.create(entity=person, text=f"{title} Momo")
            make_article(name, about=[person, iran])

        propose()

        row = MergeProposal.objects.get()
        assert row.score < 0.5
        assert not row.evidence["sure"]

    def test_a_title_before_a_whole_name_takes_nothing_from_it(self):
        for name in ("S. K. Shoigu", "Shoigu S. K."):
            person = make_entity(name, "person")
            Alias.objects.create(entity=person, text="Minister Sergei Shoigu")

        propose()

        assert MergeProposal.objects.get().score == 1

    def test_the_share_that_is_done_grows_to_the_end(self, pair):
        shares = []

        propose(shares.append)

        assert shares == sorted(shares)
        assert shares[0] == 0
        assert 0.8 <= shares[-1] <= 1

    @pytest.mark.parametrize("decided", ["two", "gone"])
    def test_what_is_decided_while_names_are_compared_holds(self, pair, monkeypatch, decided):
        keep = proposing.keep

        def decide_first(wanted):
            assert len(wanted) == 1
            if decided == "two":
                distinguish(*pair, None)
            else:
                pair[1].delete()
            return keep(wanted)

        monkeypatch.setattr(proposing, "keep", decide_first)
        assert propose() == 0
        assert not MergeProposal.objects.exists()

    def test_one_that_stays_tells_what_is_known_now(self, pair):
        propose()
        before = MergeProposal.objects.get()
        make_article(about=pair)

        assert propose() == 0

        after = MergeProposal.objects.get()
        assert after.pk == before.pk
        assert after.score < before.score
        assert after.evidence["articles with both"] == 1

    def test_with_one_it_is(self):
        russia = make_entity("Russia")
        for name in ("Masoud Pezeshkian", "Pezeshkian, Masoud"):
            make_article(about=[make_entity(name, "person"), russia])

        propose()

        row = MergeProposal.objects.get()
        assert row.evidence["sure"]
        assert row.evidence["shared"] == ["Russia"]

    def test_an_article_with_both_speaks_against_it(self, pair):
        make_article(about=pair)
        propose()
        assert MergeProposal.objects.get().score < 0.8

    def test_the_khomeini_and_the_kims_are_never_proposed(self):
        for name in ("Ruhollah Khomeini", "Ali Khamenei", "Kim Yo Jong", "Kim Jong Un"):
            entity = make_entity(name, "person")
            make_article(about=[entity, make_entity(f"Land of {name}")])
        Alias.objects.create(entity=make_entity("Khomeini", "person"), text="Khamenei")

        assert propose() == 0

    def test_what_was_said_to_be_two_is_not_proposed_again(self, pair):
        propose()
        distinguish(*pair, None)

        assert not MergeProposal.objects.exists()
        assert propose() == 0
        assert Distinction.objects.count() == 1

    def test_an_alias_may_be_what_two_share(self):
        one = make_entity("Abu Mazen", "person")
        Alias.objects.create(entity=one, text="Mahmoud Abbas")
        make_entity("Mahmud Abbas", "person")

        assert propose() == 1
        assert MergeProposal.objects.get().evidence["names"] == ["mahmoud abbas", "mahmud abbas"]

    def test_different_authority_ids_are_different_people(self):
        make_entity("Sergei Shoigu", "person", wikidata="Q1")
        make_entity("Sergey Shoigu", "person", wikidata="Q2")

        assert propose() == 0

    def test_proposals_that_no_longer_hold_go(self, pair):
        propose()
        pair[1].name = "Boris Johnson"
        pair[1].save()

        assert propose() == 0
        assert not MergeProposal.objects.exists()
