"""What pages ask of browsers: nothing that is outdated, and nothing of anybody's kept in them but what is listed."""

import re

import pytest

from tests.architecture.source_tree import ROOT, text_files

OUTDATED = re.compile(
    r"<(applet|font|marquee|frameset|frame|bgsound)\b|vbscript:|javascript:|\bActiveX|\bSilverlight\b",
    re.IGNORECASE,
)
KEEPS = re.compile(r"\b(localStorage|sessionStorage|indexedDB|IDB[A-Z]\w+|openDB|caches)\b|document\.cookie")
KEPT = {
    "frontend/islands/sample-grid/index.ts": "what was typed into the grid and is not saved yet",
    "frontend/islands/scanner/feedback.ts": "whether sounds are wanted",
    "frontend/islands/scanner/offline.ts": "the page of scans itself, for stores without a network",
    "frontend/islands/scanner/server.ts": "reads the token of forms from its cookie",
    "frontend/islands/scanner/store.ts": "scans that wait for a network, until they are sent",
    "frontend/islands/scanner/viewfinder.ts": "whether the camera is wanted",
    "frontend/kit/sounds.ts": "whether sounds are wanted",
    "frontend/kit/theme.ts": "light or dark",
}
"""What browsers keep, by the file that lets them."""


def sources(*endings):
    """Templates and front-end sources, without tests and what is built."""
    for path, text in text_files():
        where = path.relative_to(ROOT).as_posix()
        is_ours = where.startswith(("src/farlight/", "frontend/")) and where.endswith(endings)
        if is_ours and ".test." not in where and "/tests/" not in where and "/built/" not in where:
            yield where, text


def found(expression, text):
    return [match.group() for match in expression.finditer(text)]


def test_pages_use_nothing_outdated():
    used = {where: words for where, text in sources(".html", ".ts") if (words := found(OUTDATED, text))}
    assert used == {}


def test_browsers_keep_only_what_is_listed():
    assert sorted(where for where, text in sources(".html", ".ts", ".js") if found(KEEPS, text)) == sorted(KEPT)


@pytest.mark.parametrize(
    ("expression", "planted"),
    [
        (OUTDATED, '<applet code="x">'),
        (OUTDATED, '<a href="javascript:x()">'),
        (KEEPS, "localStorage.setItem(a, b)"),
    ],
)
def test_what_is_planted_is_found(expression, planted):
    assert found(expression, planted)
