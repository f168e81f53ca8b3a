"""An article in Dublin Core says no more of its date than is known."""

from dataclasses import replace

import pytest

from archive.citing.dublin_core import dublin_core
from tests.citing.test_styles import PRINTED


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2024-08-06", "2024-08-06"),
        ("2024-08-06?", "2024-08-06?"),
        ("2024~", "2024~"),
        ("[2024-08-05,2024-08-06]", "2024-08"),
    ],
)
def test_an_uncertain_date_is_not_told_as_a_sure_one(edtf, said):
    told = dublin_core(replace(PRINTED, edtf=edtf), "Talks.", "", [], [])
    assert told["date"] == [said]
