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
    "frontend/kit/forgetting.ts": "forgets what a scanner knew, when nobody is signed in",
    "frontend/kit/sounds.ts": "whether sounds are wanted",
    "frontend/kit/theme.ts": "light or dark",
}
"""What browsers keep, by the file that lets them."""
POLLUTES = re.compile(
    r"__proto__|setPrototypeOf|\.prototype\s*\[|\b(?:lodash|deepmerge|jQuery)\b|\bfor \((?:const|let|var) \w+ in |"
    r"(?<![\w)\]])[\w.]+\[[A-Za-z_][\w.]*\]\[[A-Za-z_][\w.]*\]\s*(?:=(?!=)|\?\?=|\|\|=|\+=)|Object\.assign\("
)
"""How a text from outside could come to be a name in what all objects have in common."""
MAY_POLLUTE = {
    "frontend/islands/diffraction-viewer/engine/session.ts": "a manifest takes what the same server renewed of it",
}


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


def test_no_name_from_outside_becomes_a_part_of_all_objects():
    ours = {where: words for where, text in sources(".ts") if (words := found(POLLUTES, text))}
    assert {where: words for where, words in ours.items() if "benchmarks" not in where} == {
        where: ["Object.assign("] for where in MAY_POLLUTE
    }


@pytest.mark.parametrize(
    ("expression", "planted"),
    [
        (OUTDATED, '<applet code="x">'),
        (OUTDATED, '<a href="javascript:x()">'),
        (KEEPS, "localStorage.setItem(a, b)"),
        (POLLUTES, 'made["__proto__"] = x'),
        (POLLUTES, "made[where][name] = value"),
        (POLLUTES, "for (const name in given) made[name] = given[name]"),
        (POLLUTES, "Object.assign(all, given)"),
    ],
)
def test_what_is_planted_is_found(expression, planted):
    assert found(expression, planted)
