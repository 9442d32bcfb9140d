"""The chain tells every change."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from farlight.audit.domain.chain import GENESIS, Link, PersonalPart, digest_of_personal, faults_in, hash_of
from farlight.audit.types import AuditGroup, AuditKind, ChainFault

START = datetime(2030, 5, 6, 8, tzinfo=UTC)


def chain(length):
    """Links as they are sealed."""
    links, previous = [], GENESIS
    for number in range(1, length + 1):
        personal = PersonalPart(by="ada", about="rolf", address="192.0.2.7", details=json.dumps({"n": number}))
        parts = {"at": START + timedelta(seconds=number), "kind": "signed_in", "session_code": ""}
        digest = digest_of_personal(personal, salt=f"salt{number}")
        sealed = hash_of(previous=previous, number=number, digest=digest, **parts)
        link = Link(number=number, digest=digest, hash=sealed, salt=f"salt{number}", personal=personal, **parts)
        links.append(link)
        previous = sealed
    return links


def faults(links, reached=5, noted=None):
    return list(faults_in(links, reached=reached, noted=noted or {}))


def test_a_chain_holds_also_without_personal_parts():
    links = chain(5)
    assert faults(links) == []
    nobody = PersonalPart(by="", about="", address="", details="{}")
    assert faults([replace(link, salt="", personal=nobody) for link in links]) == []
    assert faults([], reached=0) == []


@pytest.mark.parametrize(
    "change",
    [
        {"at": START},
        {"kind": "signed_out"},
        {"session_code": "mx1-1"},
        {"digest": "0" * 64, "salt": ""},
    ],
)
def test_a_changed_record_is_told(change):
    links = chain(5)
    links[2] = replace(links[2], **change)
    assert faults(links) == [(3, ChainFault.CHANGED)]


def test_a_changed_person_is_told():
    links = chain(5)
    links[2] = replace(links[2], personal=replace(links[2].personal, by="eve"))
    assert faults(links) == [(3, ChainFault.PERSONAL_CHANGED)]


def test_a_record_that_was_sealed_anew_breaks_the_next():
    links = chain(5)
    parts = {"at": links[2].at, "kind": "token_issued", "session_code": ""}
    sealed = hash_of(previous=links[1].hash, number=3, digest=links[2].digest, **parts)
    links[2] = replace(links[2], kind="token_issued", hash=sealed)
    assert faults(links) == [(4, ChainFault.CHANGED)]


def test_missing_and_cut_records_are_told():
    links = chain(5)
    assert faults([*links[:1], *links[3:]]) == [(2, ChainFault.MISSING), (3, ChainFault.MISSING)]
    assert faults(links[:3]) == [(4, ChainFault.CUT)]
    assert faults(links[:3], reached=3, noted={5: links[4].hash}) == [(4, ChainFault.CUT)]


def test_a_chain_written_anew_is_told_by_what_was_noted_outside():
    links = chain(5)
    assert faults(links, noted={3: links[2].hash}) == []
    assert faults(links, noted={3: "f" * 64}) == [(3, ChainFault.OTHER)]


def test_every_kind_has_a_group_and_words():
    assert {kind.group for kind in AuditKind} == set(AuditGroup)
    assert [AuditKind.TOKEN_ISSUED.label, AuditGroup.SIGN_ON.label, AuditGroup.FILES.label] == [
        "Token issued",
        "Sign-on",
        "Files",
    ]
    assert len({fault.label for fault in ChainFault}) == len(ChainFault)
