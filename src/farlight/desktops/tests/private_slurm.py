"""A Slurm of one node that only these tests use: in a folder of its own, on free ports of the loopback address.

It runs as whoever runs the tests, and needs neither root nor cgroups nor a service of the system.
"""

import contextlib
import getpass
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PROGRAMS = {"munged": "munge", "slurmctld": "slurm-wlm", "slurmd": "slurm-wlm", "sbatch": "slurm-client"}
START_S = 20.0
CONFIGURATION = """
ClusterName=farlight
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmdPort={node_port}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge/socket
SlurmUser={user}
SlurmdUser={user}
SlurmctldPidFile={folder}/controller.pid
SlurmdPidFile={folder}/node.pid
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldLogFile={folder}/controller.log
SlurmdLogFile={folder}/node.log
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
AccountingStorageType=accounting_storage/none
CommunicationParameters=NoAddrCache,NoInAddrAny,NoCtldInAddrAny
SchedulerParameters=sched_interval=1,bf_interval=1,sched_min_interval=100000,batch_sched_delay=0
ReturnToService=2
SlurmdParameters=config_overrides
KillWait=2
MessageTimeout=4
NodeName={host} NodeAddr=127.0.0.1 NodeHostname={host} CPUs=4 CoresPerSocket=4 RealMemory=20000 State=UNKNOWN
PartitionName=desktops Nodes={host} Default=YES MaxTime=08:00:00 State=UP
"""


def missing() -> str:
    """Which package is not there; empty when all are."""
    return next(
        (f"{program} (Debian package {package})" for program, package in PROGRAMS.items() if not _has(program)), ""
    )


def _has(program: str) -> bool:
    return shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin") is not None


class PrivateSlurm:
    """Its servers; the controller can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.host = folder, socket.gethostname().partition(".")[0]
        self.configuration = folder / "slurm.conf"
        self._servers: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        for name in ("munge", "state", "spool"):
            (self.folder / name).mkdir(mode=0o755)
        key = self.folder / "munge" / "key"
        key.write_bytes(secrets.token_bytes(1024))
        key.chmod(0o400)
        ports = {"controller_port": _free_port(), "node_port": _free_port()}
        parts = {"folder": self.folder, "host": self.host, "user": getpass.getuser(), **ports}
        self.configuration.write_text(CONFIGURATION.format(**parts))
        files = [f"--{n}-file={self.folder}/munge/{n}" for n in ("key", "pid", "log", "seed")]
        self._run("munged", "--foreground", f"--socket={self.folder}/munge/socket", *files)
        _wait((self.folder / "munge" / "socket").exists, "munged does not start")
        self.start_controller()
        self._run("slurmd", "-D", "-f", str(self.configuration))
        _wait(lambda: self.say("sinfo", "--noheader", "--format=%T") == "idle", "the node does not come up")

    def start_controller(self) -> None:
        self._run("slurmctld", "-D", "-f", str(self.configuration))
        _wait(lambda: "UP" in self.say("scontrol", "ping"), "slurmctld does not start")

    def stop(self, *names: str) -> None:
        for name in names or tuple(reversed(self._servers)):
            server = self._servers.pop(name)
            server.terminate()
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()

    def say(self, *words: str) -> str:
        """What a command of Slurm prints; nothing when it does not succeed."""
        done = subprocess.run(words, env=self._surroundings(), capture_output=True, text=True, timeout=20, check=False)
        return done.stdout.strip() if done.returncode == 0 else ""

    def _surroundings(self) -> dict[str, str]:
        return {"PATH": f"{os.environ['PATH']}:/usr/sbin", "SLURM_CONF": str(self.configuration)}

    def _run(self, program: str, *words: str) -> None:
        with (self.folder / f"{program}.out").open("ab") as out:
            self._servers[program] = subprocess.Popen(
                [program, *words], env=self._surroundings(), stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(question, words):
    end_s = time.monotonic() + START_S
    while not question():
        assert time.monotonic() < end_s, words
        time.sleep(0.05)


@contextlib.contextmanager
def private_slurm() -> Iterator[PrivateSlurm]:
    """Start it, and take it down with every job of it."""
    folder = Path(tempfile.mkdtemp(prefix="farlight-slurm-"))
    folder.chmod(0o755)
    slurm = PrivateSlurm(folder)
    try:
        slurm.start()
        yield slurm
        slurm.say("scancel", f"--user={getpass.getuser()}")
        _wait(lambda: not slurm.say("squeue", "--noheader"), "jobs do not end")
    finally:
        slurm.stop()
        shutil.rmtree(folder, ignore_errors=True)
