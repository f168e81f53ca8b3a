"""S21 and the example of a proxy: the Caddyfile as it is shipped, before an archive."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from tests.running import ROOT, Archive, record

pytestmark = pytest.mark.slow

CADDY = Path(sys.executable).with_name("caddy")
IDLE, SLOW = 200, 100  # connections
PATIENCE = 2.0  # seconds in which a page must come on a busy machine


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("proxied") / "data"
    return Archive(folder, TRUSTED_PROXIES="127.0.0.1").imported(record(1))


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def proxied(site, folder):
    """The address of a proxy before the site, which speaks plain HTTP for the test."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        "SITE_URL": address,
        "ARCHIVE": site.address.removeprefix("http://"),
        "HOME": str(folder),
        "PATH": os.environ["PATH"],
    }
    command = [CADDY, "run", "--config", ROOT / "Caddyfile", "--adapter", "caddyfile"]
    with (folder / "caddy.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        until_it_answers(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def until_it_answers(address, process):
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError):
            return urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        time.sleep(0.1)
    raise AssertionError("the proxy does not answer")


def connection(address):
    host, _colon, port = address.removeprefix("http://").rpartition(":")
    return socket.create_connection((host, int(port)), timeout=5)


def get(address, **headers):
    """Status, headers and seconds."""
    started = time.monotonic()
    request = urllib.request.Request(f"{address}/about/", headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()
        return answer.status, answer.headers, time.monotonic() - started


def test_idle_and_slow_connections_wait_at_the_proxy_and_stop_nobody(archive, tmp_path):
    """Idle ones, halves of a head, and bodies that never end; gunicorn has four threads."""
    half_head = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
    half_body = (
        b"POST /articles/1/report/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\nmessage="
    )
    with archive.served() as site, proxied(site, tmp_path) as address, ExitStack() as held:
        assert get(address)[0] == 200
        for number in range(IDLE + SLOW):
            client = held.enter_context(connection(address))
            if number >= IDLE:
                client.sendall((half_head, half_body)[number % 2])
        spent = sorted(get(address)[2] for _ask in range(20))
        assert spent[-1] < PATIENCE
        assert get(site.address)[2] < PATIENCE  # none of them has a thread of the server either


def test_what_a_reader_says_of_proxies_is_dropped(archive, tmp_path):
    """The request's name is the proxy's, and a host that a reader forwards leads nowhere."""
    forged = {"X-Request-ID": "forged-by-a-reader", "X-Forwarded-Host": "evil.example"}
    with archive.served() as site, proxied(site, tmp_path) as address:
        status, headers, _seconds = get(address, **forged)
        assert status == 200
        assert re.fullmatch(r"[0-9a-f-]{36}", headers["X-Request-ID"])
