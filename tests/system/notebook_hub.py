"""A real JupyterHub on loopback, configured as the how-to shows it, whose notebook servers are processes."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs" / "how-to"
PROXY = ROOT / "frontend" / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
SITE, HUB, PLACE = "https://farlight.example.org", "https://jupyter.example.org", "/etc/jupyterhub"
"""Addresses and the folder in the how-tos."""
ON_THIS_MACHINE = """
c.JupyterHub.bind_url = {address!r}
c.JupyterHub.hub_bind_url = {inner!r}
c.JupyterHub.db_url = "sqlite:///hub.sqlite"
c.JupyterHub.cookie_secret_file = "cookie_secret"
c.JupyterHub.pid_file = "hub.pid"
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = {api!r}
c.ConfigurableHTTPProxy.auth_token = {token!r}
c.JupyterHub.spawner_class = "jupyterhub.spawner.SimpleLocalProcessSpawner"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r}
c.Spawner.cmd = {server!r}
c.Spawner.args.append("--allow-root")
c.Spawner.start_timeout = c.Spawner.http_timeout = 200
"""
STARTS_WITHIN_S = 200


@dataclass(frozen=True, kw_only=True)
class Hub:
    """A hub that runs, and where."""

    address: str
    folder: Path

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()


def blocks_of(page: str, language: str) -> list[str]:
    """Return what a how-to shows in one language, block by block."""
    parts = (HOW_TO / page).read_text().split(f"```{language}\n")[1:]
    return [part.partition("```")[0] for part in parts]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Where a hub will be, and its secret."""

    site: str
    address: str
    folder: Path
    secret: str
    data: Path = Path("/data")
    """Root of the experiments' files."""

    def here(self, text: str) -> str:
        """Put this machine's addresses into what a how-to shows."""
        there = text
        for kept in ("farlight-secret", "farlight-token"):
            there = there.replace(f"{PLACE}/{kept}", str(self.folder / kept))
        there = there.replace('f"/data/', f'f"{self.data}/')
        return there.replace(SITE, self.site).replace(HUB, self.address).replace(PLACE, str(HOW_TO))


def a_plan(site: str, folder: Path, data: Path = Path("/data")) -> Plan:
    """Choose a place for a hub that signs on at a site."""
    if find_spec("jupyterhub") is None or find_spec("oauthenticator") is None or not PROXY.exists():
        pytest.skip("jupyterhub, oauthenticator or npm's configurable-http-proxy is not installed (make setup)")
    folder.mkdir()
    plan = Plan(
        site=site, address=f"http://127.0.0.1:{_port()}", folder=folder, secret=secrets.token_urlsafe(32), data=data
    )
    (folder / "farlight-secret").write_text(plan.secret)
    return plan


@contextmanager
def notebook_hub(plan: Plan, *pages: str, more: str = "") -> Iterator[Hub]:
    """Run a hub by what how-tos show; it is over, with its notebook servers, when the block ends."""
    shown = "".join(block for page in pages for block in blocks_of(page, "python"))
    hub, token = Hub(address=plan.address, folder=plan.folder), secrets.token_hex(32)
    inner, api = f"http://127.0.0.1:{_port()}", f"http://127.0.0.1:{_port()}"
    here = ON_THIS_MACHINE.format(
        address=plan.address,
        inner=inner,
        api=api,
        token=token,
        homes=str(plan.folder / "{username}"),
        server=[sys.executable, "-m", "jupyterhub.singleuser"],
    )
    (plan.folder / "jupyterhub_config.py").write_text(plan.here(shown) + here + more)
    told = {"JUPYTERHUB_CRYPT_KEY": secrets.token_hex(32), "CONFIGPROXY_AUTH_TOKEN": token, "PYTHONWARNINGS": "ignore"}
    front, behind = plan.address.rpartition(":")[2], api.rpartition(":")[2]
    ports = ["--ip", "127.0.0.1", "--port", front, "--api-ip", "127.0.0.1", "--api-port", behind]
    proxy = [shutil.which("node") or "node", str(PROXY), *ports, "--error-target", f"{inner}/hub/error"]
    program = [sys.executable, "-m", "jupyterhub", "--config", "jupyterhub_config.py"]
    with _running(proxy, plan, told), _running(program, plan, told) as process:
        _wait(hub, process)
        yield hub


@contextmanager
def _running(command: list[str], plan: Plan, told: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program in the hub's folder; what it says is in the log."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | told
    with (plan.folder / "log").open("a") as log:
        process = subprocess.Popen(command, cwd=plan.folder, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        finally:
            process.kill()


def _wait(hub: Hub, process: subprocess.Popen[bytes]) -> None:
    until_s = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until_s and process.poll() is None:
        try:
            if httpx.get(f"{hub.address}/hub/health").status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise AssertionError(hub.log)


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
