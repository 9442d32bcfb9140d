"""Ways to take files home: which of them is the right one for so many bytes, and the commands for each."""

from dataclasses import dataclass
from shlex import quote

from farlight.kernel.errors import NotAllowed, Objection
from farlight.transfer.domain.addresses import Scope
from farlight.transfer.types import TransferDefinition

MANY_FILES = 500
"""So many files come better as one archive than one by one."""
GIGABYTE = 1_000_000_000
_KEY = '"Authorization: Bearer $FARLIGHT_TOKEN"'


@dataclass(frozen=True, kw_only=True)
class Command:
    """A line for a shell."""

    program: str
    line: str
    words: str
    """What is good about it."""


@dataclass(frozen=True, kw_only=True)
class TakeWay:
    """A way to take something home."""

    code: str
    """``https``, ``parallel``, ``sftp`` or ``globus``: how its time is reckoned."""
    title: str
    words: str
    commands: tuple[Command, ...] = ()
    link: str = ""
    """A page where it is done, instead of commands."""
    is_best: bool = False
    objection: str = ""
    """Why it is not for this; empty when it is."""


@dataclass(frozen=True, kw_only=True)
class Taking:
    """What somebody wants to take home."""

    scope: Scope
    files: int
    size_bytes: int
    site: str
    """Address of the site, without a slash at its end."""
    person: str
    """Login name."""
    globus_page: str = ""
    """Where Globus shows the session's collection; empty while there is none."""


def refuse_what_is_too_large(scope: Scope, size_bytes: int, policy: TransferDefinition) -> None:
    """See that an archive is not larger than the facility sends by HTTPS.

    Raises
    ------
    NotAllowed
        When it is; the reason names the better way.
    """
    most = policy.https_most_bytes
    if most is None or size_bytes <= most:
        return
    message = f"This would be {_gigabytes(size_bytes)} in one archive; the facility sends {_gigabytes(most)} by HTTPS."
    mend = f"Take it {_better_way(policy)}, or file by file with the Metalink."
    raise NotAllowed([Objection(message=message, mend=mend, link=scope.page)])


def _gigabytes(size_bytes: int) -> str:
    return f"{size_bytes / GIGABYTE:.3g} GB"


def _better_way(policy: TransferDefinition) -> str:
    if policy.globus is not None:
        return "by Globus"
    return "by SFTP" if policy.sftp_host else "in parts: run by run, folder by folder"


def ways_for(taking: Taking, policy: TransferDefinition) -> list[TakeWay]:
    """Return the ways that there are, the best one first."""
    ways = [_browser_way(taking, policy), _parallel_way(taking)]
    if policy.sftp_host:
        ways.append(_sftp_way(taking, policy))
    if taking.globus_page:
        ways.append(_globus_way(taking))
    best = _best_code(taking, policy, {way.code for way in ways if not way.objection})
    marked = [_as_best(way) if way.code == best else way for way in ways]
    return sorted(marked, key=lambda way: not way.is_best)


def _best_code(taking: Taking, policy: TransferDefinition, there: set[str]) -> str:
    if taking.size_bytes > policy.globus_above_bytes and "globus" in there:
        return "globus"
    if taking.size_bytes <= GIGABYTE and "https" in there:
        return "https"
    return "parallel" if taking.files <= MANY_FILES or "https" not in there else "https"


def _as_best(way: TakeWay) -> TakeWay:
    fields = {name: getattr(way, name) for name in TakeWay.__dataclass_fields__}
    return TakeWay(**{**fields, "is_best": True})


def _browser_way(taking: Taking, policy: TransferDefinition) -> TakeWay:
    most = policy.https_most_bytes
    is_too_large = most is not None and taking.size_bytes > most
    objection = f"The facility sends at most {_gigabytes(most)} in one archive." if is_too_large and most else ""
    tar = f"{taking.site}{taking.scope.address('archive.tar')}"
    name = quote(f"{taking.scope.name}.tar")
    return TakeWay(
        code="https",
        title="One archive by HTTPS",
        words="The browser saves it, or a program that goes on where the line broke.",
        commands=(
            Command(
                program="curl",
                line=f"curl -C - -fo {name} -H {_KEY} {quote(tar)}",
                words="The same line again goes on where it broke.",
            ),
            Command(program="wget", line=f"wget -c -O {name} --header={_KEY} {quote(tar)}", words="Tries by itself."),
        ),
        objection=objection,
    )


def _parallel_way(taking: Taking) -> TakeWay:
    links, name = f"{taking.site}{taking.scope.address('files.meta4')}", quote(f"{taking.scope.name}.meta4")
    fetch = f"curl -fo {name} -H {_KEY} {quote(links)}"
    return TakeWay(
        code="parallel",
        title="Files side by side by HTTPS",
        words="Fills a long line better than one stream, and checks each file's SHA-256.",
        commands=(
            Command(
                program="aria2",
                line=f"{fetch} && aria2c -x8 -j4 -c --header={_KEY} -M {name}",
                words="Eight connections for a large file, four files at once.",
            ),
        ),
    )


def _sftp_way(taking: Taking, policy: TransferDefinition) -> TakeWay:
    host, port = policy.sftp_host, policy.sftp_port
    folder = f"/{taking.scope.session}/{taking.scope.folder}".rstrip("/")
    remote = f":sftp,host={host},port={port},user={taking.person}:{folder}"
    return TakeWay(
        code="sftp",
        title="SFTP",
        words="For programs that know it: FileZilla, WinSCP, Cyberduck, sshfs.",
        commands=(
            Command(
                program="sftp",
                line=f"sftp -P {port} -ar {quote(f'{taking.person}@{host}:{folder}')} .",
                words="-a goes on where it broke.",
            ),
            Command(
                program="rclone",
                line=f"rclone copy -P --transfers 8 {quote(remote)} {quote(taking.scope.name)}",
                words="Eight files at once; copies only what is missing.",
            ),
        ),
    )


def _globus_way(taking: Taking) -> TakeWay:
    return TakeWay(
        code="globus",
        title="Globus",
        words="Goes on by itself for days, from the facility to your institute's own collection.",
        link=taking.globus_page,
    )
