"""Every key, from the pages that offer it and the script that listens."""

import re
from pathlib import Path

from generation.tables import table

ROOT = Path(__file__).resolve().parents[2]
KEYBOARD = ROOT / "frontend" / "kit" / "keyboard.ts"
SOURCES = (("src/farlight", "*.html"), ("frontend/islands", "*.ts"), ("frontend/kit", "*.ts"))

HEAD = """# Keys

Press `?` on any page for the keys that work there. Keys do nothing while you type in a field; `Esc` leaves the field.

"""

VIEWER = ROOT / "frontend" / "islands" / "diffraction-viewer" / "controls" / "keys.ts"
VIEWER_HEAD = """Keys press the viewer's buttons; the focus stays where it is.

The mouse wheel and two fingers zoom at the place, a drag moves the image (with Shift while a line or box is measured),
a double click goes nearer or back to the whole. Without script, the keys of images, contrast, rings, spots and moves
work on the server's pictures."""
VIEWER_GROUPS = {
    "steps": "Images",
    "overlays": "Over the image",
    "measures": "Measure",
    "view": "Zoom",
    "moves": "Move",
    "tone": "Contrast and colours",
    "stack": "Images together",
    "page": "The viewer",
}

_TAG = re.compile(r"<[a-z][^<>]*?\bdata-key=\"([^\"{]+)\"(?:[^<>]|<[^>]*>)*?>", re.DOTALL)
_WORD = re.compile(r"data-key-word=\"([^\"]+)\"")
_GO_TO = re.compile(r"\"(g \w)\": \"([^\"]+)\"")
_VIEWER_ROW = re.compile(r'\["([^"]+)", "([^"]+)", "[^"]+", "[^"]+", "([^"]+)"\]')
_PAIR = re.compile(r"\[\"([^\"]+)\", \"([^\"]+)\"\]")


def page() -> str:
    """Return the page."""
    text = KEYBOARD.read_text()
    words = dict(_PAIR.findall(text))
    everywhere = [(_keys(keys), words.get(keys, f"go to {path}")) for keys, path in _GO_TO.findall(text)]
    everywhere += [(_keys(keys), word) for keys, word in words.items() if keys not in dict(_GO_TO.findall(text))]
    lines = [HEAD, "## On every page", "", table(["key", "what it does"], everywhere), ""]
    offered = sorted({(key, word, where) for key, word, where in _offered()})
    if offered:
        rows = [(_keys(key), word, where) for key, word, where in offered]
        lines += ["## On some pages", "", table(["key", "what it does", "where"], rows)]
    lines += ["", "## In the viewer of images", "", VIEWER_HEAD, "", table(["key", "what it does", ""], _viewer_keys())]
    return "\n".join(lines)


def _viewer_keys() -> list[tuple[str, str, str]]:
    """Return each key of the viewer with what it does and what it belongs to."""
    rows = _VIEWER_ROW.findall(VIEWER.read_text())
    return [(_keys(key), word, VIEWER_GROUPS[group]) for key, word, group in rows]


def _offered() -> list[tuple[str, str, str]]:
    found = []
    for folder, pattern in SOURCES:
        for path in sorted((ROOT / folder).rglob(pattern)):
            if "node_modules" in path.parts or "tests" in path.parts or ".test." in path.name:
                continue
            for match in _TAG.finditer(path.read_text()):
                word = _WORD.search(match.group(0))
                found.append((match.group(1), word.group(1) if word else "press it", _where(path)))
    return found


def _where(path: Path) -> str:
    return path.stem.strip("_").replace("_", " ")


def _keys(keys: str) -> str:
    return " ".join(f"`{key}`" for key in keys.split(" "))
