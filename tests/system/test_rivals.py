"""A member of the rival group sees nothing of a session, on any page, operation, stream or file.

The tables are the interface's own: a new operation or page is walked by itself, and the test fails while it has no
example parameters.
"""

import pytest
from asgiref.sync import async_to_sync

from tests.system import rivals
from tests.system.bodies import BODIES, body_for
from tests.system.rivals import METHODS, NAMES, PHANTOM, SECRETS

pytestmark = pytest.mark.timeout(600)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WITHOUT_CODE = {
    "list_sessions",
    "home",
    "session_list",
    "report_part",
    "token_list",
    "token_revoke",
    "people_list",
    "person_detail",
    "person_lock",
    "person_unlock",
    "find_cells",
    "cell_search",
    "own_mails",
    "mail_pace",
    "choose_pace",
    "mail_preferences",
    "mail_list",
    "mail_settings",
    "list_substances",
    "substance_list",
    "substance_new",
    "list_hazard_profiles_due",
    "hazard_list",
    "search_samples",
    "sample_list",
    "sample_start",
    "sample_prepare",
    "sample_declare",
    "sample_grid",
    "list_container_types",
    "list_containers",
    "register_facility_container",
    "container_list",
    "container_new",
    "list_sheet_profiles",
    "sheet_list",
    "sheet_send",
    "list_techniques",
    "technique_schema",
    "sheet_template",
    "list_parcels",
    "shipment_list",
    "shipment_new",
    "parcels_due_for_review",
    "review_list",
    "take_scans",
    "known_things",
    "thing_scanned",
    "scan_page",
    "scan_offline",
    "scan_verbs",
    "stores_page",
    "stores_news",
    "wall_news",
    "dewar_list",
    "parcel_breakdown",
    "parcel_figures",
    "parcel_csv",
    "parcel_xlsx",
    "line_down",
    "desktop_wall",
    "line_up",
    "key_list",
    "key_remove",
    "certificate_list",
    "certificate_revoke",
    "recording_list",
    "audit_list",
    "audit_export",
    "passport_list",
    "passport_end",
    "configuration",
    "authorization",
    "token",
    "logout",
    "machine_list",
    "machine_revoke",
    "list_trainings",
    "own_trainings",
    "people_lacking_trainings",
    "trainings_of",
    "note_training",
    "withdraw_training",
    "note_trainings",
    "training_list",
    "training_batch",
    "person_trainings",
    "training_withdraw",
    "person_invite",
    "person_invite_again",
    "person_reset_factors",
    "confirm",
    "security",
    "one_time_codes_add",
    "one_time_codes_remove",
    "passkey_add",
    "passkey_rename",
    "passkey_remove",
    "recovery_codes_make",
    "sign_in_end",
    "sign_out_everywhere",
    "second_step",
    "passkey_enter",
    "invitation",
    "elsewhere_link",
    "elsewhere_unlink",
    "signed_out",
}
"""What is about no session: lists of one's own, and parts of pages that everybody has."""

PUBLIC = {
    "report_part",
    "scan_offline",
    "mail_settings",
    "second_step",
    "passkey_enter",
    "invitation",
    "elsewhere_begin",
    "elsewhere_back",
    "elsewhere_link",
    "elsewhere_logout",
    "signed_out",
}
"""Programs that pages load; the same for everybody. What a signed link opens refuses a wrong one by itself."""

LEFT_OUT = {"t"}
"""Addresses that begin so show a parcel's state to whoever has its code, and nothing else of it."""

ENDLESS = {"stores_news", "wall_news"}
"""Streams by which pages of the facility hear that something changed; they tell nothing."""

CHALLENGES = {"passkey_enter", "passkey_add", "confirm", "one_time_codes_add", "line_down"}
"""What says something drawn by lot, new each time, to whoever comes in or measures the line."""

QUESTIONS = ("q", "proposal", "container", "substance", "technique", "cursor")
"""What lists of pages take from their address."""

SOUGHT = {"sample", "substance", "container", "barcode", "shipment", "proposals:", "containers:", "parcels:"}
"""What a rival may have heard of, or guesses."""

READING = ("get", "head", "options")
FORM = {"text": "x", "command": "pause", "to": "0"}


@pytest.fixture
def groups(db, settings):
    settings.FARLIGHT_NOTEBOOKS_TOKEN = "of-the-test"
    return rivals.make_two_groups()


@pytest.fixture
def rival(client, groups):
    client.force_login(groups.rival, backend=BACKEND)
    return client


def known_blanks(groups):
    return {*groups.examples, "code", "name"}


def test_every_operation_and_page_has_example_parameters(groups):
    for address in (*rivals.operations(), *rivals.pages()):
        assert set(address.blanks) <= known_blanks(groups), f"{address.name} needs examples in tests/system/rivals.py"
        assert "name" not in address.blanks or address.name in {*NAMES, *WITHOUT_CODE}, address.name
        is_about = {"code", "proposal", "sheet"} & set(address.blanks)
        assert is_about or address.name in WITHOUT_CODE, f"{address.name} is about no session?"
    bodies = {operation.name for operation in rivals.operations() if operation.takes_body}
    assert set(BODIES) <= bodies


def answers(client, groups, address, method, **arguments):
    """What is said about the session, and what about one that does not exist."""
    return tuple(
        rivals.what_is_said(
            getattr(client, method)(address.filled(session, groups.examples), **arguments), session, groups.examples
        )
        for session in (groups.session, PHANTOM)
    )


def every_call():
    """Every operation by every method, and every page by those that only read, with a body that is right."""
    operations, done = set(rivals.operations()), set()
    for address in (*rivals.operations(), *rivals.pages()):
        if address.thing in LEFT_OUT or address.name in ENDLESS | CHALLENGES or address.pattern in done:
            continue
        done.add(address.pattern)
        for method in METHODS if address in operations else READING:
            yield address, method, body_for(address.pattern, method)


def test_the_session_looks_as_if_it_did_not_exist(rival, groups):
    differing, open_ones, telling = [], [], []
    for address, method, arguments in every_call():
        call = f"{method} {address.pattern}"
        (status, headers, text), none = answers(rival, groups, address, method, **arguments)
        differing += [call] if (status, headers, text) != none else []
        open_ones += [call] if address.name not in WITHOUT_CODE and status not in {404, 405} else []
        own_words = text.replace(address.filled(PHANTOM, groups.examples), "")
        telling += [f"{call} tells the {what}" for what, secret in SECRETS.items() if secret in own_words]
    assert (differing, open_ones, telling) == ([], [], [])


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_forms_are_refused_like_those_of_a_session_that_does_not_exist(rival, groups, headers):
    differing, open_ones = [], []
    for page in rivals.pages():
        if page.thing in LEFT_OUT or page.name in ENDLESS | CHALLENGES:
            continue
        real, none = answers(rival, groups, page, "post", data=FORM, headers=headers)
        differing += [page.pattern] if real != none and page.name not in WITHOUT_CODE else []
        open_ones += [page.pattern] if page.name not in WITHOUT_CODE and real[0] not in {404, 405} else []
    assert (differing, open_ones) == ([], [])


def test_a_stranger_is_asked_who_it_is(client, groups):
    differing, open_ones = [], []
    for address, method, arguments in every_call():
        call = f"{method} {address.pattern}"
        real, none = answers(client, groups, address, method, **arguments)
        status, headers, _ = real
        to_login = status == 302 and headers["Location"].startswith("/accounts/login/")
        differing += [call] if real != none else []
        open_ones += [call] if not to_login and status not in {401, 405} and address.name not in PUBLIC else []
    assert (differing, open_ones) == ([], [])


def test_the_rivals_lists_hold_their_own_alone(rival, groups):
    listed = rival.get("/api/v1/sessions").json()["items"]
    assert [session["code"] for session in listed] == ["mx9999-1"]
    for page in ("/", "/sessions/", "/sessions/?q=secret", f"/sessions/?q={groups.session}"):
        text = rival.get(page).content.decode()
        assert f"/sessions/{groups.session}/" not in text
        assert not any(secret in text for secret in SECRETS.values())


def searches():
    """Every list that takes words or codes: its address, and the names of what is asked."""
    for operation in rivals.operations():
        if not operation.blanks and operation.questions and operation.name not in ENDLESS | CHALLENGES:
            yield operation.pattern, operation.questions
    for page in rivals.pages():
        if not page.blanks and page.name in WITHOUT_CODE - ENDLESS - CHALLENGES:
            yield page.pattern, QUESTIONS


@pytest.mark.slow
def test_searching_for_what_there_is_finds_as_much_as_searching_for_what_there_is_not(rival, groups):
    """Nor does a guessed code: what is asked for may stand in the answer, and nothing else differs."""
    real = {key: word for key, word in {**SECRETS, **groups.examples}.items() if key in SOUGHT}
    differing, asked = [], 0
    for pattern, questions in searches():
        for question in questions:
            for what, word in real.items():
                asked += 1
                # Once more, as a clock that is shown may just have moved on.
                tells = all(differs(rival, groups, pattern, question, word) for _ in range(2))
                differing += [f"{pattern}?{question}= {what}"] if tells else []
    assert differing == []
    assert asked > 1000


def differs(rival, groups, pattern, question, word):
    """Whether a word is answered otherwise than nonsense."""
    one, other = (
        without(rivals.what_is_said(rival.get(pattern, {question: asked}), groups.session, {}), asked)
        for asked in (word, rivals.unlike(word))
    )
    return one != other


def without(said, word):
    """An answer without the word that was asked for."""
    status, headers, text = said
    return status, {key: value.replace(word, "") for key, value in headers.items()}, text.replace(word, "")


def test_all_this_could_have_leaked(client, groups):
    """The session's leader gets every secret from some operation or page: so there was something to hide."""
    client.force_login(groups.leader, backend=BACKEND)
    told = ""
    for address in (*rivals.operations(), *rivals.pages()):
        if address.name in {"session_events", "parcel_news", "picture", "image_detail", *ENDLESS, *WITHOUT_CODE}:
            continue
        response = client.get(address.filled(groups.session, groups.examples))
        told += body_of(response).decode(errors="replace")
    assert [what for what, secret in SECRETS.items() if secret not in told] == []


def body_of(response):
    if not response.streaming:
        return response.content
    return joined(response) if response.is_async else b"".join(response.streaming_content)


@async_to_sync
async def joined(response):
    return b"".join([part async for part in response.streaming_content])
