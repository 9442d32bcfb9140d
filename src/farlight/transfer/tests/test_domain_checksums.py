import os
from xml.etree import ElementTree as ET

from farlight.transfer.domain.checksums import checksum_lines, metalink, packed, sums_of, unpacked
from farlight.transfer.tests.test_domain_archives import an_entry
from farlight.transfer.types import Checksum

NS = {"m": "urn:ietf:params:xml:ns:metalink"}


def a_sum(entry, sha256="ab" * 32):
    return Checksum(
        name=entry.name,
        size_bytes=entry.size_bytes,
        modified_ns=entry.modified_ns,
        inode=entry.inode,
        sha256=sha256,
        crc32=5,
    )


def test_sums_come_back_from_their_package():
    sums = [a_sum(an_entry("a", 1)), a_sum(an_entry("b", 2))]
    assert unpacked(packed(sums)) == sums


def test_a_sum_counts_as_long_as_the_file_is_as_it_was_read():
    entry = an_entry("a", 1)
    sums = sums_of([a_sum(entry)])
    changed = an_entry("a", 2)
    assert (sums.of(entry), sums.of(changed), sums.of(an_entry("b", 1))) == (a_sum(entry), None, None)
    assert sums.unknown([entry, changed]) == [changed]


def test_lists_are_written_as_coreutils_read_them():
    plain, odd, raw, unknown = (an_entry(name, 1) for name in ("a", "b\\c\nd", os.fsdecode(b"\xff"), "e"))
    lines = checksum_lines("x", [plain, odd, raw, unknown], sums_of([a_sum(plain), a_sum(odd), a_sum(raw)]))
    digest = b"ab" * 32
    assert sorted(lines.splitlines()) == sorted(
        [digest + b"  x/a", b"\\" + digest + b"  x/b\\\\c\\nd", digest + b"  x/\xff", b"# not known yet: x/e"]
    )


def test_a_metalink_names_length_sum_and_place():
    known, unknown = an_entry('a<b>&"c', 7), an_entry("d", 8)
    found = ET.fromstring(  # noqa: S314 - our own
        metalink("x", [known, unknown], sums_of([a_sum(known)]), lambda n: f"http://h/{n}?a&b")
    )
    files = [
        (f.get("name"), f.findtext("m:size", None, NS), f.findtext("m:hash", None, NS), f.findtext("m:url", None, NS))
        for f in found.findall("m:file", NS)
    ]
    assert files == [
        ('x/a<b>&"c', "7", "ab" * 32, 'http://h/a<b>&"c?a&b'),
        ("x/d", "8", None, "http://h/d?a&b"),
    ]
