"""Log lines: one for each event, with the request it belongs to, and nothing that was typed."""

import json
import logging
import sys

import pytest
from django.contrib.auth.models import User
from django.urls import path

from archive.environment import networks
from archive.logs import JsonFormatter, PlainFormatter, configuration, request_id

NASTY = "Alice\nERROR root: forged \x1b[31m\u2028\x00"


def fail(request):
    raise RuntimeError("out of order")


urlpatterns = [path("fail/", fail)]
handler500 = "archive.views.errors.server_error"


def logged(caplog, name="archive.middleware"):
    """The lines of a logger as JSON, as they would be written."""
    lines = [JsonFormatter().format(record) for record in caplog.records if record.name == name]
    return [json.loads(line) for line in lines]


def a_record(message, *arguments, **extra):
    record = logging.LogRecord("x", logging.INFO, __file__, 1, message, arguments, None)
    vars(record).update(extra)
    return record


def test_a_line_is_one_json_object_whatever_is_in_it():
    line = JsonFormatter().format(a_record("name %s", NASTY, path=NASTY))
    assert "\n" not in line
    assert "\x1b" not in line
    told = json.loads(line)
    assert (told["message"], told["path"]) == (f"name {NASTY}", NASTY)
    assert told["level"] == "INFO"
    assert told["time"].endswith("+00:00")


def test_for_a_person_it_is_one_line_without_anything_that_moves_the_cursor():
    line = PlainFormatter().format(a_record("name %s", NASTY, path=NASTY))
    assert line.isprintable()
    assert "\\n" in line


def test_a_fault_keeps_its_traceback_in_the_same_line():
    try:
        fail(None)
    except RuntimeError:
        record = a_record("failed")
        record.exc_info = sys.exc_info()
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert "out of order" in json.loads(line)["exception"]


def test_the_form_is_chosen():
    chosen = [configuration(form)["formatters"]["line"]["()"] for form in ("json", "plain")]
    assert chosen == [JsonFormatter, PlainFormatter]


@pytest.mark.django_db
def test_a_request_has_a_line_with_its_id_and_without_its_query(client, caplog):
    caplog.set_level(logging.INFO)
    answer = client.get("/about/?q=a+secret+plan")
    (line,) = logged(caplog)
    assert answer["X-Request-ID"]
    assert {name: line[name] for name in ("method", "path", "status")} == {
        "method": "GET", "path": "/about/", "status": 200,
    }  # fmt: skip
    assert line["ms"] > 0
    assert "secret" not in json.dumps(line)


@pytest.mark.django_db
def test_what_staff_type_is_not_logged(client, caplog):
    caplog.set_level(logging.DEBUG)
    client.force_login(User.objects.create_superuser("margaret", password="x"))
    client.get("/admin/archive/article/?q=unpublished+scandal")
    cookie = client.cookies["sessionid"].value
    client.logout()
    client.post("/admin/login/", {"username": "margaret", "password": "correct horse"})
    text = "".join(
        JsonFormatter().format(record)
        for record in caplog.records
        if record.name != "django.db.backends"  # logs nothing outside DEBUG
    )
    for secret in ("scandal", "correct horse", "margaret", cookie):
        assert secret not in text
    assert "login failure" in text  # that it was tried is told; by whom is in the database


@pytest.mark.urls(__name__)
def test_the_page_of_a_fault_and_its_log_line_have_one_id(client, caplog):
    caplog.set_level(logging.INFO)
    client.raise_request_exception = False
    answer = client.get("/fail/")
    identity = answer["X-Request-ID"]
    assert answer.status_code == 500
    assert identity in answer.text
    assert [line["status"] for line in logged(caplog)] == [500]
    assert "out of order" in caplog.text
    assert request_id.get() == ""


def test_a_name_is_taken_from_a_trusted_proxy_only(client, settings):
    def named(name, trusted):
        settings.TRUSTED_PROXIES = networks(trusted)
        return client.get("/healthz", headers={"x-request-id": name})["X-Request-ID"]

    assert named("abcdef-0123", "127.0.0.1") == "abcdef-0123"
    assert named("abcdef-0123", "") != "abcdef-0123"
    assert named("a\nb", "127.0.0.1") != "a\nb"
    assert named("x" * 100, "127.0.0.1") != "x" * 100


def test_probes_that_are_well_leave_no_line(client, caplog):
    caplog.set_level(logging.INFO)
    client.get("/healthz")
    assert not logged(caplog)
