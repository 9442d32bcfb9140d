"""``farlight benchmark``."""

import json
import os
import platform
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from farlight.config.processes import KEEPS_MEMORY
from farlight.kernel.errors import Invalid, Objection, Unavailable

BENCHMARKS = {
    "spots": "image analysis beside dials.find_spots, on the same images",
    "stream": "from an event to 50 open browsers",
    "viewer": "bytes and pictures of images beside h5grove and DIALS; in a browser on 10 Mbit/s",
    "sheets": "a sheet of 5000 samples checked and taken over, beside the parsing library alone",
    "sftp": "SFTP beside OpenSSH's own server, near and 50 ms away",
    "people": "two hundred people at once over event streams, SFTP, webcams, downloads, desktops and shells",
    "http": "a large file downloaded from Farlight beside nginx",
    "desktop": "from a key to a pixel beside websockify; one viewer beside another on 1 Mbit/s",
    "pages": "pages that are full: session, sample changer, list of samples; seconds to the first page of a demo",
}


@click.command(
    help="Performance as ratios against a peer or limit, measured in the same run. NAME is one of "
    + ", ".join(BENCHMARKS)
    + "."
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
def command(names: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Run benchmarks one after the other."""
    chosen = names or tuple(name for name in BENCHMARKS if _is_there(name))
    _refuse_unknown(chosen)
    results = {}
    for name in chosen:
        click.echo(f"{name}: {BENCHMARKS[name]} …", err=True)
        results[name] = {**_result_of(name), "machine": machine()}
    click.echo(json.dumps(results, indent=2) if as_json else in_words(results))


def _result_of(name: str) -> dict[str, Any]:
    """Run a benchmark in a process of its own: each has other settings."""
    code = f"import json; from farlight.config.benchmarks.{name} import run; print(json.dumps(run()))"
    environment = {**os.environ, **(KEEPS_MEMORY if name == "spots" else {})}  # as the workers run that do it
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment, check=False)
    if done.returncode:
        raise Unavailable(f"The benchmark {name} failed with status {done.returncode}.")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def machine() -> str:
    """Say what the figures were measured on."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    model = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores of {model}, {system}"


def in_words(results: dict[str, dict[str, Any]]) -> str:
    """Show results as lines."""
    lines = []
    for name, result in results.items():
        lines.append(f"{name}, against {result['against']}")
        lines += [f"  {key:32} {value:g} x" for key, value in result["ratios"].items()]
        lines += [f"  {key:32} {value:g}" for key, value in result["figures"].items()]
    return "\n".join(lines)


def _is_there(name: str) -> bool:
    return find_spec(f"farlight.config.benchmarks.{name}") is not None


def _refuse_unknown(names: tuple[str, ...]) -> None:
    unknown = [name for name in names if name not in BENCHMARKS or not _is_there(name)]
    if unknown:
        known = ", ".join(name for name in BENCHMARKS if _is_there(name))
        raise Invalid([Objection(message=f"There is no benchmark {n!r}.", mend=f"There are {known}.") for n in unknown])
