"""The number beside a choice is the number of results you get by choosing it. Always."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.filters import ArticleFilter
from archive.models import Kind
from archive.search.engine import SearchDocument
from archive.search.engines.memory import MemoryEngine
from archive.search.nothing_found import changes
from archive.search.results import SearchResults
from tests.factories import make_entity, make_source, make_topic

WORDS = ["sanksi", "perang", "damai", "iran"]
LANGUAGES = ["id", "en", "fa"]
FACETS = ["country", "person", "organization", "topic", "language", "source"]


@pytest.fixture
def rows(db):
    """Three values for each facet: (facet, slug) to the value in the index."""
    found = {("language", code): code for code in LANGUAGES}
    for kind, names in {
        Kind.COUNTRY: ["Iran", "Russia", "Iraq"],
        Kind.PERSON: ["Sergei Shoigu", "Kazem Jalali", "Kofi Annan"],
        Kind.ORGANIZATION: ["OPEC", "NATO", "ASEAN"],
    }.items():
        for name in names:
            entity = make_entity(name, kind)
            found[str(kind), entity.slug] = entity.pk
    for name in ["Sanctions", "War", "Peace"]:
        topic = make_topic(name)
        found["topic", topic.slug] = topic.pk
    for name in ["Kompas", "Irna", "Tass"]:
        source = make_source(name)
        found["source", source.slug] = source.pk
    return found


days = st.dates(date(2019, 11, 1), date(2021, 2, 28))


@st.composite
def spans(draw):
    if draw(st.booleans()):
        return None, None
    first = draw(days)
    last = max(first, draw(days)) if draw(st.booleans()) else first
    return first, last


def periods(first, last):
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    years = sorted({month // 12 for month in months})
    months = [month // 12 * 100 + month % 12 + 1 for month in months]
    terms = {"year": years, "month": months}
    terms["year_certain"] = years if len(years) == 1 else []
    terms["month_certain"] = months if len(months) == 1 else []
    return terms


@st.composite
def archives(draw):
    """Documents whose terms are slugs still: they become primary keys when rows exist."""
    number = draw(st.integers(0, 9))
    return [
        (
            " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))),
            draw(spans()),
            {
                facet: draw(st.sets(st.integers(0, 2), min_size=1, max_size=3))
                for facet in FACETS[:4]
            },
            {facet: draw(st.integers(0, 2)) for facet in FACETS[4:]},
        )
        for _ in range(number)
    ]


@st.composite
def requests(draw):
    """Parameters with values by number: the same numbers as in the archive."""
    pairs = st.tuples(st.sampled_from(FACETS), st.integers(0, 2))
    asked = draw(st.lists(pairs, max_size=3, unique=True))
    if draw(st.integers(0, 4)) == 0:
        facet, number = draw(pairs)
        asked.append((f"not_{facet}", number))
    asked += [(f"{facet}_match", "any") for facet in FACETS[:4] if draw(st.booleans())]
    words = draw(
        st.lists(st.sampled_from([*WORDS, '"perang"', "-damai", "country:iran"]), max_size=2)
    )
    asked.append(("q", " ".join(words)))
    for box in ("date_from", "date_to"):
        asked.append((box, draw(st.sampled_from(["", "", "", "2020", "2020-05", "2019-12", "x"]))))
    asked.append(("undated", draw(st.sampled_from(["", "", "", "include", "exclude", "only"]))))
    return asked


def build(archive, rows):
    values = {facet: [v for (f, _slug), v in rows.items() if f == facet] for facet in FACETS}
    engine = MemoryEngine()
    engine.rebuild(
        SearchDocument(
            id=number,
            language=LANGUAGES[one["language"]],
            title="",
            body=text,
            earliest=span[0],
            latest=span[1],
            terms={
                **{facet: [values[facet][n] for n in chosen] for facet, chosen in many.items()},
                **{facet: [values[facet][n]] for facet, n in one.items()},
                "entity": [
                    values[f][n] for f, chosen in many.items() if f != "topic" for n in chosen
                ],
                **(periods(*span) if span[0] else {}),
            },
        )
        for number, (text, span, many, one) in enumerate(archive, 1)
    )
    return engine


def ask(parameters, rows, engine):
    slugs = {facet: [slug for f, slug in rows if f == facet] for facet in FACETS}
    query = QueryDict(mutable=True)
    for name, value in parameters:
        facet = name.removeprefix("not_")
        query.appendlist(name, slugs[facet][value] if isinstance(value, int) else value)
    return SearchResults(ArticleFilter(query).search, engine)


def after(url, engine):
    """How many results the address of a link has."""
    return SearchResults(ArticleFilter(QueryDict(url.removeprefix("?"))).search, engine).count()


common = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@common
@given(archives(), requests())
def test_choosing_gives_as_many_results_as_was_said(rows, archive, asked):
    engine = build(archive, rows)
    results = ask(asked, rows, engine)
    for facet in results.facets:
        for choice in facet.choices:
            if choice.chosen:
                assert choice.count == results.count()
            else:
                assert choice.count == after(choice.url, engine), (facet.name, choice)
            if choice.added is not None:
                assert choice.count == results.count() + choice.added


@common
@given(archives(), requests())
def test_a_bar_is_the_number_of_results_that_overlap_its_period(rows, archive, asked):
    engine = build(archive, rows)
    results = ask(asked, rows, engine)
    address = results.request.address.changed(undated="")
    for column in results.histogram.columns:
        url = str(address.changed(date_from=column.period, date_to=column.period))
        assert column.count == after(url, engine), column


@common
@given(archives(), requests())
def test_undated_articles_are_counted_where_a_date_is_set(rows, archive, asked):
    engine = build(archive, rows)
    results = ask(asked, rows, engine)
    only = results.request.address.without("date_from", "date_to").changed(undated="only")
    assert results.undated == after(str(only), engine)


@common
@given(archives(), requests())
def test_each_change_that_is_offered_gives_what_it_says(rows, archive, asked):
    engine = build(archive, rows)
    results = ask(asked, rows, engine)
    if results.count() == 0:
        for change in changes(results, lambda address: ArticleFilter(address.query_dict()).search):
            assert change.count == after(change.url, engine), change


@common
@given(archives(), requests())
def test_the_address_of_a_search_asks_for_the_same_search(rows, archive, asked):
    engine = build(archive, rows)
    results = ask(asked, rows, engine)
    assert after(str(results.request.address), engine) == results.count()
    again = ArticleFilter(results.request.address.query_dict()).search
    assert again.address == results.request.address


@common
@given(archives(), requests())
def test_whether_a_search_is_relaxed_is_decided_without_its_filters(rows, archive, asked):
    engine = build(archive, rows)
    results = ask(asked, rows, engine)
    words = " ".join(group.text for group in results.request.understanding.groups)
    bare = ask([("q", words)], rows, engine)
    assert results.relaxed == bare.relaxed
