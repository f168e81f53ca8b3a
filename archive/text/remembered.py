"""Answers about words that are given again and again: few words make up most of any text."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Generic, TypeVar

WORD_LIMIT = 100  # characters: of a longer run only its beginning counts
CACHED_WORDS = 100_000  # words that are remembered for one question, some 15 MB

Asked = TypeVar("Asked", bound=Collection[object])
Answer = TypeVar("Answer")


class Remembered(dict[Asked, Answer], Generic[Asked, Answer]):
    """What a function answers for each word. Asked as a dict, in loops of the interpreter's own.

    It forgets all when it is full, and never keeps a word longer than any that is looked for.
    """

    def __init__(self, answer: Callable[[Asked], Answer], limit: int = CACHED_WORDS) -> None:
        super().__init__()
        self.answer = answer
        self.limit = limit

    def __missing__(self, word: Asked) -> Answer:
        answer = self.answer(word)
        if len(word) <= WORD_LIMIT:
            if len(self) >= self.limit:
                self.clear()
            self[word] = answer
        return answer
