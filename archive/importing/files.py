"""The files that the operator's paths stand for: folders walked in order, odd things refused."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from archive.importing.values import STANDARD_INPUT, Rejected

ENDING = ".json"  # of a sidecar
# Endings that a file may have which a sidecar of its stem stands beside.
ENDINGS = frozenset(
    (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".tei", ".xml",
     ".csv", ".tsv", ".jsonl", ".ndjson", ".rss", ".atom")
)  # fmt: skip

_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)


def missing(paths: Iterable[str]) -> list[str]:
    """Those of the paths where nothing is, as far as we may look."""
    # Path.exists raises where a folder may not be entered or a name is too long.
    return [path for path in paths if path != STANDARD_INPUT and not os.path.exists(path)]  # noqa: PTH110


def find_files(paths: Iterable[str]) -> Iterator[str | Rejected]:
    """Each file to read, in a fixed order; what is no regular file comes with a reason.

    In folders, hidden files and those that hold the metadata of another one are passed over, and
    links are followed only to what is inside.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield path
        elif Path(path).is_dir():
            yield from _walk(path, Path(path).resolve(), frozenset())
        else:
            yield _regular(path)


def _walk(folder: str, root: Path, above: frozenset[Path]) -> Iterator[str | Rejected]:
    here = Path(folder).resolve()
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError as error:
        yield Rejected(folder, None, f"the folder cannot be read: {error.strerror}")
        return
    present = frozenset(names)
    for name in names:
        path = os.path.join(folder, name)  # noqa: PTH118 - Path would turn ./x into x
        if name.startswith(".") or is_sidecar(name, present):
            continue
        reason = _bad_link(path, root, above | {here})
        if reason:
            yield Rejected(path, None, reason)
        elif Path(path).is_dir():
            yield from _walk(path, root, above | {here})
        else:
            yield _regular(path)


def _bad_link(path: str, root: Path, above: frozenset[Path]) -> str:
    """Why a link is not followed, or nothing."""
    if not Path(path).is_symlink():
        return ""
    try:
        target = Path(path).resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: a loop, before Python 3.13
        return "a link that leads nowhere; remove it"
    if target in above:
        return "a link to a folder that holds it; remove it"
    if not target.is_relative_to(root):
        return "a link to a place outside the folder; give that place as a path of its own"
    return ""


def _regular(path: str) -> str | Rejected:
    try:
        mode = Path(path).stat().st_mode
    except OSError as error:
        return Rejected(path, None, f"cannot be read: {error.strerror}")
    if stat.S_ISREG(mode):
        return path
    kind = next((name for test, name in _KINDS if test(mode)), "no regular file")
    return Rejected(path, None, f"{kind}, not a file; give - to read standard input")


def total_size(paths: Iterable[str]) -> int:
    """Bytes of all files that would be read; 0 where that is not known."""
    found = [path for path in find_files(paths) if not isinstance(path, Rejected)]
    if STANDARD_INPUT in found:
        return 0
    return sum(Path(path).stat().st_size for path in found if Path(path).exists())


def is_sidecar(name: str, names: Collection[str]) -> bool:
    """Whether a file stands beside one of the others, whose metadata it holds."""
    stem = name.removesuffix(ENDING)
    return stem != name and (stem in names or any(stem + ending in names for ending in ENDINGS))
