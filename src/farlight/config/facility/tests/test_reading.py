import pytest

from farlight.config.facility.packaged import demo_facility_file
from farlight.config.facility.reading import read_facility
from farlight.kernel.errors import Invalid
from farlight.people.types import ClaimedRole, ProviderDefinition, Role

GOOD = """
[facility]
name = "Test Source"

[[person]]
login = "ann"
given_name = "Ann"
family_name = "Lee"
email = "ann@x.example"

[[beamline]]
code = "b1"
name = "B1"
technique = "diffraction"
[beamline.detector]
name = "D"
shape = [10, 20]
pixel_size_mm = 0.1
min_distance_mm = 50
max_distance_mm = 100
max_rate_hz = 10
[beamline.limits]
min_energy_ev = 6000
max_energy_ev = 9000
min_exposure_time_s = 0.1
[beamline.engine]
devices = "somewhere:build"
options = { folder = "{folder}/x", fast = true }

[[proposal]]
code = "mx1"
title = "T"
principal_investigator = "ann"
[[proposal.substance]]
acronym = "Insu"
name = "Insulin"
[[proposal.container]]
name = "P1"
[[proposal.sample]]
name = "s1"
substance = "Insu"
container = "P1"
slot = 3

[[session]]
code = "mx1-1"
beamline = "b1"
start = "now-1h"
end = "2999-01-01T10:00"
"""


def objections_to(tmp_path, text):
    path = tmp_path / "f.toml"
    path.write_text(text)
    with pytest.raises(Invalid) as refused:
        read_facility(path)
    return [str(objection).replace(f"{path}:", "") for objection in refused.value.objections]


def test_good_file_is_read(tmp_path):
    path = tmp_path / "f.toml"
    path.write_text(GOOD)
    facility = read_facility(path).facility
    assert facility.beamline[0].engine.options == {"folder": f"{tmp_path}/x", "fast": True}
    assert facility.beamline[0].detector.shape == (10, 20)
    assert (facility.session[0].proposal, facility.session[0].start.is_relative) == ("mx1", True)


def test_demo_facility_is_faultless():
    assert read_facility(demo_facility_file()).facility.demo is not None


def test_syntax_error_names_its_line(tmp_path):
    assert objections_to(tmp_path, GOOD.replace('name = "B1"', 'name = "B1')) == [
        "13: Illegal character '\\n'. The line reads: name = \"B1"
    ]
    assert objections_to(tmp_path, "[facility]\nname = [1,\n") == ["3: Invalid value."]


def test_misspelt_keys_are_named_with_the_key_that_was_meant(tmp_path):
    text = (
        GOOD.replace("pixel_size_mm", "pixel_size_um")
        .replace("given_name", "givenname")
        .replace("[[session]]", "[[sesion]]")
    )
    assert objections_to(tmp_path, text) == [
        "5: person[1].given_name: This key is missing.",
        "7: person[1].givenname: There is no such key. Did you mean given_name?",
        "15: beamline[1].detector.pixel_size_mm: This key is missing.",
        "18: beamline[1].detector.pixel_size_um: There is no such key. Did you mean pixel_size_mm?",
        "45: sesion: There is no such key. Did you mean session?",
    ]


def test_wrong_values_are_told_all_at_once(tmp_path):
    text = (
        GOOD.replace('code = "b1"', 'code = "B 1"')
        .replace('email = "ann@x.example"', 'email = "ann@x.example"\nroles = ["king"]')
        .replace("slot = 3", "slot = 3.5")
        .replace('start = "now-1h"', 'start = "yesterday"\naccess_mode = "remot"')
    )
    found = objections_to(tmp_path, text)
    assert [line.split(":")[0] for line in found] == ["10", "13", "44", "49", "50"]
    assert found[0].startswith("10: person[1].roles[1]: 'king': It is not a role")
    assert found[3] == "49: session[1].start: 'yesterday': It looks like now-2h, today+1d 09:00 or 2027-03-01T09:00."
    assert found[4] == "50: session[1].access_mode: 'remot' is not possible here. Did you mean remote?"


def test_references_are_checked(tmp_path):
    text = (
        GOOD.replace('principal_investigator = "ann"', 'principal_investigator = "anne"\nmembers = ["bob"]')
        .replace('beamline = "b1"', 'beamline = "b2"')
        .replace('code = "mx1-1"', 'code = "mx1-2"')
        .replace("slot = 3", "slot = 17")
        .replace('name = "P1"', 'name = "P1"\ntype = "unipuck"')
    )
    assert objections_to(tmp_path, text) == [
        "33: proposal[1].principal_investigator: There is no person 'anne' in this file. Did you mean ann?",
        "34: proposal[1].members[1]: There is no person 'bob' in this file. There are ann.",
        (
            "45: proposal[1].sample[1].slot: A UniPuck has slots 1 to 16, not 17. "
            "Correct the slot, or the type of the container."
        ),
        "48: session[1].code: Sessions of a proposal count 1, 2, 3 in the order of the file: this is mx1-1.",
        "49: session[1].beamline: There is no beamline 'b2' in this file. There are b1.",
    ]


def test_what_stands_twice_is_refused(tmp_path):
    person = GOOD[GOOD.index("[[person]]") : GOOD.index("[[beamline]]")]
    sample = GOOD[GOOD.index("[[proposal.sample]]") : GOOD.index("[[session]]")]
    text = (
        GOOD.replace(sample, sample + sample.replace('"s1"', '"s2"') + '[[proposal.container]]\nname = "P1"\n\n')
        + person
    )
    assert objections_to(tmp_path, text) == [
        "49: proposal[1].sample[2].slot: s1 lies in position 3 of P1 already.",
        "52: proposal[1].container[2].name: 'p1' stands here twice.",
        "60: person[2].login: 'ann' stands here twice.",
        "63: person[2].email: 'ann@x.example' stands here twice.",
    ]


def test_place_is_given_wholly(tmp_path):
    (found,) = objections_to(tmp_path, GOOD.replace("slot = 3", ""))
    assert found == ("39: proposal[1].sample[1]: This: A place is a container and a slot: give both or neither.")


def test_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(Invalid, match="No such file"):
        read_facility(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b"[facility]\nname = 'Universit\xe9'")
    with pytest.raises(Invalid, match=r"latin.toml:2: The file is not UTF-8 text\."):
        read_facility(tmp_path / "latin.toml")


def test_pipelines_are_known_to_the_beamline_and_can_run(tmp_path):
    offered = """
pipelines = ["dials", "dails-quick"]
[[beamline.pipelines_offered]]
code = "dials"
name = "DIALS"
[[beamline.pipelines_offered]]
code = "dials-quick"
name = "DIALS, quick"
options = { d_min_angstrom = 99.0 }
"""
    text = GOOD.replace('technique = "diffraction"\n', f'technique = "diffraction"\n{offered}')
    said = [str(objection) for objection in objections_to(tmp_path, text)]
    assert len(said) == 2
    assert "There is no pipeline offered there, 'dails-quick' in this file. Did you mean dials-quick?" in said[0]
    assert "A resolution lies between 0.3 and 20 Å." in said[1]


def test_what_proposals_bring_is_held_against_types_and_techniques(tmp_path):
    text = (
        GOOD.replace('name = "Insulin"', 'name = "Insulin"\nhazard = "open"\nhazards = { un_number = "18" }')
        .replace(
            'name = "P1"',
            'name = "P1"\n[[proposal.container]]\nname = "G1"\ntype = "grid_box_1"\nlies_in = "P1"\nslot = 1\n'
            '[[proposal.container]]\nname = "G2"\ntype = "puckk"\nlies_in = "P9"\nslot = 1',
        )
        .replace("slot = 3", 'slot = 3\ntechnique = "em_grid"\nbeside = "s0"\nvalues = { mesh = "250" }')
        .replace("[[session]]", '[[proposal.sample]]\nname = "s2"\ntechnique = "em-grid"\n\n[[session]]')
    )
    found = [line.partition(": ")[2] for line in objections_to(tmp_path, text)]
    hazards = {line.split(":")[0].rpartition(".")[2] for line in found if "hazards" in line}
    assert hazards == {"max_mass_mg", "un_number", "un_class"}
    others = [line for line in found if "hazards" not in line]
    assert [line.split(":")[0] for line in others] == [
        "proposal[1].container[2].slot",
        "proposal[1].container[3].type",
        "proposal[1].container[3].lies_in",
        "proposal[1].sample[1].beside",
        "proposal[1].sample[1].values.mesh",
        "proposal[1].sample[2].technique",
    ]
    assert others[0].endswith("Slot 1 of a UniPuck does not take a Grid box 1. It takes: pin.")


def test_a_folder_beside_the_file_adds_types(tmp_path):
    (tmp_path / "containers").mkdir()
    own = 'code = "magazine"\ntitle = "M"\noutline = "rect"\n[[grid]]\nrows = 1\ncolumns = 3\nsize_frac = 0.2\n'
    (tmp_path / "containers" / "m.toml").write_text(own)
    path = tmp_path / "f.toml"
    path.write_text(GOOD.replace('name = "P1"', 'name = "P1"\ntype = "magazine"'))
    assert [one.code for one in read_facility(path).container_types] == ["magazine"]


SIGN_ON = """
[[sign_on]]
code = "keycloak"
name = "Facility account"
issuer = "https://sso.example.org/realms/light"
client_id = "farlight"
secret_env = "KEYCLOAK_SECRET"
second_factor = ["mfa"]

[[sign_on.roles]]
claim = "groups"
value = "/beamline/{beamline}/staff"
role = "local_contact@{beamline}"
"""


def test_providers_are_read_as_people_know_them(tmp_path):
    path = tmp_path / "f.toml"
    path.write_text(GOOD + SIGN_ON)
    rule = ClaimedRole(
        claim="groups", value="/beamline/{beamline}/staff", role=Role.LOCAL_CONTACT, beamline="{beamline}"
    )
    assert [entry.definition() for entry in read_facility(path).facility.sign_on] == [
        ProviderDefinition(
            code="keycloak",
            name="Facility account",
            issuer="https://sso.example.org/realms/light",
            client_id="farlight",
            secret_env="KEYCLOAK_SECRET",
            second_factor=("mfa",),
            roles=(rule,),
        )
    ]


MORE_SIGN_ON = """
[[sign_on.roles]]
claim = "groups"
value = "x"
role = "operator@b7"

[[sign_on.institutes]]
claim = "o"
value = "x"
institute = "Nowhere"

[[sign_on]]
code = "keycloak"
name = "Again"
issuer = "http://localhost:8080"
client_id = "x"
secret_env = "A B"
"""


def test_what_does_not_fit_together_about_providers_is_told_with_line_and_key(tmp_path):
    text = (
        SIGN_ON.replace("https://sso", "http://sso")
        .replace(
            '"KEYCLOAK_SECRET"', '"FARLIGHT_SECRET"\nsecret_file = "/x"\nmakes_accounts = true\nscopes = ["email"]'
        )
        .replace("local_contact@{beamline}", "administrator@{beamline}")
    )
    start = GOOD.count("\n")
    found = [line.split(": ", 2) for line in objections_to(tmp_path, GOOD + text + MORE_SIGN_ON)]
    assert [(int(line) - start, key, why) for line, key, why in found] == [
        (5, "sign_on[1].issuer", "Others can listen to this line. It begins with https://."),
        (7, "sign_on[1].secret_env", "Names that begin with FARLIGHT_ are those of settings. Call it something else."),
        (8, "sign_on[1].secret_file", "The secret comes from a variable already."),
        (
            9,
            "sign_on[1].makes_accounts",
            "Accounts cannot be made from addresses that are not believed. Set believes_addresses = true as well.",
        ),
        (10, "sign_on[1].scopes", "Without openid among them the provider does not say who somebody is."),
        (
            16,
            "sign_on[1].roles[1].role",
            "Claims make nobody an administrator here. If they really shall, set gives_administrator = true.",
        ),
        (21, "sign_on[1].roles[2].role", "There is no beamline 'b7' in this file. There are b1."),
        (26, "sign_on[1].institutes[1].institute", "There is no institute 'Nowhere' in this file."),
        (29, "sign_on[2].code", "'keycloak' stands here twice."),
        (33, "sign_on[2].secret_env", "'A B' is no name of a variable."),
    ]


@pytest.mark.parametrize(
    ("value", "role"),
    [
        ("x", "king"),
        ("x", "operator@{beamline}"),
        ("{beamline}", "operator"),
        ("{beamline}{beamline}", "operator@{beamline}"),
    ],
)
def test_rules_for_roles_are_whole(tmp_path, value, role):
    text = SIGN_ON.replace("/beamline/{beamline}/staff", value).replace("local_contact@{beamline}", role)
    (said,) = objections_to(tmp_path, GOOD + text)
    assert "sign_on[1].roles[1]" in said


COMPUTERS = """
[[beamline.computers]]
name = "b1-control"
login = "users"
[[beamline.computers]]
name = "b1-control"
port = 0
[[beamline.computers]]
name = "b1 gui"
sudo = true
"""


def test_computers_are_checked_by_line_and_key(tmp_path):
    path = tmp_path / "f.toml"
    path.write_text(GOOD.replace("[[proposal]]", COMPUTERS + "[[proposal]]", 1))
    with pytest.raises(Invalid) as refused:
        read_facility(path)
    told = [str(objection) for objection in refused.value.objections]
    assert [word for word in ("port", "name", "sudo") if any(word in line for line in told)] == ["port", "name", "sudo"]
    path.write_text(GOOD.replace("[[proposal]]", COMPUTERS.split("port", maxsplit=1)[0] + "[[proposal]]", 1))
    with pytest.raises(Invalid) as refused:
        read_facility(path)
    told = " ".join(str(objection) for objection in refused.value.objections)
    assert ("stands here twice" in told, "need the gateway's private key" in told) == (True, True)


def test_trainings_that_nobody_teaches_are_named(tmp_path):
    taught = '\n[[training]]\ncode = "radiation"\nname = "Radiation safety"\n'
    text = GOOD.replace('login = "ann"', 'login = "ann"\ntrainings = { radiaton = "now+1d" }')
    text = text.replace('code = "b1"\n', 'code = "b1"\ntrainings = ["radiation", "laser"]\n', 1) + taught
    assert [line.partition(": ")[2] for line in objections_to(tmp_path, text)] == [
        "person[1].trainings.radiaton: There is no training 'radiaton' in this file. Did you mean radiation?",
        "beamline[1].trainings[2]: There is no training 'laser' in this file. There are radiation.",
    ]
