"""All probes, in their order, and what came of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from farlight.kernel.errors import Unavailable
from farlight.security_check.asking import NO_ANSWER, Site
from farlight.security_check.findings import Finding
from farlight.security_check.inspection import Inspection
from farlight.security_check.probes.cookies import cookies
from farlight.security_check.probes.guessing import guessing
from farlight.security_check.probes.headers import headers
from farlight.security_check.probes.logins import fixation, signing_out
from farlight.security_check.probes.methods import methods
from farlight.security_check.probes.mistakes import mistakes
from farlight.security_check.probes.names import header_lines, hosts, tags, two_in_one
from farlight.security_check.probes.origins import origins
from farlight.security_check.probes.ranges import ranges
from farlight.security_check.probes.redirects import redirects
from farlight.security_check.probes.replay import cross_site_writes, one_time_codes, tickets
from farlight.security_check.probes.ssh import ssh
from farlight.security_check.probes.strangers import ids_of_others, strangers
from farlight.security_check.probes.traversal import traversal
from farlight.security_check.probes.uploads import uploads
from farlight.security_check.signing_on import SIGN_IN, Account, sign_in


class Needs(Enum):
    """What a probe cannot do without."""

    NOTHING = ""
    ACCOUNT = "an account (--account)"
    TWO_ACCOUNTS = "two accounts, each with a session that the other does not see (--account, --other)"
    SEED = "the seed of the account's app (SECURITY_CHECK_SEED)"
    SSH = "where the gateway listens (--ssh)"


@dataclass(frozen=True)
class Probe:
    """One kind of thing that is looked at."""

    name: str
    look: Callable[[Inspection], Iterable[Finding]]
    needs: Needs = Needs.NOTHING

    @property
    def words(self) -> str:
        """What it does, as a sentence."""
        return (self.look.__doc__ or "").splitlines()[0]


PROBES = (
    Probe("headers", headers),
    Probe("cookies", cookies),
    Probe("fixation", fixation, Needs.ACCOUNT),
    Probe("ids-of-others", ids_of_others, Needs.TWO_ACCOUNTS),
    Probe("strangers", strangers),
    Probe("cross-site-writes", cross_site_writes, Needs.ACCOUNT),
    Probe("tickets", tickets, Needs.ACCOUNT),
    Probe("one-time-codes", one_time_codes, Needs.SEED),
    Probe("traversal", traversal),
    Probe("hosts", hosts),
    Probe("header-lines", header_lines),
    Probe("tags", tags),
    Probe("two-in-one", two_in_one),
    Probe("origins", origins),
    Probe("ranges", ranges),
    Probe("methods", methods),
    Probe("mistakes", mistakes),
    Probe("redirects", redirects),
    Probe("uploads", uploads),
    Probe("ssh", ssh, Needs.SSH),
    Probe("guessing", guessing),
    Probe("signing-out", signing_out, Needs.ACCOUNT),
)
"""In this order: guessing may end in a refusal, and signing out ends all."""


@dataclass
class Report:
    """What was found, and what could not be looked at."""

    address: str
    found: dict[str, list[Finding]] = field(default_factory=dict)
    """By the name of the probe; an empty list for a probe that found nothing."""
    left_out: dict[str, str] = field(default_factory=dict)
    """What a probe would have needed."""

    @property
    def count(self) -> int:
        """How many findings there are."""
        return sum(map(len, self.found.values()))


@dataclass(frozen=True, kw_only=True)
class Lent:
    """What was lent for the check."""

    account: Account | None = None
    other: Account | None = None
    ssh: tuple[str, int] | None = None


def inspect(site: Site, lent: Lent, *, only: Sequence[str] = (), tell: Callable[[Probe], None] | None = None) -> Report:
    """Look at an instance.

    Parameters
    ----------
    site : Site
        The instance.
    lent : Lent
        Accounts, and where the gateway is.
    only : sequence of str
        Names of probes; all when empty.
    tell : callable, optional
        Called with each probe before it begins.

    Raises
    ------
    Unavailable
        When nobody answers there.
    Invalid
        When a lent account cannot sign on.
    """
    if site.ask("GET", SIGN_IN).status == NO_ANSWER:
        raise Unavailable(f"Nobody answers at {site.origin}.")
    own, other = (sign_in(site, account) if account else None for account in (lent.account, lent.other))
    inspection, report = Inspection(site, own, other, lent.ssh), Report(site.origin)
    for probe in PROBES:
        if only and probe.name not in only:
            continue
        if not _has(inspection, probe.needs):
            report.left_out[probe.name] = probe.needs.value
            continue
        if tell:
            tell(probe)
        report.found[probe.name] = list(probe.look(inspection))
    return report


def _has(inspection: Inspection, needs: Needs) -> bool:
    own = inspection.own
    return {
        Needs.NOTHING: True,
        Needs.ACCOUNT: own is not None,
        Needs.TWO_ACCOUNTS: bool(inspection.hidden) if needs is Needs.TWO_ACCOUNTS else True,
        Needs.SEED: own is not None and bool(own.code),
        Needs.SSH: inspection.ssh is not None,
    }[needs]
