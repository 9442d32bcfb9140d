"""A desktop in a browser."""

import time
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PATIENCE_S = 30.0
PATH = "/sessions/mx1001-2/desktops/control-room/"


class DesktopPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.screen = page.locator("remote-desktop")
        self.control = page.locator("#desktop-control")

    def open(self) -> None:
        self.page.goto(PATH)
        self.expect_picture()

    def start(self) -> None:
        """Start the desktop from the session's page; one that an earlier test left is closed first."""
        self.close_what_is_left()
        self.page.get_by_role("button", name="Start Control room").click()
        self.expect_picture()

    def close_what_is_left(self) -> None:
        """Look at the session's page, and close the desktop if it is open."""
        self.page.goto("/sessions/mx1001-2/")
        begin = self.page.get_by_role("button", name="Start Control room")
        left = self.page.locator("#desktops-card").get_by_role("link", name="Control room")
        expect(begin.or_(left)).to_be_visible()
        if left.is_visible():
            self.open()
            self.close()
            self.page.goto("/sessions/mx1001-2/")

    def close(self) -> None:
        """Close the desktop for everybody, and wait until it is."""
        self.page.once("dialog", lambda dialog: dialog.accept())
        self.press("Close the desktop")
        expect(self.control.get_by_role("button", name="Start it anew")).to_be_visible()

    def expect_picture(self) -> None:
        """Wait until the remote screen is there: live, and not of one colour."""
        expect(self.screen).to_have_attribute("data-live", "")
        self.until(
            """() => {
                const canvas = document.querySelector('[data-canvas] canvas');
                if (!canvas || !canvas.width) return false;
                const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                return new Set(Array.from({ length: 400 }, (_, n) => pixels[4 * 2557 * n])).size > 3;
            }"""
        )

    def until(self, question: str) -> None:
        """Ask the page until it says yes; a strict policy lets nothing be asked inside it again and again."""
        end_s = time.monotonic() + PATIENCE_S
        while not self.page.evaluate(question):
            assert time.monotonic() < end_s, question
            self.page.wait_for_timeout(100)

    def role(self, role: str) -> None:
        expect(self.control).to_have_attribute("data-role", role)

    def press(self, name: str) -> None:
        self.control.get_by_role("button", name=name).click()

    def type(self, text: str) -> None:
        """Click into the notes of the shift, and type."""
        box = self.canvas.bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + 0.72 * box["width"], box["y"] + 0.77 * box["height"])
        self.page.keyboard.type(text)

    @property
    def canvas(self) -> Locator:
        return self.page.locator("[data-canvas] canvas").first

    def notes(self) -> list[int]:
        """The pixels of the notes, as the browser shows them: the dark ones of each row."""
        found: list[int] = self.page.evaluate(
            """() => {
                const canvas = document.querySelector('[data-canvas] canvas');
                const [x, y, w, h] = [632, 503, 600, 200];
                const pixels = canvas.getContext('2d').getImageData(x, y, w, h).data;
                return Array.from({ length: h }, (_, row) => {
                    let dark = 0;
                    for (let column = 0; column < w; column += 1) dark += pixels[4 * (row * w + column)] < 100;
                    return dark;
                });
            }"""
        )
        return found

    def dark(self) -> int:
        """How much is written in the notes."""
        return sum(self.notes())

    def lag(self, latency_ms: int) -> None:
        """Let each answer of the server come so much later."""
        line = self.page.context.new_cdp_session(self.page)
        line.send("Network.enable")
        rates = {"downloadThroughput": -1, "uploadThroughput": -1}
        line.send("Network.emulateNetworkConditions", {"offline": False, "latency": latency_ms, **rates})

    def picture(self, path: Path) -> None:
        self.page.screenshot(path=str(path))
