"""How many small faults, planted in a module one at a time, its tests notice.

    python -m tests.mutation [--sample 60] [--seed 1] [MODULE.py TEST...]

Without arguments, the modules whose score is promised (docs/reliability.md). Each planted fault
(another comparison, a number more, `and` for `or`, a branch never taken, a value not returned) is
tried in a process of its own. Prints each fault that nobody noticed, and the score in per cent.
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import importlib.machinery
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import django.test  # noqa: F401 - loaded once, for all the processes
import pytest

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 180  # seconds; a fault that never ends is noticed
PROMISED = [
    ("archive/search/syntax.py", ["tests/search/test_syntax.py"]),
    ("archive/extraction/dates.py", ["tests/extraction/test_dates.py"]),
    ("archive/importing/parsing.py", ["tests/importing"]),
    ("archive/importing/importer.py", ["tests/importing"]),
    ("archive/importing/identity.py", ["tests/importing"]),
    ("archive/importing/linking.py", ["tests/importing"]),
]
OPPOSITES: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add,
}  # fmt: skip


def places(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Numbers of the nodes at which a fault can be planted, and which one."""
    for number, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in OPPOSITES:
            yield number, "comparison"
        elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in OPPOSITES:
            yield number, "operator"
        elif isinstance(node, ast.If | ast.IfExp | ast.While):
            yield number, "never"
        elif isinstance(node, ast.Return) and node.value is not None:
            yield number, "nothing"
        elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
            yield number, "number"


def planted(tree: ast.AST, number: int, fault: str) -> tuple[ast.AST, int]:
    """The module with the fault, and its line."""
    changed = copy.deepcopy(tree)
    node = next(n for place, n in enumerate(ast.walk(changed)) if place == number)
    match node:
        case ast.Compare():
            node.ops[0] = OPPOSITES[type(node.ops[0])]()  # type: ignore[call-overload]
        case ast.BoolOp() | ast.BinOp():
            node.op = OPPOSITES[type(node.op)]()  # type: ignore[assignment]
        case ast.If() | ast.IfExp() | ast.While():
            node.test = ast.Constant(value=False)
        case ast.Return():
            node.value = ast.Constant(value=None)
        case ast.Constant():
            node.value = not node.value if type(node.value) is bool else int(str(node.value)) + 1
    return ast.fix_missing_locations(changed), getattr(node, "lineno", 0)


def noticed(path: Path, tree: ast.AST, tests: list[str]) -> bool:
    """Run the tests on the module with its fault, in a process of its own."""
    child = os.fork()
    if not child:
        signal.alarm(LONGEST)
        sink = os.open(os.environ.get("MUTATION_LOG", os.devnull), os.O_WRONLY | os.O_CREAT)
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        usual = importlib.machinery.SourceFileLoader.get_code

        def get_code(self, fullname):
            if Path(self.path) == path:
                return compile(tree, str(path), "exec")
            return usual(self, fullname)

        importlib.machinery.SourceFileLoader.get_code = get_code
        code = 1
        with contextlib.suppress(BaseException):
            code = int(
                pytest.main(["-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly", *tests])
            )
        os._exit(int(code != 0))
    _pid, status = os.waitpid(child, 0)
    return status != 0


def measure(module: str, tests: list[str], sample: int, seed: int) -> tuple[int, int]:
    path = ROOT / module
    tree = ast.parse(path.read_text("utf-8"))
    if noticed(path, tree, tests):
        raise SystemExit(f"{module}: its tests fail without any fault")
    found = sorted(places(tree))
    random.Random(seed).shuffle(found)
    chosen, started, kept = found[:sample], time.monotonic(), 0
    for number, fault in chosen:
        changed, line = planted(tree, number, fault)
        if noticed(path, changed, tests):
            kept += 1
        else:
            print(f"  {module}:{line} {fault}: nobody noticed", flush=True)
    print(f"{module}: {kept} of {len(chosen)} noticed ({100 * kept / len(chosen):.0f} %), "
          f"{len(found)} possible, {time.monotonic() - started:.0f} s", flush=True)  # fmt: skip
    return kept, len(chosen)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("module", nargs="?")
    parser.add_argument("tests", nargs="*")
    options = parser.parse_args()
    os.chdir(ROOT)
    asked = [(options.module, options.tests)] if options.module else PROMISED
    counted = [measure(module, tests, options.sample, options.seed) for module, tests in asked]
    kept, tried = (sum(column) for column in zip(*counted, strict=True))
    print(f"{kept} of {tried} noticed: {100 * kept / tried:.0f} %")


if __name__ == "__main__":
    main()
