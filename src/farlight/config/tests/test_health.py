"""Whether it lives may be asked by anybody; figures are for machines that watch."""

import os
import socket
import subprocess
import time
from ipaddress import ip_network

import httpx
import pytest

from farlight.config.supervisor import farlight_command

START_S = 60.0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.1.2.3", True),
        ("10.2.2.3", False),
        ("2001:db8::1", False),
        ("", False),
    ],
)
def test_figures_are_told_to_machines_that_watch_alone(client, settings, address, may):
    settings.FARLIGHT_WATCHERS = (*settings.FARLIGHT_WATCHERS, ip_network("10.1.0.0/16"))
    answer = client.get("/metrics", REMOTE_ADDR=address)
    assert (answer.status_code, b"farlight_events_total" in answer.content) == ((200, True) if may else (404, False))
    assert [client.get(path, REMOTE_ADDR=address).status_code for path in ("/healthz", "/readyz")] == [200, 200]


@pytest.mark.system
def test_why_there_is_no_database_is_told_to_machines_that_watch_alone(tmp_path):
    with socket.socket() as nobody, socket.socket() as probe:
        nobody.bind(("127.0.0.1", 0))
        probe.bind(("127.0.0.1", 0))
        port, silent = probe.getsockname()[1], nobody.getsockname()[1]
    told = {
        "FARLIGHT_STATE_DIR": str(tmp_path),
        "FARLIGHT_WEB__WATCHERS": '["127.0.0.1"]',
        "FARLIGHT_DATABASE_URL": f"postgresql://ada:hidden@127.0.0.1:{silent}/farlight",
    }
    command = farlight_command("web", "--port", str(port))
    with subprocess.Popen(command, env={**os.environ, **told}, stderr=subprocess.DEVNULL) as web:
        try:
            with client_from("127.0.0.1", port) as watcher, client_from("127.0.0.2", port) as other:
                waited_for(watcher, web)
                found, shown = watcher.get("/readyz"), other.get("/readyz")
        finally:
            web.terminate()
    assert (found.status_code, found.json()["status"], str(silent) in found.json()["why"]) == (503, "no database", True)
    assert (shown.status_code, shown.json()) == (503, {"status": "no database"})


def client_from(address, port):
    transport = httpx.HTTPTransport(local_address=address)
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=transport, timeout=30)


def waited_for(client, web):
    until_s = time.monotonic() + START_S
    while True:
        assert (web.poll(), time.monotonic() < until_s) == (None, True)
        try:
            return client.get("/healthz").raise_for_status()
        except httpx.ConnectError:
            time.sleep(0.1)
