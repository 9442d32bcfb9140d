"""Why a desktop is not to be had."""

from farlight.kernel.errors import Unavailable


class PasswordRefused(Unavailable):  # noqa: N818 - the house names the condition, not the class of thing
    """Its server does not take the password: trying again soon makes servers shut everybody out."""


class ClusterSilent(Unavailable):  # noqa: N818 - as above
    """Slurm does not answer; it may do so later."""


class ClusterRefuses(Unavailable):  # noqa: N818 - as above
    """Slurm does not take a job, and will not take the same one later."""
