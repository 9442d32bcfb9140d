"""Why a desktop is not to be had."""

from farlight.kernel.errors import Unavailable


class PasswordRefused(Unavailable):
    """Its server does not take the password: trying again soon makes servers shut everybody out."""


class ClusterSilent(Unavailable):
    """Slurm does not answer; it may do so later."""


class ClusterRefuses(Unavailable):
    """Slurm does not take a job, and will not take the same one later."""
