"""Parts of files: the right bytes, and never more than the file has."""

import re
from collections.abc import Iterator

from farlight.security_check.findings import Finding, Severity
from farlight.security_check.inspection import Inspection

PART, OUTSIDE = 206, 416
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
MANY = 500
AMPLIFIED = 3
SPARE_BYTES = 200_000
"""The heads of parts."""
WRONG = (
    "bytes=99999999999999999999999-",
    f"bytes={'9' * 400}-{'9' * 400}",
    "bytes=5-2",
    "bytes=-0",
    "bytes=--1",
    "bytes=0x0-0x5",
    "lines=0-5",
    "bytes=\u00b2-",
    "bytes=" + ",".join(["-"] * MANY),
)


def ranges(inspection: Inspection) -> Iterator[Finding]:
    """Ask for single, overlapping, many, huge and senseless ranges of a file."""
    where = inspection.a_file
    whole = inspection.visitor.get(where)
    if not whole.is_good or not whole.body:
        return
    faults = [*_single(inspection, where, whole.body), *_many(inspection, where, len(whole.body))]
    for text in WRONG:
        answer = inspection.visitor.get(where, {"Range": text})
        if answer.status not in {200, OUTSIDE, 400}:
            faults.append(f"The range {text[:40]!r} is answered with {answer.status}.")
    stale = inspection.visitor.get(where, {"Range": "bytes=0-0", "If-Range": '"of-another-version"'})
    if stale.status == PART:
        faults.append("A part is given although the file is another one now (If-Range).")
    for what in faults:
        severity = Severity.HIGH if "more than" in what else Severity.MEDIUM
        yield Finding(severity=severity, what=what, where=where, remedy="Answer ranges as RFC 9110, 14 says.")


def _single(inspection: Inspection, where: str, whole: bytes) -> Iterator[str]:
    last = len(whole) - 1
    for text, wanted in {"0-0": whole[:1], f"{last}-": whole[last:], "-1": whole[-1:], "0-999999999999": whole}.items():
        answer = inspection.visitor.get(where, {"Range": f"bytes={text}"})
        said = _CONTENT_RANGE.fullmatch(answer.header("Content-Range"))
        if answer.status == PART and (answer.body != wanted or said is None or int(said[3]) != len(whole)):
            yield f"The range {text} gives other bytes than it should."
        elif answer.status not in {PART, 200}:
            yield f"The range {text} is answered with {answer.status}."


def _many(inspection: Inspection, where: str, size_bytes: int) -> Iterator[str]:
    for text in ("bytes=" + ",".join(["0-"] * MANY), "bytes=" + ",".join(f"{n}-" for n in range(MANY))):
        answer = inspection.visitor.get(where, {"Range": text})
        if len(answer.body) > AMPLIFIED * size_bytes + SPARE_BYTES:
            yield f"{MANY} ranges that overlap give more than the file has."
