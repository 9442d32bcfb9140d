"""Nothing is longer than one can hold in mind."""

from fnmatch import fnmatch

import pytest

from tests.architecture.exceptions import hold
from tests.architecture.source_tree import ROOT, all_modules, code_lines, package_modules, repository_files

FUNCTION, FILE, VIEW, HANDLER, DOOR, TEMPLATE, TYPESCRIPT = 40, 400, 25, 10, 150, 150, 200


def test_functions_fit_a_screen():
    sizes = {where: code_lines(node) for module in all_modules() for where, node in module.functions()}
    hold("function-lines", {where: size for where, size in sizes.items() if size > FUNCTION})


def test_views_and_handlers_only_translate():
    budgets = {"web": VIEW, "rest": VIEW, "handlers": HANDLER}
    sizes = {
        where: (code_lines(node), budgets[module.rooms[0]])
        for module in package_modules()
        if module.rooms and module.rooms[0] in budgets
        for where, node in module.functions()
    }
    hold("edge-lines", {where: f"{size} of {budget}" for where, (size, budget) in sizes.items() if size > budget})


@pytest.mark.parametrize(
    ("rule", "pattern", "budget"),
    [
        ("file-lines", "*.py", FILE),
        ("door-lines", "src/farlight/*/public.py", DOOR),
        ("template-lines", "src/farlight/*/templates/*.html", TEMPLATE),
        ("typescript-lines", "frontend/*.ts", TYPESCRIPT),
    ],
)
def test_files_fit_their_budget(rule, pattern, budget):
    names = {path.relative_to(ROOT).as_posix(): path for path in repository_files() if "generated" not in path.parts}
    found = [path for name, path in names.items() if fnmatch(name, pattern)]
    assert found
    sizes = {path.relative_to(ROOT).as_posix(): len(path.read_bytes().splitlines()) for path in found}
    hold(rule, {where: size for where, size in sizes.items() if size > budget})
