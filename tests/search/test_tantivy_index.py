"""The life of Tantivy's folder: missing, broken, rebuilt, read by several."""

import shutil
from datetime import date

import pytest

from archive.search.engine import Clause, EngineUnavailable, SearchDocument, SearchQuery
from archive.search.engines import ENGINES, get_engine
from archive.search.engines.tantivy import TantivyEngine


def document(pk, body="oil"):
    return SearchDocument(pk, "en", f"Article {pk}", body)


def total(engine, text="oil"):
    return engine.summary(SearchQuery(Clause(text))).total


def generations(folder):
    return [path for path in folder.glob("*/*") if path.is_dir()]


def test_a_missing_index_is_unavailable_until_it_is_built(tmp_path):
    engine = TantivyEngine(tmp_path / "index")
    with pytest.raises(EngineUnavailable):
        total(engine)
    with pytest.raises(EngineUnavailable):
        engine.hits(SearchQuery(), 0, 10)
    with pytest.raises(EngineUnavailable):
        engine.apply([document(1)], [])
    engine.rebuild([document(1)])
    assert total(engine) == 1


def test_another_process_sees_each_commit_and_each_rebuild(tmp_path):
    writer, reader = (TantivyEngine(tmp_path / "index") for _ in range(2))
    writer.rebuild([document(1)])
    assert total(reader) == 1
    for pk in range(2, 6):
        writer.apply([document(pk)], [])
        assert total(reader) == pk
    writer.rebuild([document(7), document(8)])
    assert total(reader) == 2
    writer.apply([], [7])
    assert total(reader) == 1


def test_what_was_applied_is_there_after_a_restart(tmp_path):
    engine = TantivyEngine(tmp_path / "index")
    engine.rebuild([])
    engine.apply([document(1)], [])
    engine.close()
    again = TantivyEngine(tmp_path / "index")
    assert total(again) == 1
    again.apply([document(2)], [1])
    assert total(again) == total(engine) == 1


def test_a_rebuild_leaves_one_generation_and_an_open_reader_survives(tmp_path):
    engine = TantivyEngine(tmp_path / "index")
    engine.rebuild(document(pk) for pk in range(500))
    searcher = engine._reading().searcher
    for _ in range(3):
        TantivyEngine(tmp_path / "index").rebuild([document(1)])
    assert len(generations(tmp_path / "index")) == 1
    assert searcher.num_docs == 500
    assert total(engine) == 1


def test_a_rebuild_that_fails_leaves_nothing_behind(tmp_path):
    engine = TantivyEngine(tmp_path / "index")
    engine.rebuild([document(1)])

    def broken():
        yield document(2)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        engine.rebuild(broken())
    assert len(generations(tmp_path / "index")) == 1


@pytest.mark.parametrize("name", ["meta.json", "current", "segments", "folder"])
def test_a_damaged_index_is_unavailable_and_can_be_rebuilt(tmp_path, name):
    folder = tmp_path / "index"
    TantivyEngine(folder).rebuild(document(pk) for pk in range(50))
    (generation,) = generations(folder)
    if name == "folder":
        shutil.rmtree(folder)
    elif name == "segments":
        for path in generation.iterdir():
            if path.suffix in {".idx", ".term", ".fast", ".store", ".pos", ".fieldnorm"}:
                path.write_bytes(b"\x00" * 10)
    elif name == "current":
        (generation.parent / "current").write_text("no such generation")
    else:
        (generation / name).write_text("{]")
    engine = TantivyEngine(folder)
    with pytest.raises(EngineUnavailable):
        total(engine)
    engine.rebuild([document(1)])
    assert total(engine) == 1


def test_an_index_of_another_version_is_not_read_and_is_cleared_away(tmp_path):
    folder = tmp_path / "index"
    (folder / "v0.9" / "abc").mkdir(parents=True)
    engine = TantivyEngine(folder)
    engine.rebuild([document(1)])
    assert [path.name for path in folder.iterdir()] == [engine.generations.folder.name]


def test_a_document_that_cannot_be_indexed_does_not_silence_the_writer(tmp_path):
    engine = TantivyEngine(tmp_path / "index")
    engine.rebuild([])
    bad = SearchDocument(1, "en", "Bad", "", terms={"country": ["not a number"]})
    with pytest.raises(EngineUnavailable):
        engine.apply([bad], [])
    engine.apply([document(2)], [])
    assert total(engine) == 1


def test_the_engine_is_picked_by_the_scheme(tmp_path):
    engine = ENGINES["tantivy"](f"tantivy://{tmp_path}/a%20folder/index", True)
    engine.rebuild([document(1)])
    assert (tmp_path / "a folder" / "index").is_dir()


def test_a_neighbour_of_the_index_that_is_no_index_stays(tmp_path):
    for name in ("videos", "v1", "v0.9"):
        (tmp_path / name).mkdir()
    TantivyEngine(tmp_path).rebuild([])
    assert (tmp_path / "videos").is_dir()
    assert (tmp_path / "v1").is_dir()
    assert not (tmp_path / "v0.9").exists()


def test_more_values_than_one_answer_of_tantivy_holds_are_all_counted(tmp_path):
    engine = TantivyEngine(tmp_path)
    many = [
        SearchDocument(pk, "en", "t", "oil", terms={
            "person": range(pk * 100, pk * 100 + 100), "entity": range(pk * 100, pk * 100 + 100),
            "country": [1 + pk % 2], "language": ["en"],
        })
        for pk in range(1, 701)
    ]  # fmt: skip
    many.append(SearchDocument(701, "id", "t", "oil", terms={"person": [100], "language": ["id"]}))
    engine.rebuild(many)
    summary = engine.summary(SearchQuery(), ("person", "entity", "country", "language"))
    assert summary.total == 701
    people = dict(summary.facets["person"])
    assert len(people) == 70_000
    assert (people[100], people[101], people[70_099]) == (2, 1, 1)
    assert summary.facets["country"] == [(1, 350), (2, 350)]
    assert summary.facets["language"] == [("en", 700), ("id", 1)]


def test_an_index_with_suggested_tags_is_not_read_where_they_are_hidden(tmp_path, settings):
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    get_engine().rebuild([document(1)])
    settings.SHOW_SUGGESTED = False
    with pytest.raises(EngineUnavailable):
        total(get_engine())
    get_engine().rebuild([document(2)])
    assert total(get_engine()) == 1
    assert len(list((tmp_path / "index").iterdir())) == 1


def test_more_spans_than_one_answer_of_tantivy_may_hold(tmp_path):
    engine = TantivyEngine(tmp_path)
    first = date(2000, 1, 1).toordinal()
    spans = [
        (date.fromordinal(first + n // 300), date.fromordinal(first + 300 + n % 300))
        for n in range(66_000)
    ]
    engine.rebuild(
        SearchDocument(n, "en", "", "", *span) for n, span in enumerate([*spans, *spans[:9]], 1)
    )
    found = list(engine.spans(SearchQuery()))
    assert [(one, two) for one, two, _count in found] == sorted(spans)
    assert sum(count for *_span, count in found) == 66_009
