"""`evaluate`: how well extraction does on texts with known answers, as one JSON object."""

from __future__ import annotations

import json
import os
import re
import sys
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from archive.extraction.evaluation import (
    TASKS,
    GoldText,
    Score,
    evaluate_ner,
    evaluate_stemming,
    gold_texts,
    labelled_gold,
)
from archive.management.faults import Fault, faults_told
from archive.management.judging import ask_all, judge, missed
from archive.management.judging import figures as figures_of

DEFAULT_LANGUAGE = "id"  # of files whose lines say none
LABELLED = frozenset({"persons", "organizations"})  # that BIO lines have too
_TAGGED = re.compile(r"[^\t{]+\t\S+")


class Command(BaseCommand):
    help = (
        "Measures extraction on a file with known answers: JSON Lines of texts for countries, "
        "persons, organizations and dates, BIO lines for ner, persons and organizations, word and "
        "root for stemming. For search, a folder with corpus.jsonl and queries.jsonl, tried in a "
        "throw-away archive."
    )
    requires_system_checks: list[str] = []  # nothing of the installation is needed

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("task", choices=[*TASKS, "ner", "stemming", "search"])
        parser.add_argument("gold", metavar="GOLD")
        parser.add_argument("--language", default="", help="texts of this language only")
        parser.add_argument("--errors", action="store_true", help="what was wrong and missed")
        parser.add_argument("--asked", action="store_true", help=SUPPRESS)  # of this archive

    def handle(self, *, task: str, gold: str, language: str, errors: bool, **options: Any) -> None:
        try:
            with faults_told():
                if task == "search":
                    asked = options["asked"]
                    told = searched(Path(gold), language, errors=errors, asked=asked)
                    self.stdout.write(told)
                    return
                figures, scores = measure(task, _lines(gold), language)
        except Fault as fault:
            self.stderr.write(str(fault))
            sys.exit(fault.code)
        if errors:
            figures["errors"] = [error for score in scores for error in score.errors]
        self.stdout.write(json.dumps(figures, ensure_ascii=False))


def searched(folder: Path, language: str, *, errors: bool, asked: bool) -> str:
    """The figures of judged queries as JSON."""
    if not asked:
        return judge(folder, language, errors=errors).strip()
    judged = ask_all(folder, language)
    more = {"errors": missed(judged)} if errors else {}
    return json.dumps(figures_of(judged) | more, ensure_ascii=False)


def measure(task: str, lines: list[str], language: str) -> tuple[dict[str, Any], list[Score]]:
    """The figures of one task, and the scores behind them."""
    if task == "ner":
        scores = evaluate_ner(lines, language or DEFAULT_LANGUAGE)
        return {f"f1_{kind}": score.f1 for kind, score in scores.items()}, list(scores.values())
    if task == "stemming":
        score = evaluate_stemming(lines, language or DEFAULT_LANGUAGE)
    else:
        try:
            score = TASKS[task](_texts(task, lines, language))
        except ValueError as error:
            raise Fault(os.EX_DATAERR, str(error)) from error
    return score.as_json(), [score]


def _texts(task: str, lines: list[str], language: str) -> Iterable[GoldText]:
    """Those of BIO lines, or of JSON Lines."""
    if task in LABELLED and lines and _TAGGED.fullmatch(lines[0]):
        return labelled_gold(lines, language or DEFAULT_LANGUAGE)
    return gold_texts(lines, language)


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise Fault(os.EX_NOINPUT, f"{path}: nothing is there; check its name") from error
    except (OSError, UnicodeDecodeError) as error:
        raise Fault(os.EX_DATAERR, f"{path}: cannot be read as text: {error}") from error
