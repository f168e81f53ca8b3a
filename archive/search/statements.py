"""Statements that every search asks, made into SQL once.

Django takes some milliseconds to write the SQL of a question that the database answers in a
fraction of one. What is asked for each page is written once in a process, with open places that
are filled each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import QuerySet

FEWEST = 8  # open places of a list; a longer one has twice as many, and so on


def places_for(several: Sequence[object]) -> int:
    """How many open places a statement should have for these: few sizes, so few statements."""
    return max(FEWEST, 1 << (len(several) - 1).bit_length())


class Places:
    """Open places: values that stand in a query until those asked for take their place."""

    def __init__(self) -> None:
        self.of: dict[object, tuple[str, int]] = {}

    def numbers(self, name: str, most: int) -> list[int]:
        """Places for so many numbers; no key is negative."""
        return self._kept(name, [-1 - len(self.of) - number for number in range(most)])

    def texts(self, name: str, most: int) -> list[str]:
        """Places for so many texts; none that is looked for has a null character."""
        return self._kept(name, [f"\0{len(self.of) + number}" for number in range(most)])

    def _kept(self, name: str, marks: list[Any]) -> list[Any]:
        self.of.update((mark, (name, number)) for number, mark in enumerate(marks))
        return marks


class Statement:
    """The SQL of a query of tuples, and what makes Python values of the rows."""

    def __init__(self, query: QuerySet[Any, Any], places: Places | None = None) -> None:
        self.compiler = query.query.get_compiler(connection=connection)
        self.sql, self.parameters = self.compiler.as_sql()
        columns = [select[0] for select in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)
        self.places = [(places.of if places else {}).get(one) for one in self.parameters]

    def rows(self, **values: Sequence[object]) -> list[tuple[Any, ...]]:
        """The rows as the query would give them; a place without a value is NULL, like nothing."""
        filled: list[Any] = [
            parameter if place is None else _at(values[place[0]], place[1])
            for parameter, place in zip(self.parameters, self.places, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        if not self.converters:
            return rows
        return list(map(tuple, self.compiler.apply_converters(chain(rows), self.converters)))


def _at(several: Sequence[object], number: int) -> object:
    return several[number] if number < len(several) else None
