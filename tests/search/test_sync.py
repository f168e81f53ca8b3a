"""The outbox: nothing is lost, nothing is shown that should not be."""

import pytest
from django.db import OperationalError

from archive.models import Article, IndexJob, Status
from archive.models.index_job import IndexJobQuerySet
from archive.search import sync
from archive.search.engine import Clause, EngineUnavailable, SearchQuery
from archive.search.engines.memory import MemoryEngine
from archive.search.engines.tantivy import TantivyEngine
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


def found(engine, text):
    return {hit.id for hit in engine.hits(SearchQuery(Clause(text)), 0, 100)}


class Failing(MemoryEngine):
    """An engine whose disk is full until it is mended."""

    broken = True

    def apply(self, upserts, deletes):
        if self.broken:
            raise EngineUnavailable("no space left")
        super().apply(upserts, deletes)


class Watched(MemoryEngine):
    """An engine that tells when it applies, so that a test can do something meanwhile."""

    meanwhile = None

    def apply(self, upserts, deletes):
        super().apply(upserts, deletes)
        if self.meanwhile:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()


def test_a_saved_article_is_found_after_a_drain(engine):
    article = make_article("Oil", "The price of oil.")
    assert found(engine, "oil") == set()
    assert sync.drain(engine) == 1
    assert found(engine, "oil") == {article.pk}
    assert not IndexJob.objects.exists()
    assert sync.drain(engine) == 0


def test_the_fixture_brings_the_index_up_to_date(indexed):
    article = make_article("Oil")
    assert found(indexed(), "oil") == {article.pk}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_an_article_that_is_no_longer_public_leaves_the_index(engine, status):
    article = make_article("Oil")
    sync.drain(engine)
    article.status = status
    article.save()
    sync.drain(engine)
    assert found(engine, "oil") == set()


def test_a_draft_is_not_indexed_and_a_deleted_article_leaves(engine):
    make_article("Oil", status=Status.DRAFT)
    article = make_article("Oil")
    sync.drain(engine)
    assert found(engine, "oil") == {article.pk}
    article.delete()
    sync.drain(engine)
    assert found(engine, "oil") == set()


def test_an_engine_failure_loses_nothing():
    engine = Failing()
    article = make_article("Oil")
    with pytest.raises(EngineUnavailable):
        sync.drain(engine)
    assert IndexJob.objects.exists()
    engine.broken = False
    sync.drain(engine)
    assert found(engine, "oil") == {article.pk}


def test_an_edit_made_while_draining_keeps_its_own_job():
    engine = Watched()
    article = make_article("Oil")
    engine.meanwhile = lambda: article.revise("Gas", "Something else.")
    assert sync.drain_batch(engine) == 1
    assert found(engine, "oil") == {article.pk}
    assert set(IndexJob.objects.values_list("article_id", flat=True)) == {article.pk}
    sync.drain(engine)
    assert found(engine, "oil") == set()
    assert found(engine, "gas") == {article.pk}


def test_a_database_that_is_kept_for_long_has_nothing_brought_in_twice(monkeypatch):
    """An import leaves little time between its transactions, and the lock may come late."""
    engine, refused = MemoryEngine(), [OperationalError("database is locked")] * 2
    article = make_article("Oil")
    deletes = IndexJobQuerySet.delete

    def delete(jobs):
        if refused:
            raise refused.pop()
        return deletes(jobs)

    monkeypatch.setattr(IndexJobQuerySet, "delete", delete)
    assert sync.drain_batch(engine) == 1
    assert found(engine, "oil") == {article.pk}
    assert not IndexJob.objects.exists()


def test_more_jobs_than_one_batch_are_all_done(engine, monkeypatch):
    monkeypatch.setattr(sync, "BATCH", 7)
    articles = {make_article("Oil").pk for _ in range(10)}
    sync.drain(engine)
    assert found(engine, "oil") == articles
    assert sync.rebuild(engine) == 10
    assert found(engine, "oil") == articles


def test_an_index_that_is_missing_is_built_by_the_next_drain(tmp_path):
    articles = {make_article("Oil").pk for _ in range(3)}
    IndexJob.objects.all().delete()
    engine = TantivyEngine(tmp_path / "index")
    assert not sync.readable(engine)
    assert sync.drain(engine) == 3
    assert found(engine, "oil") == articles


def test_a_rebuild_keeps_the_jobs_of_edits_made_meanwhile():
    class Slow(MemoryEngine):
        def rebuild(self, documents):
            super().rebuild(documents)
            late.append(make_article("Late").pk)

    late = []
    early = make_article("Early")
    engine = Slow()
    sync.rebuild(engine)
    assert found(engine, "early") == {early.pk}
    assert set(IndexJob.objects.values_list("article_id", flat=True)) == set(late)


def test_the_lag_says_how_many_wait_and_for_how_long(engine):
    assert sync.lag() == sync.Lag(0, 0.0)
    make_article()
    assert sync.lag().jobs >= 1
    assert 0 <= sync.lag().seconds < 60
    sync.drain(engine)
    assert sync.lag().jobs == 0


def test_only_one_process_at_a_time_may_write(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with sync.indexer_lock() as ours:
        assert ours
        with sync.indexer_lock() as again:
            assert not again
    with sync.indexer_lock() as ours:
        assert ours


def test_a_drain_asks_few_queries_of_the_database(engine, django_assert_max_num_queries):
    iran = make_entity("Iran")
    for _ in range(20):
        make_article(about=[iran])
    with django_assert_max_num_queries(22):
        sync.drain(engine)


def test_a_rebuild_elsewhere_is_waited_for_only_while_somebody_is_at_it(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    make_article("Oil")
    sync.rebuild_wanted().touch()
    engine = MemoryEngine()
    assert sync.rebuild_by_whom_it_may(engine) == Article.objects.count()
    assert not sync.rebuild_wanted().exists()
