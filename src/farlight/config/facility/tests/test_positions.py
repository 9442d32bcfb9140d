import tomllib

from hypothesis import given
from hypothesis import strategies as st

from farlight.config.facility.positions import line_of, lines_of

TEXT = '''# a comment = 1
title = "a # not a comment"
many = [
  1, # one
  { x = 1, y = [2,
     3] },
]

[facility]
name = """
two [lines]
"""
owner.name = 'O"""'
"quoted key" = 2027-01-01T00:00:00Z

[[person]]
login = "a"
[[person]]
login = "b"
  [person.home]
  town = "x"
  [[person.child]]
  n = 1
  [[person.child]]
  n = 2
'''


def test_every_key_has_its_line():
    lines = lines_of(TEXT)
    found = {
        path: lines[path]
        for path in [
            ("title",),
            ("many", 0),
            ("many", 1),
            ("many", 1, "x"),
            ("many", 1, "y", 1),
            ("facility",),
            ("facility", "name"),
            ("facility", "owner", "name"),
            ("facility", "quoted key"),
            ("person", 0, "login"),
            ("person", 1),
            ("person", 1, "home", "town"),
            ("person", 1, "child", 1, "n"),
        ]
    }
    assert found == {
        ("title",): 2,
        ("many", 0): 4,
        ("many", 1): 5,
        ("many", 1, "x"): 5,
        ("many", 1, "y", 1): 6,
        ("facility",): 9,
        ("facility", "name"): 10,
        ("facility", "owner", "name"): 13,
        ("facility", "quoted key"): 14,
        ("person", 0, "login"): 17,
        ("person", 1): 18,
        ("person", 1, "home", "town"): 21,
        ("person", 1, "child", 1, "n"): 25,
    }


def test_what_is_not_written_has_the_line_of_what_is_around_it():
    lines = lines_of(TEXT)
    assert line_of(("person", 1, "email"), lines) == 18
    assert line_of(("nothing",), lines) == 1


def _paths(value, path=()):
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from _paths(part, (*path, key))


KEYS = st.text("abc_-1", min_size=1, max_size=5)
SCALARS = st.one_of(
    st.integers(-9, 9).map(str),
    st.text("ab,#[]{}= '", max_size=8).map(lambda t: f'"{t}"'),
    st.just("'''x\n]\n'''"),
    st.just("2027-01-01 10:00:00"),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: "[" + ",\n ".join(parts) + " # end\n]"),
    max_leaves=6,
)


@given(st.lists(st.tuples(KEYS, st.dictionaries(KEYS, VALUES, max_size=3)), max_size=4))
def test_whatever_tomllib_reads_is_found(tables):
    text = "".join(f"[[t.{name}]]\n" + "".join(f"{k} = {v}\n" for k, v in body.items()) for name, body in tables)
    lines = lines_of(text)
    for path in _paths(tomllib.loads(text)):
        assert path in lines or path == ("t",)
