"""System checks: what is wrong with the installation is found before it does harm."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import connection

from archive import checks
from tests.databases import sqlite_only


@sqlite_only
@pytest.mark.django_db
def test_the_database_runs_as_it_should():
    assert not checks.sqlite_is_set_up(["default"])
    assert not checks.wrong_pragmas()


@sqlite_only
@pytest.mark.django_db
def test_a_pragma_that_was_not_taken_is_an_error():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 1")
    try:
        messages = run_checks(databases=["default"])
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 5000")
    assert [(m.id, m.msg) for m in messages] == [
        ("archive.E002", "Database 'default': busy_timeout is 1.")
    ]


def test_the_pages_of_the_admin_are_checked_though_commands_start_without_them(tmp_path):
    program = """
import sys
import django
django.setup()
print("archive.admin" in sys.modules, end=" ")
from django.core.checks import run_checks
run_checks(tags=["admin"])
print("archive.admin" in sys.modules)
"""
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"DATA_DIR": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.stdout == "False True\n", answer.stderr


@pytest.mark.skipif(not Path("/proc/mounts").exists(), reason="reads /proc/mounts")
def test_the_filesystem_of_a_folder_is_that_of_the_innermost_mount():
    assert checks.filesystem_of(Path("/proc/self/fd")) == "proc"


@sqlite_only
def test_a_file_share_is_refused_for_sqlite(settings, monkeypatch):
    monkeypatch.setattr(checks, "NETWORK_FILESYSTEMS", {checks.filesystem_of(settings.DATA_DIR)})
    (message,) = checks.data_folder_is_local(None)
    assert message.id == "archive.E001"
    assert str(settings.DATA_DIR) in message.msg
