"""``farlight security-check``."""

import json
import sys
from dataclasses import asdict

import click

from farlight.kernel.errors import Invalid, Objection
from farlight.security_check.asking import Site
from farlight.security_check.findings import Finding, Severity
from farlight.security_check.running import PROBES, Lent, Probe, Report, inspect
from farlight.security_check.signing_on import Account

ORDER = list(Severity)
FOUND_SOMETHING = 3
NOTICE = (
    "It reads, and writes little: wrong passwords of a name that nobody has, one of the lent account, its sign-ons, "
    "tickets of a camera. Both lent accounts are signed out in the end."
)


@click.command(epilog=NOTICE)
@click.argument("url")
@click.option(
    "--account", default="", help="Login of somebody who lends their account; SECURITY_CHECK_PASSWORD is asked."
)
@click.option("--other", default="", help="Login of somebody else, of another group; SECURITY_CHECK_OTHER_PASSWORD.")
@click.option("--ssh", default="", metavar="HOST:PORT", help="Where the gateway listens.")
@click.option("--ca", type=click.Path(exists=True, dir_okay=False), help="Certificate to trust, as PEM.")
@click.option(
    "--only", multiple=True, type=click.Choice([p.name for p in PROBES]), help="One probe; several if wanted."
)
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
@click.option("--password", envvar="SECURITY_CHECK_PASSWORD", hidden=True)
@click.option("--other-password", envvar="SECURITY_CHECK_OTHER_PASSWORD", hidden=True)
@click.option("--seed", envvar="SECURITY_CHECK_SEED", default="", hidden=True)
@click.option("--other-seed", envvar="SECURITY_CHECK_OTHER_SEED", default="", hidden=True)
def command(url: str, *, only: tuple[str, ...], as_json: bool, ca: str | None, **lent: str) -> None:
    """Look at a running instance from outside, as an attacker would; exit status 3 when something is found."""
    site = Site(url, ca_file=ca or "")
    account = _account(lent["account"], lent["password"], lent["seed"])
    other = _account(lent["other"], lent["other_password"], lent["other_seed"])
    gateway = _gateway(lent["ssh"])
    report = inspect(site, Lent(account=account, other=other, ssh=gateway), only=only, tell=None if as_json else _tell)
    click.echo(json.dumps(_as_object(report), indent=2) if as_json else _as_text(report))
    if report.count:
        sys.exit(FOUND_SOMETHING)


def _account(name: str, password: str | None, seed: str) -> Account | None:
    if not name:
        return None
    return Account(name, password or click.prompt(f"Password of {name}", hide_input=True, err=True), seed)


def _gateway(text: str) -> tuple[str, int] | None:
    host, _, port = text.rpartition(":")
    if not text:
        return None
    if not host or not port.isdigit():
        raise Invalid([Objection(message=f"{text!r} is no place of a gateway.", mend="Write it as host:port.")])
    return host.strip("[]"), int(port)


def _tell(probe: Probe) -> None:
    click.echo(f"{probe.name:18} {probe.words}", err=True)


def _as_object(report: Report) -> dict[str, object]:
    findings = [
        {"probe": name, **asdict(finding), "severity": finding.severity.value}
        for name, found in report.found.items()
        for finding in found
    ]
    return {"address": report.address, "findings": findings, "done": list(report.found), "left_out": report.left_out}


def _as_text(report: Report) -> str:
    pairs = [(name, finding) for name, found in report.found.items() for finding in found]
    lines = [_finding(*pair) for pair in sorted(pairs, key=lambda pair: ORDER.index(pair[1].severity))]
    lines += [f"Not looked at: {name}, which needs {needs}." for name, needs in report.left_out.items()]
    said = f"{len(pairs)} findings" if pairs else "Nothing was found"
    return "\n".join([*lines, f"{said}, by {len(report.found)} probes, at {report.address}."])


def _finding(name: str, finding: Finding) -> str:
    return (
        f"{finding.severity.value.upper():7} {finding.what}\n        {name}, {finding.where}\n        {finding.remedy}"
    )
