"""Somebody signs out on a phone that others use: what the server said is forgotten, what waits to be sent is not."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages.login import LoginPage

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(300)]
KEEP = """async () => {
  const made = indexedDB.open("farlight-scanner", 1);
  made.onupgradeneeded = () => {
    made.result.createObjectStore("outbox", { keyPath: "client_id" });
    made.result.createObjectStore("known", { keyPath: "person" });
  };
  await new Promise((done) => (made.onsuccess = done));
  const change = made.result.transaction(["outbox", "known"], "readwrite");
  change.objectStore("outbox").put({ client_id: "c1", person: "mira" });
  change.objectStore("known").put({ person: "mira", things: ["a dewar of mx1001"] });
  await new Promise((done) => (change.oncomplete = done));
  made.result.close();
}"""
KEPT = """async () => {
  const made = indexedDB.open("farlight-scanner");
  await new Promise((done) => (made.onsuccess = done));
  const look = made.result.transaction(["outbox", "known"]);
  const counts = ["known", "outbox"].map((name) => look.objectStore(name).count());
  await new Promise((done) => (look.oncomplete = done));
  made.result.close();
  return counts.map((one) => one.result);
}"""


def test_what_a_login_knew_goes_with_it_and_what_waits_stays(page: Page, password: str) -> None:
    LoginPage(page).log_in("mira", password)
    page.evaluate(KEEP)
    page.goto("/accounts/logout/")
    assert page.evaluate(KEPT) == [1, 1]
    with page.expect_response(lambda one: one.request.method == "POST" and one.url.endswith("/logout/")) as answered:
        page.get_by_role("main").get_by_role("button", name="Log out").click()
    assert answered.value.header_value("Clear-Site-Data") == '"cache"'
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate(KEPT) == [0, 1]
