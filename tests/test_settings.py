"""The settings: all optional, all faults told at once, nothing weak in production."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STRONG = "k" * 20 + "ey-of-fifty-characters-or-more-0123456789"


@pytest.fixture
def read(tmp_path):
    """A function that starts Python with these variables and prints an expression of settings."""

    def read(expression="None", **variables):
        known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        program = f"from archive import settings; print(({expression}))"
        return subprocess.run(
            [sys.executable, "-c", program],
            env=known | {"DATA_DIR": str(tmp_path / "data")} | variables,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    return read


def manage(tmp_path, *arguments, **variables):
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env=known | {"DATA_DIR": str(tmp_path / "data")} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_needs_to_be_set(read, tmp_path):
    answer = read("settings.DEBUG, settings.TIME_ZONE, settings.ALLOWED_HOSTS, settings.SEARCH_URL")
    index = tmp_path / "data" / "index"
    hosts = ["localhost", "127.0.0.1", "[::1]"]
    assert answer.stdout.strip() == str((False, "UTC", hosts, f"tantivy://{index}"))


def test_a_key_is_made_once_and_kept_for_us_alone(read, tmp_path):
    first = read("settings.SECRET_KEY").stdout
    kept = tmp_path / "data" / "secret_key"
    assert read("settings.SECRET_KEY").stdout == first
    assert kept.read_text() == first.strip()
    assert len(kept.read_text()) >= 50
    assert kept.stat().st_mode & 0o777 == 0o600


def test_processes_that_start_together_agree_on_the_key(read):
    with ThreadPoolExecutor(4) as pool:
        keys = list(pool.map(lambda _: read("settings.SECRET_KEY").stdout, range(8)))
    assert len(set(keys)) == 1
    assert len(keys[0].strip()) >= 50


def test_a_key_file_that_a_crash_left_empty_is_filled(read, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret_key").touch()
    assert len(read("settings.SECRET_KEY").stdout.strip()) >= 50


def test_a_key_file_that_holds_something_else_is_a_fault(read, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret_key").write_text("hello")
    assert "holds no key; delete it" in read().stderr


def test_all_faults_are_told_at_once(read):
    answer = read(
        DEBUG="perhaps",
        SITE_URL="ftp://archive.example",
        DATABASE_URL="mongodb://reader:hunter2@host/x",
        ADMIN_PATH="../x y",
        TRUSTED_PROXIES="10.0.0.0/99",
        TIME_ZONE="Mars/Olympus",
        SHOW_SUGGESTED="2",
        CONTACT_EMAIL="nobody",
    )
    assert answer.returncode != 0
    for name in (
        *("DEBUG", "SITE_URL", "DATABASE_URL", "ADMIN_PATH", "TRUSTED_PROXIES"),
        *("TIME_ZONE", "SHOW_SUGGESTED", "CONTACT_EMAIL"),
    ):
        assert f"- {name}: use " in answer.stderr or f"- {name}: the" in answer.stderr
    assert "hunter2" not in answer.stderr


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"SITE_URL": "http://archive.example"}, "must begin with https://"),
        ({"DEBUG": "1"}, "DEBUG is on with SITE_URL set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters; give at least 50"),
    ],
)
def test_production_refuses_what_is_weak(read, variables, said):
    assert said in read(**{"SITE_URL": "https://archive.example"} | variables).stderr


def test_a_short_key_and_debug_are_allowed_at_home(read):
    answer = read("settings.DEBUG, settings.SECRET_KEY", DEBUG="1", SECRET_KEY="short")
    assert answer.stdout.strip() == "(True, 'short')"


def test_the_address_of_the_site_decides_all_that_follows_from_it(read):
    names = ["ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_NAME"]
    answer = read(", ".join(f"settings.{n}" for n in names), SITE_URL="https://Archive.example/")
    wanted = (["archive.example"], ["https://archive.example"], True, "__Host-sessionid")
    assert answer.stdout.strip() == str(wanted)


@pytest.mark.parametrize(
    "address",
    ["https://[", "https://a.example/x", "https://u@a.example", "archive.example", "https://a:x"],
)
def test_an_address_that_is_none_is_a_fault(read, address):
    assert "- SITE_URL: use an address such as" in read(SITE_URL=address).stderr


def test_empty_variables_count_as_unset(read):
    answer = read(
        "settings.DEBUG, settings.SITE_URL, settings.ADMIN_PATH",
        DEBUG="",
        SITE_URL=" ",
        ADMIN_PATH="",
        DATABASE_URL="",
        SECRET_KEY="",
    )
    assert answer.stdout.strip() == "(False, '', 'admin/')"


def test_secrets_may_be_given_as_files(read, tmp_path):
    (tmp_path / "key").write_text(f"{STRONG}\n")
    (tmp_path / "database").write_text("postgres://reader:secret@db.example/archive\n")
    answer = read(
        "settings.SECRET_KEY, settings.DATABASES['default']['HOST']",
        SECRET_KEY_FILE=str(tmp_path / "key"),
        DATABASE_URL_FILE=str(tmp_path / "database"),
    )
    assert answer.stdout.strip() == str((STRONG, "db.example"))
    assert not (tmp_path / "data" / "secret_key").exists()


def test_a_secret_file_that_cannot_be_read_is_a_fault_and_so_is_a_secret_given_twice(read):
    answer = read(SECRET_KEY_FILE="/nowhere/key", DATABASE_URL="x", DATABASE_URL_FILE="y")
    assert "- SECRET_KEY_FILE is /nowhere/key, which is not a text file" in answer.stderr
    assert "- DATABASE_URL and DATABASE_URL_FILE are both set" in answer.stderr


def test_proxies_may_be_parted_by_commas_and_spaces(read):
    answer = read(
        "' '.join(map(str, settings.TRUSTED_PROXIES))",
        TRUSTED_PROXIES="10.0.0.1/8, ::1  192.168.1.1,",
    )
    assert answer.stdout.split() == ["10.0.0.0/8", "::1/128", "192.168.1.1/32"]


def test_odd_characters_in_the_data_folder_do_no_harm(read, tmp_path):
    folder = tmp_path / "my archive #1 50% ?"
    answer = read("settings.DATABASES['default']['NAME']", DATA_DIR=str(folder))
    assert answer.stdout.strip() == str(folder / "archive.sqlite3")


def test_commands_say_faults_in_plain_lines_and_end_with_78(tmp_path):
    answer = manage(tmp_path, "check", DEBUG="perhaps")
    assert answer.returncode == 78
    assert answer.stderr == "These settings must be mended:\n- DEBUG: use 1 or 0.\n"


def test_the_deployment_check_is_clean_in_production(tmp_path):
    answer = manage(
        *(tmp_path, "check", "--deploy", "--fail-level", "WARNING"),
        SITE_URL="https://archive.example",
    )
    assert answer.returncode == 0, answer.stderr
