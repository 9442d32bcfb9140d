"""The libraries that DIALS' reports point to, where Debian keeps them. The browser needs no internet for them."""

from functools import cache
from pathlib import Path

PARTS_PATH = "/javascript/"
"""Where reports of Debian's DIALS expect them on the web server."""

_SHARE = Path("/usr/share")
REPORT_PARTS = {
    "jquery/jquery.min.js": "javascript/jquery/jquery.min.js",
    "plotly/plotly.js": "python3-plotly/plotly.js",
    "bootstrap/js/bootstrap.min.js": "javascript/bootstrap/js/bootstrap.min.js",
    "bootstrap/css/bootstrap.min.css": "javascript/bootstrap/css/bootstrap.min.css",
    "katex/katex.min.js": "javascript/katex/katex.min.js",
    "katex/katex.min.css": "javascript/katex/katex.min.css",
    "katex/contrib/auto-render.min.js": "javascript/katex/contrib/auto-render.js",
}
"""Name in the report, and path below the folder of shared files."""
_FONTS = ("katex/fonts", "bootstrap/fonts")
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ttf": "font/ttf",
}


@cache
def _known_parts() -> dict[str, Path]:
    files = {name: _SHARE / path for name, path in REPORT_PARTS.items()}
    for folder in _FONTS:
        fonts = (_SHARE / "javascript" / folder).glob("*")
        files |= {f"{folder}/{font.name}": font for font in fonts if font.suffix in _TYPES}
    return files


def part_path(name: str) -> Path | None:
    """Return the file of a part; None for anything that is not a known part, or is not installed."""
    path = _known_parts().get(name)
    return path if path is not None and path.is_file() else None


def content_type_of(name: str) -> str:
    """Return the media type of a part."""
    return _TYPES[Path(name).suffix]
