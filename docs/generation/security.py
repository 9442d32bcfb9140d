"""Where Farlight stands with ASVS 5.0, level 2; from `asvs.csv`, which the architecture tests read too."""

import csv
from collections import Counter
from pathlib import Path

from generation.tables import table

LINES = Path(__file__).with_name("asvs.csv")
CHAPTERS = {
    1: "Encoding and sanitization",
    2: "Validation and business logic",
    3: "Web front end",
    4: "Interfaces",
    5: "Files",
    6: "Proving who one is",
    7: "Logins",
    8: "Rights",
    9: "Self-contained tokens",
    10: "OAuth and OpenID Connect",
    11: "Cryptography",
    12: "Lines",
    13: "Configuration",
    14: "Data",
    15: "Code",
    16: "Records and errors",
    17: "WebRTC",
}
HEAD = """# Security, line by line

The [Application Security Verification Standard 5.0](https://github.com/OWASP/ASVS) of OWASP, levels 1 and 2, each line
told in short words of our own. *Proved*: the test that is named fails when it is not so (for lines about
documentation: the page). *Open*: it is not so, or nothing proves it; the reason stands there.
*Not applicable*: there is no such thing.

What can be seen from outside is looked at by [`farlight security-check`](../how-to/check-an-instance-from-outside.md),
which finds nothing in Farlight and each fault that its own tests plant.
"""


def page() -> str:
    """Return the page."""
    with LINES.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    counts = Counter(line["state"] for line in lines)
    parts = [HEAD, f"Of {len(lines)} lines, " + ", ".join(f"{n} {state}" for state, n in counts.most_common()) + "."]
    for number, name in CHAPTERS.items():
        rows = [_row(line) for line in lines if line["requirement"].split(".")[0] == str(number)]
        parts += [f"## V{number}. {name}", "", table(["line", "level", "what", "state", "test or reason"], rows)]
    return "\n\n".join(parts)


def _row(line: dict[str, str]) -> tuple[str, ...]:
    evidence = f"`{line['evidence']}`" if line["state"] == "proved" else line["evidence"]
    return line["requirement"], line["level"], line["words"], line["state"], evidence
