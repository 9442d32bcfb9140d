"""The page of an image, with the viewer in the browser."""

import base64
import io
import re
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

SHOWN_S = 30


class ViewerPage:
    def __init__(self, page: Page, session: str, run: int) -> None:
        self.page, self.session, self.run = page, session, run

    def open(self, image: int, looks: str = "") -> None:
        self.page.goto(f"/sessions/{self.session}/runs/{self.run}/images/{image}/{looks}")
        self.expect_exact()

    def expect_exact(self) -> None:
        """Wait until every pixel of the image that is wanted is there."""
        expect(self.page.locator(".fl-dv-badge")).to_have_text("exact", timeout=SHOWN_S * 1000)
        self.page.wait_for_function(
            "() => { const room = document.querySelector('diffraction-viewer').room;"
            " return room.pane.drawn?.image === room.desk.looks.image && room.pane.lane === 'exact'; }"
        )

    def expect_image(self, image: int, last: int, timeout_s: float = 20) -> None:
        heading = self.page.get_by_role("heading", level=1)
        expect(heading).to_contain_text(f"Image {image} of {last}", timeout=timeout_s * 1000)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def view(self) -> dict[str, float]:
        """What part of the frame the canvas shows, and how many of its pixels one of the page holds."""
        found: dict[str, float] = self.page.evaluate(
            "(() => { const { pane } = document.querySelector('diffraction-viewer').room;"
            " return { ...pane.view, density: pane.density }; })()"
        )
        return found

    def point_of(self, slow: float, fast: float) -> tuple[float, float]:
        """Return where a detector position stands in the window of the browser."""
        view, box = self.view, self.stage.bounding_box()
        assert box is not None
        across, down = (fast - view["fast_px"]) * view["scale"], (slow - view["slow_px"]) * view["scale"]
        return box["x"] + across / view["density"], box["y"] + down / view["density"]

    def point_at(self, slow: int, fast: int) -> None:
        """Move the mouse to the middle of a pixel."""
        self.page.mouse.move(*self.point_of(slow + 0.5, fast + 0.5))

    def reading(self, name: str) -> Locator:
        return self.page.locator(f"[data-value='{name}'] dd")

    @property
    def stage(self) -> Locator:
        return self.page.locator(".fl-dv-pane").first

    @property
    def status(self) -> Locator:
        return self.page.locator("diffraction-viewer [aria-live=polite]")

    def overlay(self) -> Any:
        """Return how opaque what is drawn over the picture is: rows x columns of the canvas, from 0 to 255."""
        address: str = self.page.evaluate("document.querySelector('.fl-dv-over').toDataURL('image/png')")
        picture = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))
        return np.asarray(picture.convert("RGBA"))[:, :, 3]

    def image_number(self) -> int:
        found = re.search(r"Image (\d+)", self.page.get_by_role("heading", level=1).inner_text())
        assert found is not None
        return int(found[1])
