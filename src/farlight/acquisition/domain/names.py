"""Names of files that every system and program can read, made from names that people give."""

import re
import unicodedata

LONGEST = 60


def safe_name(name: str) -> str:
    """A name with letters, digits, dashes and underscores only: accents are dropped, everything else becomes ``_``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^A-Za-z0-9-]+", "_", plain).strip("_-")
    return safe[:LONGEST].rstrip("_-") or "sample"


def file_prefix(sample_name: str, run_number: int) -> str:
    """Beginning of a run's file names: ``Lyso_A1_3``."""
    return f"{safe_name(sample_name)}_{run_number}"


def treatment_prefix(sample_name: str, ticket: str) -> str:
    """Beginning of the names of pictures of a treatment: ``Lyso_A1_r-4f2k…``."""
    return f"{safe_name(sample_name)}_{safe_name(ticket)}"


def run_folder(run_number: int) -> str:
    """Name of a run's folder within the session's raw data: ``run-003``."""
    return f"run-{run_number:03d}"
