"""What every test may ask for: an empty index, and a way to bring it up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.utils import translation
from hypothesis import HealthCheck, settings

from archive.search.engine import SearchEngine
from archive.search.engines import get_engine

# No test is a timed one: a machine that is busy is no fault of what is tested.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A request in Indonesian leaves its language active: no test passes it on to the next."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Tests begin with the same rows' keys and versions: no page of one is shown to the next."""
    cache.clear()


@pytest.fixture
def engine() -> Iterator[SearchEngine]:
    """The engine of the settings, without any document."""
    engine = get_engine()
    engine.rebuild([])
    yield engine
    engine.rebuild([])


@pytest.fixture
def indexed(engine: SearchEngine, db: None) -> Callable[[], SearchEngine]:
    """Call it after making rows: it applies the outbox to the index, and returns the engine."""
    from archive.search.sync import drain

    def bring_up_to_date() -> SearchEngine:
        drain(engine)
        return engine

    return bring_up_to_date
