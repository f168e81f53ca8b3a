"""Bars by year: every bar says its number, lengths fit the drawing."""

import pytest

from archive.search.engine import Summary
from archive.search.histogram import Column, Histogram, every_year
from archive.views.charts import LARGE, SMALL, draw, grid_number


def summary(year, certain=None):
    certain = year if certain is None else certain
    return Summary(0, {"year": list(year.items()), "year_certain": list(certain.items())})


def chart(year, certain=None):
    return draw(every_year(summary(year, certain)), LARGE, address)


def address(period):
    return f"/search/?date_from={period}"


def test_fewer_than_three_articles_have_no_chart():
    assert chart({2024: 2}) is None
    assert chart({}) is None
    assert chart({2024: 3}) is not None


def test_a_bar_says_its_year_and_its_articles():
    bars = chart({1998: 1, 2000: 4}, {2000: 3}).bars
    assert [bar.figures for bar in bars] == [
        "1998: 1 article, 1 of them possibly",
        "2000: 4 articles, 1 of them possibly",
    ]
    assert bars[0].url == "/search/?date_from=1998"


def test_the_tallest_bar_fills_the_drawing_and_the_smallest_can_be_seen():
    low, high = chart({1999: 1, 2000: 1000}).bars
    assert float(low.height) == 2.0
    assert float(high.height) < LARGE.height
    assert float(high.y) + float(high.height) == pytest.approx(LARGE.height)


def test_years_without_articles_keep_their_place():
    first, last = chart({1980: 3, 1999: 3}).bars
    assert (first.column, last.column) == ("0.000%", "95.000%")


def test_a_few_years_stand_among_empty_ones():
    (bar,) = chart({2024: 3}).bars
    assert (bar.column, bar.column_width) == ("41.667%", "8.333%")
    first, last = chart({1: 3, 2: 3}).bars
    assert (first.column, last.column) == ("0.000%", "14.286%")


def test_up_to_31_bars_are_tab_stops():
    assert chart(dict.fromkeys(range(1990, 2021), 1)).tab_stops
    assert not chart(dict.fromkeys(range(1990, 2022), 1)).tab_stops


def test_lengths_have_a_point_in_every_language(settings):
    from django.utils.translation import override

    with override("id"):
        assert "," not in chart({1998: 1, 2000: 4}).bars[0].x


def test_months_are_named_and_the_chosen_ones_are_underlined():
    columns = [Column(f"1998-{month:02}", 1, 1, inside=month in (5, 6)) for month in range(1, 13)]
    drawing = draw(Histogram("month", tuple(columns), chosen=True), SMALL, address)
    assert [tick.label for tick in drawing.ticks][4] == "May"
    assert [bar.label for bar in drawing.bars if bar.inside] == ["May 1998", "Jun 1998"]
    assert drawing.chosen == ("33.333%", "50.000%")


@pytest.mark.parametrize(
    ("most", "large", "small"),
    [(1, 1, 0), (2, 2, 0), (3, 2, 2), (9, 5, 5), (87, 50, 50), (100, 100, 50)],
)
def test_the_grid_line_is_a_round_number(most, large, small):
    assert (grid_number(most, LARGE), grid_number(most, SMALL)) == (large, small)
