"""What turns text into something that runs (a shell, an expression, a template, a pattern) takes no text of people."""

import ast
from collections.abc import Callable, Iterator, Mapping

import pytest

from tests.architecture.source_tree import Module, all_modules, package_modules

Finder = Callable[[ast.AST], str]

RUNS_A_SHELL = frozenset({"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"})
RUNS_TEXT = frozenset({"eval", "exec", "compile", "__import__", "pickle.loads", "pickle.load", "marshal.loads"})
PATTERN_TAKERS = frozenset(
    f"re.{name}" for name in ("compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
)
WEAK_HASHES = frozenset({"md5", "sha1"})
WEAK_CIPHERS = frozenset({"TripleDES", "ARC4", "Blowfish", "IDEA", "CAST5", "RC2", "ECB"})

ALLOWED: Mapping[str, Mapping[str, str]] = {
    "a shell": {},
    "a text that runs": {},
    "a pattern": {
        "src/farlight/config/facility/positions.py": "the texts stand beside it, one a line",
        "src/farlight/people/domain/identities.py": "the value of the facility file is escaped before",
        "src/farlight/processing/domain/explanations.py": "each cause is written down in the module",
        "src/farlight/processing/domain/cbf_lines.py": "keywords of a table in the module",
        "src/farlight/processing/domain/images.py": "a file's name, escaped, whose # then stand for digits",
        "src/farlight/samples/domain/geometry.py": "how barcodes of a type look, of the facility's own files",
        "src/farlight/science/images/headers.py": "each line's form is written down in the module",
        "src/farlight/science/images/sequence.py": "a file's name, escaped, by the functions below",
    },
    "a template": {
        "src/farlight/shipping/adapters/papers/texts.py": "texts of papers, files of the package or the site",
        "src/farlight/ui/templatetags/ui.py": "badges and signs, whose forms stand in the line above",
    },
    "a form of text": {
        "src/farlight/config/experiment/report.py": "forms of numbers, written down where it is called",
        "src/farlight/desktops/domain/cluster.py": "words of a table in the module",
        "src/farlight/shipping/web/views/parcels.py": "the address of a courier's page, of the facility file",
    },
    "a weak cipher": {"src/farlight/desktops/domain/passwords.py": "VNC's own way to show a password is DES"},
    "a weak hash": {
        "src/farlight/people/domain/one_time_codes.py": "the standard of one-time codes (RFC 6238)",
        "src/farlight/security_check/signing_on.py": "the same, from outside",
    },
    "chance that can be foretold": {
        "src/farlight/shipping/adapters/couriers/simulated.py": "a courier that is played",
    },
}


def called(node: ast.AST) -> str:
    """The dotted name of what a call calls; empty for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    parts, at = [], node.func
    while isinstance(at, ast.Attribute):
        parts.append(at.attr)
        at = at.value
    return ".".join([*([at.id] if isinstance(at, ast.Name) else [""]), *reversed(parts)])


def is_written_down(node: ast.AST | None) -> bool:
    """Whether a text stands in the code: a literal, a constant, or made of these and of what is escaped."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.lstrip("_").isupper()
        case ast.Subscript(value=inner) | ast.FormattedValue(value=inner):
            return is_written_down(inner)
        case ast.BinOp(left=left, right=right):
            return is_written_down(left) and is_written_down(right)
        case ast.JoinedStr(values=parts):
            return all(map(is_written_down, parts))
        case ast.AST():
            return isinstance(node, ast.Constant) or called(node) == "re.escape"
    return False


def first_argument(node: ast.AST) -> ast.AST | None:
    return node.args[0] if isinstance(node, ast.Call) and node.args else None


def a_shell(node: ast.AST) -> str:
    asks = isinstance(node, ast.Call) and any(word.arg == "shell" for word in node.keywords)
    return called(node) if asks or called(node) in RUNS_A_SHELL else ""


def a_text_that_runs(node: ast.AST) -> str:
    return called(node) if called(node) in RUNS_TEXT else ""


def a_pattern(node: ast.AST) -> str:
    takes = called(node) in PATTERN_TAKERS and not is_written_down(first_argument(node))
    return called(node) if takes else ""


def a_template(node: ast.AST) -> str:
    name = called(node)
    makes = name.rpartition(".")[2] in {"Template", "from_string", "mark_safe", "SafeString"} and first_argument(node)
    fills = name == "format_html" and not is_written_down(first_argument(node))
    return name if makes or fills else ""


def a_form_of_text(node: ast.AST) -> str:
    is_format = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    return "format" if is_format and not is_written_down(node.func.value) else ""


def a_weak_hash(node: ast.AST) -> str:
    if isinstance(node, ast.ImportFrom) and node.module == "hashlib":
        return ", ".join(alias.name for alias in node.names if alias.name in WEAK_HASHES)
    name = called(node)
    return name if name.startswith("hashlib.") and name.rpartition(".")[2] in WEAK_HASHES else ""


def a_weak_cipher(node: ast.AST) -> str:
    if isinstance(node, ast.ImportFrom):
        return ", ".join(alias.name for alias in node.names if alias.name in WEAK_CIPHERS)
    return node.attr if isinstance(node, ast.Attribute) and node.attr in WEAK_CIPHERS else ""


def chance_that_can_be_foretold(node: ast.AST) -> str:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    return "random" if "random" in names or (isinstance(node, ast.ImportFrom) and node.module == "random") else ""


FINDERS: Mapping[str, Finder] = {
    "a shell": a_shell,
    "a text that runs": a_text_that_runs,
    "a pattern": a_pattern,
    "a template": a_template,
    "a form of text": a_form_of_text,
    "a weak hash": a_weak_hash,
    "a weak cipher": a_weak_cipher,
    "chance that can be foretold": chance_that_can_be_foretold,
}
PLANTED: Mapping[str, str] = {
    "a shell": "subprocess.run(line, shell=True)",
    "a text that runs": "eval(said)",
    "a pattern": "re.search(f'^{said}', text)",
    "a template": "engine.from_string(said)",
    "a form of text": "said.format(person=person)",
    "a weak hash": "from hashlib import md5",
    "a weak cipher": "cipher = Cipher(AES(key), modes.ECB())",
    "chance that can be foretold": "from random import choice",
}


def found_in(tree: ast.AST, finder: Finder) -> Iterator[str]:
    return (what for node in ast.walk(tree) if (what := finder(node)))


def places(modules: tuple[Module, ...], finder: Finder) -> list[str]:
    return sorted(module.where for module in modules if any(found_in(module.tree, finder)))


@pytest.mark.parametrize("what", FINDERS)
def test_it_is_done_nowhere_but_where_it_is_listed(what: str) -> None:
    assert places(package_modules(), FINDERS[what]) == sorted(ALLOWED[what])


@pytest.mark.parametrize("what", FINDERS)
def test_what_is_planted_is_found(what: str) -> None:
    assert list(found_in(ast.parse(PLANTED[what]), FINDERS[what]))


def test_scripts_and_tests_run_no_shell_either() -> None:
    assert places(all_modules(), a_shell) == []
