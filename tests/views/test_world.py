"""The map: shades by round numbers, nothing that the list does not say too."""

import pytest

from archive.models import Entity
from archive.views.world import outlines, rounded, shade, thresholds, world_map


def country(code, name):
    return Entity(kind="country", code=code, name=name, slug=name.lower())


def test_every_outline_can_be_seen():
    assert len(outlines()) > 200
    assert all(outline.path or outline.x for outline in outlines())
    codes = [outline.code for outline in outlines() if outline.code]
    assert len(codes) == len(set(codes))
    assert {"IR", "RU", "ID", "PS", "TW", "XK", "VA", "SG"} <= set(codes)


def test_a_country_with_articles_is_a_link_that_says_how_many():
    world = world_map([(country("IR", "Iran"), 1200), (country("RU", "Russia"), 1)])
    shapes = {shape.outline.code: shape for shape in world.shapes}
    assert shapes["IR"].title == "Iran: 1,200 articles"
    assert shapes["IR"].url == "/countries/iran/"
    assert shapes["RU"].title == "Russia: 1 article"
    assert shapes["IR"].shade != shapes["RU"].shade
    assert (shapes["FR"].url, shapes["FR"].shade) == ("", "q0")


def test_the_legend_begins_with_none_and_ends_open():
    labels = [step.label for step in world_map([(country("IR", "Iran"), 40)]).steps]
    assert labels[0] == "none"
    assert labels[-1].endswith("+")


def test_an_empty_archive_has_one_shade():
    assert {shape.shade for shape in world_map([]).shapes} == {"q0"}


def test_more_articles_never_make_a_country_paler():
    starts = thresholds([1, 3, 8, 40, 41, 400, 2500])
    shades = [shade(count, starts) for count in (1, 3, 8, 40, 41, 400, 2500)]
    assert shades == sorted(shades)
    assert shades[-1] == "q6"


@pytest.mark.parametrize(("number", "near"), [(1, 1), (7, 7), (87, 90), (1743, 1500), (480, 500)])
def test_thresholds_are_round(number, near):
    assert rounded(number) == near
