import pytest
from bs4 import BeautifulSoup
from django.test import Client

from farlight.kernel.time import utc_now
from farlight.shipping.services.facts import contents_hash_of
from farlight.shipping.services.papers import print_label
from farlight.shipping.tests.conftest import BACKEND
from farlight.shipping.tests.factories import bring_parcel_to, make_puck, move_parcel, put_in
from farlight.shipping.types import Move
from farlight.shipping.web.views.papers import NOTHING_RUNS


@pytest.fixture
def approved(parcel, ada):
    put_in(parcel, make_puck(pins=2))
    move_parcel(parcel, Move.SUBMIT, ada)
    return parcel


def as_person(person):
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def bright(answer):
    return [button.get_text(" ", strip=True) for button in soup(answer).select("main .btn-primary")]


def test_the_next_step_is_the_bright_button(approved, ada):
    browser, page = as_person(ada), f"/parcels/{approved.code}/papers/"
    first = browser.get(page)
    assert (first.status_code, bright(first)) == (200, ["Print the label"])
    printed = browser.post(f"{page}print/", {"size": "100x150"})
    assert (printed.status_code, printed["Location"]) == (302, f"{page}label.pdf?size=100x150")
    file = browser.get(printed["Location"])
    assert (file["Content-Type"], file["Content-Disposition"][:6], file.content[:5]) == (
        "application/pdf", "inline", b"%PDF-"
    )  # fmt: skip
    assert (file["Content-Security-Policy"], file["Cache-Control"].split(", ")[-1]) == (NOTHING_RUNS, "private")
    assert bright(browser.get(page)) == ["A4 label"]
    assert browser.get(f"{page}label.pdf?size=a4&keep")["Content-Disposition"].startswith("attachment")


def test_what_stands_in_the_way_is_said(parcel, ada):
    put_in(parcel, make_puck(hazard=None))
    browser, page = as_person(ada), f"/parcels/{parcel.code}/papers/"
    assert bright(browser.get(page)) == ["What is still to be done"]
    assert browser.post(f"{page}print/").status_code == 422
    assert browser.get(f"{page}label.pdf").status_code == 409


def test_others_see_nothing(approved, ada, rival, stores):
    page = f"/parcels/{approved.code}/papers/"
    paths = [page, f"{page}label.pdf", f"{page}contents.pdf", f"{page}outbound.pdf"]
    print_label(ada, approved.code, now=utc_now())
    assert [as_person(rival).get(path).status_code for path in paths] == [404] * 4
    assert [as_person(stores).get(path).status_code for path in paths] == [200, 200, 403, 200]
    assert as_person(rival).post(f"{page}print/").status_code == 404
    assert [Client().get(path).status_code for path in paths] == [302] * 4
    names = soup(as_person(stores).get(page)).get_text()
    assert ("Pin list" in names, "lyso" in names) == (False, False)


def test_what_has_left_needs_no_label(parcel, ada, stores, safety):
    put_in(parcel, make_puck())
    bring_parcel_to(parcel, Move.POST, sender=ada, staff=stores, safety=safety)
    page = as_person(ada).get(f"/parcels/{parcel.code}/papers/")
    assert "it needs no label any more" in page.content.decode()
    assert "This cannot be done now" not in page.content.decode()
    every = as_person(ada).get(f"/parcels/{parcel.code}/papers/all.pdf").content
    assert (b"Pin list" in every, b"Tracking label" in every) == (True, False)


@pytest.mark.parametrize(
    "path", ["strange.pdf", "contents.pdf?size=a3", "dangerous-goods.pdf", "contents.pdf?size=100x150"]
)
def test_papers_that_there_are_not(approved, ada, path):
    assert as_person(ada).get(f"/parcels/{approved.code}/papers/{path}").status_code == 404


def test_papers_by_rest(approved, ada, rival):
    program, base = as_person(ada), f"/api/v1/parcels/{approved.code}"
    said = program.get(f"{base}/papers").json()
    assert (said["label"], [p["name"] for p in said["papers"]][:3]) == (
        "to_be_printed",
        ["label", "outbound", "return"],
    )
    assert program.get(f"{base}/papers/label").status_code == 409
    printed = program.post(f"{base}/label")
    assert printed.json() == {"state": "labelled", "content_hash": said["content_hash"]}
    file = program.get(f"{base}/papers/label?size=100x150")
    assert (file["Content-Type"], file.content[:5]) == ("application/pdf", b"%PDF-")
    assert (file["Cache-Control"], file["Content-Disposition"][:10]) == ("private, no-store", "attachment")
    assert program.get(f"{base}/papers/strange").status_code == 422
    stranger = as_person(rival)
    paths = [f"{base}/papers", f"{base}/papers/outbound"]
    assert [stranger.get(path).status_code for path in paths] == [404, 404]
    assert stranger.post(f"{base}/label").status_code == 404


def test_all_papers_come_in_one(approved, ada, rival, stores):
    page, program = f"/parcels/{approved.code}/papers/", f"/api/v1/parcels/{approved.code}/papers.pdf"
    browser = as_person(ada)
    assert "All in one" in browser.get(page).content.decode()
    before = browser.get(f"{page}all.pdf")
    print_label(ada, approved.code, now=utc_now())
    after = browser.get(f"{page}all.pdf?size=letter&keep")
    assert (before.content[:5], b"Tracking label" in before.content, b"Tracking label" in after.content) == (
        b"%PDF-", False, True
    )  # fmt: skip
    assert after["Content-Disposition"].endswith('-papers.pdf"')
    assert b"Pin list" in after.content
    assert b"Pin list" not in as_person(stores).get(f"{page}all.pdf").content
    assert browser.get(program).content[:5] == b"%PDF-"
    assert [browser.get(path + "?size=100x150").status_code for path in (f"{page}all.pdf", program)] == [404, 404]
    assert [as_person(rival).get(path).status_code for path in (f"{page}all.pdf", program)] == [404, 404]


def test_whoever_holds_a_label_hears_whether_it_is_outdated(approved, ada, stores, safety):
    anybody, place = Client(), f"/t/{approved.code}/label/"
    done = print_label(ada, approved.code, now=utc_now())
    mark = done.status.label_hash[:8]

    def judged(text):
        return anybody.get(place, {"mark": text}).json()["is_current"]

    assert [judged(text) for text in (mark, mark.upper(), "00000000", mark[:3], "")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    put_in(approved, make_puck(name="CPS-2", acronym="ins"))
    assert judged(mark) is False
    assert [Client().get(f"/t/{code}/label/?mark=3fa9").status_code for code in ("nothing", "222222222222")] == [
        404,
        404,
    ]
    assert BeautifulSoup(anybody.get(f"/t/{approved.code}").content, "html.parser").select_one("[data-label]")


def test_a_label_stays_current_on_the_road_whatever_is_corrected(parcel, ada, stores, safety):
    put_in(parcel, make_puck())
    bring_parcel_to(parcel, Move.POST, sender=ada, staff=stores, safety=safety)
    mark = contents_hash_of(parcel)[:8]
    put_in(parcel, make_puck(name="CPS-2", acronym="ins"))
    assert Client().get(f"/t/{parcel.code}/label/", {"mark": mark}).json() == {"is_current": True}
