"""Folders of an index that replace one another, and the file that names the one in use."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from pathlib import Path

from archive.search.engine import EngineUnavailable

POINTER = "current"
VERSION = re.compile(r"v\d+\.\d+c?")  # a folder of ours beside this one, of another schema
META = "meta.json"  # what Tantivy replaces at each commit


class Generations:
    """<folder>/current names <folder>/<generation>. All writing is for the lock's holder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> str:
        """The generation in use. Raises EngineUnavailable before the first is complete."""
        try:
            return (self.folder / POINTER).read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            raise EngineUnavailable("The index has not been built yet.") from error

    def path(self, generation: str) -> Path:
        return self.folder / generation

    def stamp(self, generation: str) -> tuple[int, int]:
        """Another value after each commit. Raises EngineUnavailable when the index is gone."""
        try:
            status = (self.folder / generation / META).stat()
        except OSError as error:
            raise EngineUnavailable("The index is missing.") from error
        return status.st_ino, status.st_mtime_ns

    def begin(self) -> str:
        """An empty folder for the next generation."""
        generation = secrets.token_hex(6)
        self.path(generation).mkdir(parents=True)
        return generation

    def switch(self, generation: str) -> None:
        """Put it to use, in one step that survives a power cut, and remove all others.

        Processes that still read an older one keep its files until they look again.
        """
        unfinished = self.folder / f"{POINTER}.new"
        with unfinished.open("w", encoding="ascii") as file:
            file.write(generation)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.folder / POINTER)
        _sync_folder(self.folder)
        for other in self.folder.iterdir():
            if other.is_dir() and other.name != generation:
                self.remove(other.name)
        self._remove_other_versions()

    def remove(self, generation: str) -> None:
        shutil.rmtree(self.path(generation), ignore_errors=True)

    def _remove_other_versions(self) -> None:
        for other in self.folder.parent.iterdir():
            ours = VERSION.fullmatch(other.name) and other.is_dir()
            if ours and other != self.folder:
                shutil.rmtree(other, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
