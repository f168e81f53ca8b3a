"""`doctor`: one line each finding, exit code 1 where something is wrong."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from archive.environment import networks
from archive.models import IndexJob, Revision
from tests import factories


@pytest.fixture
def data(settings, tmp_path):
    """A well-kept folder: a key for us alone, and static files."""
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").touch()
    (tmp_path / "secret_key").write_text("k" * 60)
    (tmp_path / "secret_key").chmod(0o600)
    return tmp_path


def doctor():
    """Exit code and lines."""
    out, code = io.StringIO(), 0
    try:
        call_command("doctor", stdout=out, no_color=True)
    except SystemExit as ended:
        code = ended.code
    return code, out.getvalue().splitlines()


@pytest.mark.django_db
def test_all_is_well(data, indexed):
    indexed()
    code, lines = doctor()
    assert [line for line in lines if not line.startswith("well ")] == []
    assert code == 0


@pytest.mark.django_db
def test_a_key_that_others_may_read_is_a_fault(data, indexed):
    indexed()
    (data / "secret_key").chmod(0o644)
    code, lines = doctor()
    assert code == 1
    assert (
        f"FAULT secret key: others may read {data}/secret_key; run: chmod 600 {data}/secret_key"
        in lines
    )


@pytest.mark.django_db
def test_static_files_that_are_missing_are_a_fault(data, indexed):
    indexed()
    (data / "static" / "staticfiles.json").unlink()
    code, lines = doctor()
    assert code == 1
    assert any(line.startswith("FAULT static files: ") for line in lines)


@pytest.mark.django_db
def test_an_index_that_is_missing_is_a_fault(data, settings, client):
    settings.SEARCH_URL = f"tantivy://{data}/nothing-here"
    code, lines = doctor()
    assert code == 1
    assert "FAULT index: the index is missing, broken or being built" in lines
    readyz = client.get("/readyz")
    assert (readyz.status_code, readyz.json()["reasons"]) == (
        503,
        ["the index is missing, broken or being built"],
    )


@pytest.mark.django_db
def test_an_index_that_lags_is_a_fault(data, indexed, client):
    indexed()
    IndexJob.objects.enqueue([1, 2])
    assert doctor()[0] == 0
    IndexJob.objects.update(queued_at=timezone.now() - timedelta(minutes=10))
    code, lines = doctor()
    assert code == 1
    assert "FAULT outbox: 2 changes wait for the index, for 600 s" in lines
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_a_clock_that_went_back_is_a_fault(data, indexed):
    article = factories.make_article()
    indexed()
    Revision.objects.filter(article=article).update(created_at=timezone.now() + timedelta(hours=1))
    code, lines = doctor()
    assert code == 1
    assert any("in the future; set the clock" in line for line in lines)


@pytest.mark.django_db
def test_a_fault_of_the_settings_is_told_with_what_to_do(data, indexed, settings):
    indexed()
    settings.CSRF_TRUSTED_ORIGINS = ["archive.example"]  # without its scheme
    code, lines = doctor()
    assert code == 1
    assert any(line.startswith("FAULT settings: ") for line in lines)


@pytest.mark.django_db
def test_a_site_on_the_web_must_know_its_proxy_and_believe_nobody_else(data, indexed, settings):
    indexed()
    settings.PRODUCTION = True
    assert any(line.startswith("FAULT proxies: TRUSTED_PROXIES is empty") for line in doctor()[1])
    settings.TRUSTED_PROXIES = networks("0.0.0.0/0")
    assert any(line.startswith("FAULT proxies: TRUSTED_PROXIES names") for line in doctor()[1])
    settings.TRUSTED_PROXIES = networks("10.0.0.0/8")
    assert "well  proxies: believed is 10.0.0.0/8" in doctor()[1]


@pytest.mark.django_db
def test_the_last_backup_is_told_and_an_old_one_is_a_fault(data, indexed):
    indexed()
    assert any("none was made yet" in line for line in doctor()[1])
    for days, well in ((1, True), (30, False)):
        at = (timezone.now() - timedelta(days=days)).isoformat()
        (data / "last_backup.json").write_text(json.dumps({"at": at, "path": "/x", "bytes": 1}))
        code, lines = doctor()
        assert (code == 0) == well
        assert any("backup: the last one was made on" in line for line in lines)
