"""F14 to F17: processes that die, start together, or have not the rights they need."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

from archive import checks
from tests.running import ROOT, Archive

pytestmark = pytest.mark.slow


def workers_of(site):
    """Processes of web workers: children of the web server's."""
    found = []
    for child in site.children():
        with suppress(OSError):
            said = Path(f"/proc/{child}/task/{child}/children").read_text()
            found += [int(pid) for pid in said.split()]
    return found


def test_a_killed_worker_is_replaced_and_others_serve(archive):
    with archive.served("--workers", "2") as site:
        until(lambda: len(workers_of(site)) == 2)
        before = workers_of(site)
        os.kill(before[0], signal.SIGKILL)
        for _ask in range(20):
            assert site.get("/about/")[0] == 200
        end = time.monotonic() + 20
        while len(set(workers_of(site)) - set(before)) < 1 and time.monotonic() < end:
            time.sleep(0.2)
        assert len(workers_of(site)) == 2


def test_children_end_with_a_parent_that_was_killed_and_the_next_one_serves(archive):
    with archive.served("--workers", "2") as site:
        until(lambda: len(workers_of(site)) == 2)
        children = [*site.children(), *workers_of(site)]
        os.kill(site.process.pid, signal.SIGKILL)
        until(lambda: not any(map(lives, children)), seconds=20)
    with archive.served() as site:
        assert site.get("/about/")[0] == 200


def lives(pid):
    """Not ended, whether or not anybody has taken notice of it."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def gives_signs_of_life(pid):
    """Gunicorn's workers touch a file with the seconds since the machine started."""
    with suppress(OSError):
        files = [
            file
            for file in Path(f"/proc/{pid}/fd").iterdir()
            if "wgunicorn" in str(file.readlink())
        ]
        return any(file.stat().st_mtime <= time.monotonic() for file in files)
    return False


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.2)
    assert condition()


def test_a_worker_without_a_sign_of_life_is_replaced_and_others_serve(archive):
    """Stopped, it answers nobody and cannot even die when told; it is given 3 seconds."""
    archive.environment["GUNICORN_CMD_ARGS"] = "--timeout=3"
    with archive.served("--workers", "2") as site:
        until(lambda: sum(map(gives_signs_of_life, workers_of(site))) == 2)
        stopped, other = workers_of(site)
        os.kill(stopped, signal.SIGSTOP)
        for _ask in range(20):
            assert site.get("/about/")[0] == 200
        until(lambda: stopped not in workers_of(site) and len(workers_of(site)) == 2)
        assert other in workers_of(site)


def test_two_that_start_together_on_an_empty_folder_migrate_once_and_both_serve(tmp_path):
    archive = Archive(tmp_path / "data")
    with archive.served() as one, archive.served() as other:
        for site in (one, other):
            site.wait("/readyz", 200, seconds=180)
    logs = [site.log.read_text() for site in (one, other)]
    assert sum("migrations applied" in log for log in logs) == 1
    assert archive.ask("PRAGMA integrity_check") == [("ok",)]
    assert archive.checked()["differences"] == 0


def test_a_start_killed_while_it_migrates_is_no_harm(tmp_path):
    archive = Archive(tmp_path / "data")
    for moment in (0.6, 1.0, 1.4, 1.8, 2.2, 2.6):
        process = archive.start("migrate", "--verbosity", "0")
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    with archive.served() as site:
        site.wait("/readyz", 200, seconds=180)
    assert archive.ask("PRAGMA integrity_check") == [("ok",)]


@pytest.fixture
def nobody(tmp_path_factory):
    """A user without an entry in passwd, who may pass through the folders of tests."""
    if os.geteuid() != 0:
        pytest.skip("only root may run something as another user")
    return 23456


def python_for_all():
    """An interpreter that every user may run: ours, or the system's of the same version."""
    own = Path(sys.executable).resolve()
    if all(folder.stat().st_mode & 0o001 for folder in own.parents):
        return sys.executable, {}
    version = "{}.{}".format(*sys.version_info)
    system = shutil.which(f"python{version}", path="/usr/bin")
    if system is None:
        pytest.skip(f"no Python {version} here that every user may run")
    return system, {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if "site-packages" in path)
    }


def run_as(uid, archive, *arguments):
    python, environment = python_for_all()
    return subprocess.run(
        [python, "manage.py", *arguments], cwd=ROOT, env=archive.environment | environment,
        capture_output=True, text=True, check=False, timeout=120,
        user=uid, group=0, extra_groups=[],
    )  # fmt: skip


@pytest.fixture
def folder():
    """Where another user may go: pytest's own folders are closed to others by every run."""
    with tempfile.TemporaryDirectory(prefix="archive-faults-") as name:
        Path(name).chmod(0o755)
        (Path(name) / "data").mkdir()
        yield Path(name) / "data"


def test_a_volume_of_root_is_refused_in_one_line_with_path_user_and_what_to_do(nobody, folder):
    folder.chmod(0o755)
    done = run_as(nobody, Archive(folder), "serve", "--bind", "127.0.0.1:0")
    assert done.returncode == os.EX_CONFIG
    assert "Traceback" not in done.stderr
    assert f"user {nobody} may not write to {folder}" in done.stderr
    assert f"chown -R {nobody} {folder}" in done.stderr
    assert list(folder.iterdir()) == []


def test_any_user_may_run_it_in_a_folder_of_its_group(nobody, folder):
    folder.chmod(0o770)  # as the image makes it: of group 0
    done = run_as(nobody, Archive(folder), "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    done = run_as(nobody, Archive(folder), "sync_index")
    assert done.returncode == 0, done.stderr


def test_a_database_that_another_user_made_is_told_in_one_line(nobody, archive, folder):
    shutil.copytree(archive.folder, folder, dirs_exist_ok=True)
    archive = Archive(folder)
    folder.chmod(0o770)
    archive.database.chmod(0o640)
    (archive.folder / "secret_key").chmod(0o660)
    done = run_as(nobody, archive, "serve", "--bind", "127.0.0.1:0")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "chown" in done.stderr


def test_a_missing_volume_is_made_or_told(tmp_path):
    (tmp_path / "file").touch()
    code, _out, err = Archive(tmp_path / "file" / "data").run("migrate")
    assert code == os.EX_CONFIG
    assert "cannot be made" in err
    assert Archive(tmp_path / "new" / "data").run("migrate", "-v0")[0] == 0


def test_a_file_share_stops_every_command_and_may_be_allowed(settings, monkeypatch):
    kind = checks.filesystem_of(settings.DATA_DIR)
    monkeypatch.setattr(checks, "NETWORK_FILESYSTEMS", {kind})
    assert [message.id for message in checks.data_folder_is_local(None)] == ["archive.E001"]
    settings.ALLOW_NETWORK_FS = True
    assert not checks.data_folder_is_local(None)
