"""Every key, from the pages that offer it and the script that listens."""

import ast
import re
from pathlib import Path

from generation.tables import table

ROOT = Path(__file__).resolve().parents[2]
KEYBOARD = ROOT / "frontend" / "kit" / "keyboard.ts"
SOURCES = (("src/farlight", "*.html"), ("frontend/islands", "*.ts"), ("frontend/kit", "*.ts"))

HEAD = """# Keys

Press `?` on any page for the keys that work there. Keys do nothing while you type in a field; `Esc` leaves the field.

"""

KEY_WORD_ICON = 3
VIEWER = ROOT / "src" / "farlight" / "viewer" / "web" / "links.py"

_TAG = re.compile(r"<[a-z][^<>]*?\bdata-key=\"([^\"{]+)\"(?:[^<>]|<[^>]*>)*?>", re.DOTALL)
_WORD = re.compile(r"data-key-word=\"([^\"]+)\"")
_GO_TO = re.compile(r"\"(g \w)\": \"([^\"]+)\"")
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
    if VIEWER.exists():
        rows = [(_keys(key), word) for key, word in _viewer_keys()]
        lines += ["", "## In the viewer of images", "", table(["key", "what it does"], rows)]
    return "\n".join(lines)


def _viewer_keys() -> list[tuple[str, str]]:
    """Read the viewer's buttons: tuples that begin with a key, what it does, and an icon."""
    found = []
    for node in ast.walk(ast.parse(VIEWER.read_text())):
        if isinstance(node, ast.Tuple):
            words = [part.value for part in node.elts[:3] if isinstance(part, ast.Constant)]
            if len(words) == KEY_WORD_ICON:
                found.append((words[0], words[1]))
    return found


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
