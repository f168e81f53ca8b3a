"""How often each value of a facet is found over the years."""

from datetime import date

import pytest

from archive.search.spans import MOST, spans_between, spans_of
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "last", "spans"),
    [
        (2024, 2024, [(2024, 2024)]),
        (2020, 2025, [(year, year) for year in range(2020, 2026)]),
        (1909, 2025, [(start, start + 9) for start in range(1900, 2030, 10)]),
        (1, 9998, [(max(start, 1), min(start + 999, 9999)) for start in range(0, 10_000, 1000)]),
    ],
)
def test_spans_are_few_and_of_one_round_number_of_years(first, last, spans):
    assert spans_between(first, last) == spans
    assert len(spans) <= MOST


def test_each_span_counts_what_a_search_for_it_finds(client, indexed):
    iran, russia = make_entity("Iran", code="IR"), make_entity("Russia", code="RU")
    for year in (1961, 1962, 1979, 2004):
        make_article(on=date(year, 5, 1), about=[iran])
    make_article(on=(date(1979, 12, 1), date(1980, 2, 1)), about=[iran, russia])
    make_article("Undated", about=[iran])
    indexed()
    spans = spans_of("country")
    assert spans.of(russia.pk)[1:4] == (("1965–1969", 0), ("1970–1974", 0), ("1975–1979", 1))
    for label, count in spans.of(iran.pk):
        first, last = label.split("–")
        found = client.get(f"/search/?country=iran&date_from={first}&date_to={last}")
        assert count == found.context.get("total", 0), label


def test_an_archive_without_dates_has_no_spans(indexed):
    iran = make_entity("Iran")
    make_article(about=[iran])
    indexed()
    assert spans_of("country").of(iran.pk) == ()
