"""Names: no drawers, units everywhere, no unfinished marks, nothing of the place where it was built."""

import ast
import re

from tests.architecture.exceptions import hold
from tests.architecture.source_tree import ROOT, all_modules, package_modules, repository_files, text_files

DRAWERS = {
    "util",
    "utils",
    "common",
    "helper",
    "helpers",
    "misc",
    "manager",
    "base",
    "data",
    "shared",
    "tools",
    "stuff",
}
QUANTITY_WITHOUT_UNIT = re.compile(
    r"(^|_)(exposure|exposure_time|duration|timeout|interval|delay|pause|energy|wavelength|distance|transmission|"
    r"resolution|width|start_angle|angle|omega|kappa|phi|chi|temperature|pressure|flux|speed|rate|size|thickness|"
    r"mosaicity|length|depth|height|age|period|brightness)$"
)

UNFINISHED = re.compile(
    r"\b(?:TO"
    r"DO|FIX"
    r"ME|XX"
    r"X)\b|NotImplemented"
    r"Error|pytest\.mark\.(?:skip|xfail)|\b(?:it|test|describe)\.(?:skip|todo|only)\("
)
PLACES = re.compile(r"(?<![\w.~-])/(?:work|root|home/\w+|Users/\w+)/|\.\./shar" r"ed\b")
ADDRESSES_IN_LOCKS = re.compile(r'(?:resolved|registry|--(?:extra-)?index-url)"?[ :=]+\{?[ "]*https?://')


def test_there_are_no_drawers():
    offences = {}
    for path in repository_files():
        where = path.relative_to(ROOT).as_posix()
        folders = {p for p in path.relative_to(ROOT).parts[:-1] if p in DRAWERS}
        if path.suffix in {".py", ".ts", ".html", ".scss"} and (folders or path.stem in DRAWERS):
            offences[where] = "is a drawer"
    hold("drawers", offences)


def test_functions_are_named_for_what_they_give_or_do():
    offences = {
        where: "begins with get_ or do_"
        for module in package_modules()
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and re.match(r"_?(get|do)_", node.name)
        and (where := f"{module.where}:{node.name}")
    }
    hold("get-and-do", offences)


def test_quantities_carry_their_unit():
    offences = {}
    for module in package_modules():
        for node in ast.walk(module.tree):
            name, annotation = _declared(node)
            if name and "float" in annotation and QUANTITY_WITHOUT_UNIT.search(name):
                offences[f"{module.where}:{name}"] = "a quantity without its unit"
    hold("units", offences)


def _declared(node: ast.AST) -> tuple[str, str]:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id.lower(), ast.unparse(node.annotation)
    if isinstance(node, ast.arg) and node.annotation is not None:
        return node.arg.lower(), ast.unparse(node.annotation)
    return "", ""


def test_nothing_is_left_unfinished():
    offences = {}
    for path, text in text_files():
        where = path.relative_to(ROOT).as_posix()
        found = UNFINISHED.search(text) if path.suffix in {".py", ".ts", ".html", ".scss", ".toml", ".mjs"} else None
        if found:
            offences[where] = f"{found.group()} in line {text.count(chr(10), 0, found.start()) + 1}"
    hold("unfinished", offences)


def test_nothing_names_the_place_where_it_was_built():
    offences = {}
    for path, text in text_files():
        found = PLACES.search(text)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            offences[path.relative_to(ROOT).as_posix()] = f"{found.group()} in line {line}"
    hold("places", offences)


def test_lock_files_name_no_index():
    locks = [(p, t) for p, t in text_files() if re.search(r"lock(\.json|\.txt)?$|requirements.*\.txt$", p.name)]
    assert locks
    assert [p.relative_to(ROOT).as_posix() for p, text in locks if ADDRESSES_IN_LOCKS.search(text)] == []


def test_no_file_is_large():
    megabytes = {p.relative_to(ROOT).as_posix(): p.stat().st_size / 1e6 for p in repository_files()}
    hold("large-files", {where: f"{size:.1f} MB" for where, size in megabytes.items() if size > 3})


def test_every_module_says_why_it_exists():
    silent = {
        m.where: "has no docstring"
        for m in all_modules()
        if m.tree.body and not m.is_test and not ast.get_docstring(m.tree)
    }
    hold("door-plates", silent)


def test_errors_are_never_taken_broadly():
    offences = {}
    for module in package_modules():
        for node in ast.walk(module.tree):
            kinds = [node.type] if isinstance(node, ast.ExceptHandler) else []
            kinds += kinds[0].elts if kinds and isinstance(kinds[0], ast.Tuple) else []
            if any(kind is None or getattr(kind, "id", "") in {"Exception", "BaseException"} for kind in kinds):
                offences[f"{module.where}:{node.lineno}"] = "takes every error"
    hold("broad-except", offences)
