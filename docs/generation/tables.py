"""Markdown, in small pieces."""

import inspect
import re
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells may hold Markdown."""
    lines = [_row(head), _row(["---"] * len(head)), *(_row([_cell(c) for c in row]) for row in rows)]
    return "\n".join(lines)


def code(text: object) -> str:
    """Return the text as code; nothing for nothing."""
    return f"`{text}`" if str(text) else ""


def sentence(doc: str | None) -> str:
    """Return a docstring's first paragraph on one line, as Markdown."""
    first = inspect.cleandoc(doc or "").split("\n\n")[0]
    return prose(" ".join(first.split()))


def paragraphs(doc: str | None) -> str:
    """Return all of a docstring that is prose, as Markdown."""
    text = re.split(r"\n[A-Z]\w+\n-{3,}\n", inspect.cleandoc(doc or ""))[0]
    return prose("\n\n".join(" ".join(p.split()) for p in text.split("\n\n")))


def prose(text: str) -> str:
    """Turn what reStructuredText writes with two backticks into what Markdown writes with one."""
    return text.replace("``", "`").strip()


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(text.split()))
