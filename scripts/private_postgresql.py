"""Run a command with a PostgreSQL of its own: `private_postgresql.py pytest …` sets FARLIGHT_DATABASE_URL for it.

The server lives in a temporary folder, listens on a free port of the loopback address, and is gone afterwards. It
refuses to run as root, so root starts it as the user `postgres` of the Debian package.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

START_S = 30.0
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "shared_buffers=128MB")


class PostgresqlMissingError(RuntimeError):
    """The server's programs are not installed."""


def program_folder() -> Path:
    """Return the folder of the server's programs: the newest of Debian's, or where PATH has initdb."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    if found:
        return found[-1].parent
    other = shutil.which("initdb")
    if other:
        return Path(other).resolve().parent
    raise PostgresqlMissingError("PostgreSQL is not installed: the package postgresql is missing.")


@contextlib.contextmanager
def private_postgresql(certificate: bytes = b"", key: bytes = b"") -> Iterator[str]:
    """Start a server; yield the URL of an empty database; stop it and remove its files.

    With a certificate and its key (PEM) the server speaks TLS, too.
    """
    programs = program_folder()
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="farlight-postgresql-"))
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        with _server(programs, folder, user, certificate, key) as port:
            yield f"postgresql://farlight:@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _server(
    programs: Path, folder: Path, user: pwd.struct_passwd | None, certificate: bytes, key: bytes
) -> Iterator[int]:
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    initdb = [programs / "initdb", "-D", folder / "data", "-U", "farlight", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, env=environment, **as_user)
    port = _free_port()
    tls = _tls(folder / "data", certificate, key) if certificate else ()
    settings = [part for setting in (*_FAST, *tls) for part in ("-c", setting)]
    command = [
        programs / "postgres",
        "-D",
        folder / "data",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        "-k",
        folder,
        *settings,
    ]
    log = folder / "log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, stdout=output, stderr=output, cwd=folder, env=environment, process_group=0, **as_user
        ) as server,
    ):
        try:
            _wait_until_ready(server, programs, port, log)
            yield port
        finally:
            server.send_signal(signal.SIGINT)


def _tls(folder: Path, certificate: bytes, key: bytes) -> tuple[str, ...]:
    owner = folder.stat()
    for name, content in (("server.crt", certificate), ("server.key", key)):
        path = folder / name
        path.touch(mode=0o600)
        path.write_bytes(content)
        os.chown(path, owner.st_uid, owner.st_gid)
    return ("ssl=on",)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: subprocess.Popen[bytes], programs: Path, port: int, log: Path) -> None:
    deadline_s = time.monotonic() + START_S
    ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ready, check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > deadline_s:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.1)


def main() -> int:
    """Run the command of the arguments; return its exit status."""
    with private_postgresql() as url:
        return subprocess.run(sys.argv[1:], check=False, env={**os.environ, "FARLIGHT_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
