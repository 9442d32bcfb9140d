import pytest

from farlight.transfer.domain.addresses import Scope
from farlight.transfer.domain.selections import MOST_NAMES, code_of, folders_of, objections_to, tidied


def test_names_in_chosen_folders_are_not_chosen_twice():
    assert tidied(["raw/b", "raw", "raw-2/x", "a", "a", "/raw/c/d/"]) == ("a", "raw", "raw-2/x")


def test_the_same_files_have_the_same_code():
    assert code_of("mx1-1", None, ("a", "b")) == code_of("mx1-1", None, ("a", "b"))
    codes = {
        code_of(*one)
        for one in [("mx1-1", None, ("a",)), ("mx1-2", None, ("a",)), ("mx1-1", 1, ("a",)), ("mx1-1", None, ("b",))]
    }
    assert len(codes) == 4


def test_folders_of_a_name():
    assert folders_of("a/b/c") == {"a", "a/b"}


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ([], "Nothing is chosen."),
        (("",), "Nothing is chosen."),
        ([str(n) for n in range(MOST_NAMES + 1)], "These are 10001 files; one selection holds 10000."),
        (["x" * 5000], "A name is longer than any file's."),
        (["x"], None),
    ],
)
def test_objections(names, message):
    assert [o.message for o in objections_to(names)] == ([message] if message else [])


@pytest.mark.parametrize(
    ("scope", "name", "words", "archive", "file", "page"),
    [
        (Scope(session="mx1-1"), "mx1-1", "all files of the session", "/archive.tar", "/files/a%20b", ""),
        (
            Scope(session="mx1-1", folder="raw/x"),
            "mx1-1-raw-x",
            "raw/x",
            "/archive.tar?folder=raw/x",
            "/files/a%20b",
            "?folder=raw%2Fx",
        ),
        (
            Scope(session="mx1-1", run=2),
            "mx1-1-run-002",
            "run 2",
            "/runs/2/archive.tar",
            "/runs/2/files/a%20b",
            "?run=2",
        ),
        (
            Scope(session="mx1-1", selection="abc"),
            "mx1-1-selection-abc",
            "chosen files",
            "/selections/abc/archive.tar",
            "/files/a%20b",
            "?selection=abc",
        ),
    ],
)
def test_scopes(scope, name, words, archive, file, page):
    base = "/api/v1/sessions/mx1-1"
    found = (scope.name, scope.words, scope.address("archive.tar"), scope.file_address("a b"), scope.page)
    assert found == (name, words, base + archive, base + file, f"/sessions/mx1-1/take/{page}")
