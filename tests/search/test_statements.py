"""Statements made once: the rows that the query gives, for however many values it is asked."""

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.models import Entity
from archive.search.statements import Places, Statement, places_for
from tests.factories import make_entity

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("number", "places"), [(0, 8), (1, 8), (8, 8), (9, 16), (16, 16), (17, 32), (1_000, 1_024)]
)
def test_a_list_has_places_for_all_its_values(number, places):
    assert places_for(range(number)) == places


def test_rows_are_those_of_the_query():
    names = ["Iran", "Russia", "O'Higgins %s", "Россия"]
    entities = [make_entity(name, names={"id": f"{name} di sini"}) for name in names]
    places = Places()
    columns = ("pk", "name", "names", "added_at")
    wanted = Q(pk__in=places.numbers("pks", 8)) | Q(name__in=places.texts("names", 8))
    statement = Statement(
        Entity.objects.filter(wanted).order_by("pk").values_list(*columns), places
    )

    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.sets(st.sampled_from([e.pk for e in entities])), st.sets(st.sampled_from(names)))
    def check(pks, called):
        expected = Entity.objects.filter(Q(pk__in=pks) | Q(name__in=called)).order_by("pk")
        found = statement.rows(pks=sorted(pks), names=sorted(called))
        assert found == list(expected.values_list(*columns))

    check()
