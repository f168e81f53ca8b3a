"""What `serve` finds in its data folder before it starts."""

import os

from archive.management.commands.serve import foreign_file, outdated


def test_the_file_systems_own_folder_is_nobodys_fault(tmp_path, settings, monkeypatch):
    settings.DATA_DIR = tmp_path
    (tmp_path / "lost+found").mkdir()
    (tmp_path / "archive.sqlite3").touch()
    closed = {tmp_path / "lost+found"}
    monkeypatch.setattr(os, "access", lambda path, _mode: path not in closed)
    assert foreign_file() is None
    closed.add(tmp_path / "archive.sqlite3")
    assert foreign_file() == tmp_path / "archive.sqlite3"


def test_static_files_are_collected_anew_where_one_was_changed(tmp_path, settings):
    (tmp_path / "static").mkdir()
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    file, listed = tmp_path / "static" / "site.css", tmp_path / "staticfiles.json"
    file.touch()
    listed.touch()
    os.utime(file, (1, 1))
    assert not outdated(listed)
    os.utime(file)
    os.utime(listed, (1, 1))
    assert outdated(listed)
