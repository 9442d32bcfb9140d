"""Desktops in a facility file that a Guacamole server reaches."""

import pytest
from pydantic import TypeAdapter, ValidationError

from farlight.beamlines.types import DesktopDefinition, DesktopHome, GuacamolePlace, GuacamoleProtocol, GuacdAddress
from farlight.config.facility.desktops import DesktopEntry

ENTRY = TypeAdapter(DesktopEntry)
WRITTEN = {
    "protocol": "rdp",
    "guacd": {"address": "guacd.example:4822", "tls": True},
    "parameters": {"hostname": "pc.example"},
    "secret_files": {"password": "/etc/farlight/pc"},
}
DEFINED = GuacamolePlace(
    protocol=GuacamoleProtocol.RDP,
    guacd=GuacdAddress(address="guacd.example:4822", tls=True),
    parameters={"hostname": "pc.example"},
    secret_files={"password": "/etc/farlight/pc"},
)


def read(**changes):
    return ENTRY.validate_python({"code": "pc", "name": "PC", "guacamole": WRITTEN} | changes)


def test_it_is_kept_as_it_was_written():
    kept = TypeAdapter(DesktopDefinition).validate_python(ENTRY.dump_python(read(), mode="json"))
    assert kept == DesktopDefinition(code="pc", name="PC", guacamole=DEFINED)
    assert kept.home is DesktopHome.GUACAMOLE


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"parameters": {"password": "x"}}, "Write `password` into a file"),
        ({"parameters": {"gateway-password": "x"}}, "Write `gateway-password` into a file"),
        ({"parameters": {"private-key": "x"}}, "Write `private-key` into a file"),
        ({"parameters": {"read-only": "true"}}, "Leave `read-only` out"),
        ({"secret_files": {"read-only": "/x"}}, "Leave `read-only` out"),
        ({"secret_files": {"password": "relative"}}, "should match pattern"),
        ({"parameters": {"Host Name": "x"}}, "should match pattern"),
        ({"protocol": "telnet"}, "'vnc', 'rdp' or 'ssh'"),
        ({"guacd": {"address": "guacd.example"}}, "should match pattern"),
    ],
)
def test_what_does_not_fit_is_said(changes, words):
    with pytest.raises(ValidationError, match=words):
        read(guacamole=WRITTEN | changes)


@pytest.mark.parametrize("other", [{"address": "pc.example:5900"}, {"slurm": {}}])
def test_a_desktop_is_in_one_place(other):
    with pytest.raises(ValidationError, match="leave all but one out"):
        read(**other)
