"""Programs of Node's that tests talk to: they print their address when they listen."""

import re
import subprocess


def address_of(process: subprocess.Popen[str]) -> str:
    """Return the address that a program prints; what it says instead, when it does not start."""
    said = ""
    for line in process.stdout or ():
        said += line
        if re.fullmatch(r"http://127\.0\.0\.1:\d+\n", line):
            return line.strip()
    raise AssertionError(said)
