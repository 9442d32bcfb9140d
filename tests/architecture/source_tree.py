"""The files of the repository, and the syntax trees of the package."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "farlight"


@dataclass(frozen=True)
class Module:
    """A file of Python."""

    path: Path

    @property
    def where(self) -> str:
        """How reports and exceptions name it: ``src/farlight/bus/watch.py``."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def rooms(self) -> tuple[str, ...]:
        """The parts of its name below its context: ``("web", "views", "list")``."""
        return tuple(part.removesuffix(".py") for part in self.path.relative_to(PACKAGE).parts[1:])

    @property
    def context(self) -> str:
        return self.path.relative_to(PACKAGE).parts[0]

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.path)

    def functions(self) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
        """Every function and method with the name that exceptions give it: ``src/…/watch.py:Watch.wait``."""
        yield from ((f"{self.where}:{name}", node) for name, node in _functions(self.tree, ()))

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.relative_to(ROOT).parts


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _functions(node: ast.AST, outer: tuple[str, ...]) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = (*outer, child.name)
            if not isinstance(child, ast.ClassDef):
                yield ".".join(name), child
            yield from _functions(child, name)
        else:
            yield from _functions(child, outer)


@cache
def repository_files() -> tuple[Path, ...]:
    """What git knows or would add: neither built nor ignored files."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(path for name in sorted(set(listing.split("\0"))) if name and (path := ROOT / name).is_file())


@cache
def text_files() -> tuple[tuple[Path, str], ...]:
    """Every file of the repository that is text, with the text."""
    found = []
    for path in repository_files():
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            found.append((path, content.decode(errors="replace")))
    return tuple(found)


@cache
def all_modules() -> tuple[Module, ...]:
    """Every Python file of the repository but migrations."""
    return tuple(Module(path) for path in repository_files() if path.suffix == ".py" and "migrations" not in path.parts)


@cache
def package_modules() -> tuple[Module, ...]:
    """The package, without tests and migrations."""
    return tuple(m for m in all_modules() if m.path.is_relative_to(PACKAGE) and not m.is_test)


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring: what one has to read to know what it does."""
    first = function.body[0]
    is_docstring = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    docstring = (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring
