"""Guacamole's instructions: found in pieces, and let through by list, each as each role."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.desktops.domain.guacamole.hands import (
    ANSWERED,
    REFUSED,
    Hearing,
    HeldInput,
    Pasting,
    is_let_through,
    refuse_strange,
)
from farlight.desktops.domain.guacamole.handshake import answer_to, spoken_version, unknown_parameters
from farlight.desktops.domain.guacamole.instructions import (
    MOST_ELEMENT_CHARS,
    MOST_ELEMENTS,
    Instruction,
    MalformedInstructionError,
    Parser,
)
from farlight.desktops.domain.guacamole.statuses import words_for
from farlight.desktops.types import ClipboardPolicy, ViewerRole

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
INSTRUCTIONS = st.builds(Instruction, TEXTS, st.lists(TEXTS, max_size=5).map(tuple))
SAID = {
    "sync": ("8314159",),
    "nop": (),
    "ack": ("0", "OK", "0"),
    "disconnect": (),
    "mouse": ("10", "20", "1"),
    "key": ("97", "1"),
    "size": ("800", "600"),
    "clipboard": ("0", "text/plain"),
    "blob": ("0", "aGVsbG8="),
    "end": ("0",),
}
ACTING = {"mouse", "key", "size"}
CLIPBOARD = {"clipboard", "blob", "end"}


@given(st.lists(INSTRUCTIONS, max_size=6), st.integers(1, 9))
def test_instructions_are_found_in_pieces_of_any_size(said, size):
    raw = "".join(one.text for one in said).encode()
    parser = Parser()
    found = [one for at in range(0, len(raw), size) for one in parser.feed(raw[at : at + size])]
    assert found == said


@given(st.binary(max_size=200))
def test_whatever_comes_is_instructions_or_refused(raw):
    try:
        found = Parser().feed(raw)
    except MalformedInstructionError:
        return
    assert Parser().feed("".join(one.text for one in found).encode()) == found


@pytest.mark.parametrize(
    "raw",
    [
        b"x",
        b"4sync;",
        b"-1.x;",
        b"+4.sync;",
        b"4.sync.",
        b"3.sync;",
        b"123456",
        f"{MOST_ELEMENT_CHARS + 1}.".encode(),
        b"1.a," * MOST_ELEMENTS + b"1.a;",
        b"\xff\xff",
        "٤.sync;".encode(),
        b".;",
    ],
)
def test_what_is_none_is_refused_as_soon_as_it_is_known(raw):
    with pytest.raises(MalformedInstructionError):
        Parser().feed(raw)


def test_lengths_count_letters_and_lengths_may_come_in_pieces():
    parser = Parser()
    assert parser.feed(b"1") == []
    assert parser.feed(b"2.1234567") == []
    assert parser.feed("8901Å,0.;2.".encode()) == [Instruction("12345678901Å", ("",))]


@pytest.mark.parametrize(
    ("opcode", "role", "clipboard"),
    list(itertools.product([*SAID, *sorted(REFUSED)], ViewerRole, ClipboardPolicy)),
)
def test_every_instruction_as_each_role(opcode, role, clipboard):
    """Who looks on has nothing to say to a desktop; files, pipes and drives have no way for anybody."""
    refuse_strange(Instruction(opcode, SAID.get(opcode, ("0", "x"))))
    is_operator = role is ViewerRole.OPERATOR
    lets_in = clipboard in {ClipboardPolicy.IN, ClipboardPolicy.BOTH}
    expected = is_operator and (opcode in ACTING or (opcode in CLIPBOARD and lets_in))
    assert is_let_through(opcode, role, clipboard) == expected
    assert not (opcode in ANSWERED | REFUSED and expected)


@pytest.mark.parametrize(
    ("opcode", "args"),
    [
        ("evil", ()),
        ("select", ("vnc",)),
        ("connect", ()),
        ("nop", ("x",)),
        ("key", ("97",)),
        ("key", ("97", "2")),
        ("key", ("97", "1\n")),
        ("key", ("٤", "1")),
        ("mouse", ("1", "2", "1000")),
        ("mouse", ("1", "2", "-1")),
        ("size", ("0", "100")),
        ("size", ("99999", "100")),
        ("clipboard", ("0", "text/html")),
        ("blob", ("0", "no base64!")),
        ("ack", ("0", "x" * 1025, "0")),
    ],
)
def test_another_form_is_refused(opcode, args):
    with pytest.raises(MalformedInstructionError):
        refuse_strange(Instruction(opcode, args))


def test_of_streams_only_clipboards_that_were_begun_go_on():
    pasting = Pasting()
    assert pasting.lets(Instruction("key", ("97", "1")))
    assert not pasting.lets(Instruction("blob", ("0", "YQ==")))
    assert not pasting.lets(Instruction("end", ("0",)))
    assert [pasting.lets(Instruction(name, SAID[name])) for name in ("clipboard", "blob", "end")] == [True] * 3
    assert not pasting.lets(Instruction("blob", ("0", "YQ==")))


def test_a_clipboard_without_end_is_refused():
    pasting = Pasting()
    pasting.lets(Instruction("clipboard", ("0", "text/plain")))
    part = Instruction("blob", ("0", "A" * 8000))
    assert [pasting.lets(part) for _ in range(43)] == [True] * 43
    with pytest.raises(MalformedInstructionError, match="too long"):
        pasting.lets(part)
    for stream in range(1, 64):
        pasting.lets(Instruction("clipboard", (str(stream), "text/plain")))
    with pytest.raises(MalformedInstructionError, match="too many"):
        pasting.lets(Instruction("clipboard", ("64", "text/plain")))


@pytest.mark.parametrize(("role", "clipboard"), list(itertools.product(ViewerRole, ClipboardPolicy)))
def test_pictures_are_heard_by_all_and_the_clipboard_where_it_may_go_out(role, clipboard):
    hearing = Hearing()
    said = [
        Instruction("img", ("1", "14", "0", "image/png", "0", "0")),
        Instruction("clipboard", ("2", "text/plain")),
        Instruction("file", ("3", "text/plain", "x.txt")),
        *(Instruction("blob", (stream, "YQ==")) for stream in "123"),
        *(Instruction("end", (stream,)) for stream in "1231"),
        Instruction("sync", ("5",)),
        Instruction("filesystem", ("0", "drive")),
        Instruction("argv", ("0", "text/plain", "x")),
        Instruction("required", ("password",)),
        Instruction("nop"),
    ]
    heard = [(one.opcode, *one.args[:1]) for one in said if hearing.hears(one, role, clipboard)]
    goes_out = role is ViewerRole.OPERATOR and clipboard in {ClipboardPolicy.OUT, ClipboardPolicy.BOTH}
    streams = "12" if goes_out else "1"
    begun = [("img", "1"), ("clipboard", "2")][: len(streams)]
    parts = [(name, stream) for name in ("blob", "end") for stream in streams]
    assert heard == [*begun, *parts, ("sync", "5"), ("nop",)]


def test_what_is_held_down_is_let_go_once():
    held = HeldInput()
    for said in (("key", "97", "1"), ("key", "98", "1"), ("key", "97", "0"), ("mouse", "5", "6", "1")):
        held.follow(Instruction(said[0], said[1:]))
    held.follow(Instruction("size", ("800", "600")))
    assert held.let_go() == [Instruction("key", ("98", "0")), Instruction("mouse", ("5", "6", "0"))]
    assert held.let_go() == []
    for key in range(100):
        held.follow(Instruction("key", (str(key), "1")))
    held.follow(Instruction("mouse", ("5", "6", "0")))
    assert len(held.let_go()) == 64


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        ("VERSION_1_1_0", "VERSION_1_1_0"),
        ("VERSION_1_2_0", "VERSION_1_1_0"),
        ("VERSION_1_3_0", "VERSION_1_3_0"),
        ("VERSION_1_5_0", "VERSION_1_5_0"),
        ("VERSION_2_0_0", "VERSION_1_5_0"),
        ("VERSION_1_0_0", ""),
        ("hostname", ""),
    ],
)
def test_the_newest_version_that_both_speak_is_spoken(said, spoken):
    assert spoken_version([said, "hostname"]) == spoken
    assert spoken_version([]) == ""


def test_parameters_are_answered_in_the_order_asked_for():
    args = ["VERSION_1_5_0", "hostname", "port", "password"]
    answers = answer_to(args, given={"password": "s", "hostname": "h"}, size_px=(800, 600), time_zone="Europe/Rome")
    assert answers == [
        Instruction("size", ("800", "600", "96")),
        Instruction("audio"),
        Instruction("video"),
        Instruction("image", ("image/png", "image/jpeg", "image/webp")),
        Instruction("timezone", ("Europe/Rome",)),
        Instruction("connect", ("VERSION_1_5_0", "h", "", "s")),
    ]
    assert unknown_parameters(args, {"hostname": "", "prot": "", "b": ""}) == ("b", "prot")


@pytest.mark.parametrize("code", ["512", "519", "768", "771", "797", "9999", "", "x" * 100])
def test_each_code_has_words(code):
    words = words_for(code)
    assert words.startswith("The ")
    assert ("with code" in words) == (code in {"9999", "", "x" * 100})
    assert len(words) < 300
