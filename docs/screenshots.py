"""Take the pictures of these pages, and of the README, from a running demo.

    farlight demo &
    python docs/screenshots.py --address http://127.0.0.1:8000

The demo needs a session that is running, with at least one run; the newest run with a result is shown.
"""

import argparse
import io
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
IMAGES = HERE / "images"
DEMO = HERE.parent / "facility" / "demo.toml"
SIZES = {"wide": (1440, 900), "phone": (390, 844)}
QUALITY = 82
LARGEST_BYTES = 300_000
SETTLE_MS = 2000
KEEPER = "ruth"
"""Who looks after accounts in the demo facility."""
CONTACT = "lena"
"""Who looks after sessions at the beamline."""
GUARD = "piet"
"""Who looks after security."""
DESKTOP = "control-room"
TIME_ZONE = "Europe/Stockholm"
"""Where the person of the demo lives."""


@dataclass(frozen=True)
class Shot:
    """A page worth a picture."""

    name: str
    path: str
    full_page: bool = False


def shots(page: Page, address: str, session: str) -> Iterator[Shot]:
    """Every page to picture; which run and result is asked of the REST interface."""
    yield Shot("home", "/")
    yield Shot("session", f"/sessions/{session}/")
    yield Shot("queue", f"/sessions/{session}/queue/")
    yield Shot("team", f"/sessions/{session}/team/")
    yield Shot("access", f"/sessions/{session}/access/")
    yield Shot("readiness", f"/sessions/{session}/readiness/")
    yield Shot("tokens", "/account/tokens/")
    yield Shot("security", "/account/security/")
    yield Shot("sample-grid", "/samples/new/mx_crystal/many/?proposal=mx1001&substance=Lyso&count=16")
    base = f"{address}/api/v1/sessions/{session}/runs"
    runs = page.request.get(base).json()["items"]
    with_images = [run for run in runs if run["frames"]]
    done = [(run, p) for run in with_images if (p := finished(page, f"{base}/{run['number']}/processings"))]
    if with_images:
        number = (done[0][0] if done else with_images[0])["number"]
        yield Shot("run", f"/sessions/{session}/runs/{number}/")
        images = f"/sessions/{session}/runs/{number}/images"
        yield Shot("viewer", f"{images}/1/?rings=1&spots=1&contrast=2.25&radial=1")
        yield Shot("viewer-counts", f"{images}/1/?zoom=60&at=0.42,0.56&predictions=1&spots=1&colours=viridis")
        yield Shot("viewer-beside", f"{images}/1/?beside=2&invert=1&ice=1&zoom=2&at=0.5,0.5")
        yield Shot("files", f"/sessions/{session}/runs/{number}/files/")
    if done:
        run, processing = done[0]
        yield Shot("result", f"/sessions/{session}/runs/{run['number']}/processings/{processing['number']}/")


def finished(page: Page, address: str) -> Any:
    """Return the newest finished processing at an address; None when there is none."""
    body = page.request.get(address).json()
    found = body["items"] if isinstance(body, dict) else body
    return next((p for p in found if p["state"] == "finished"), None)


def sign_in(page: Page, address: str, login: str) -> None:
    """Sign in as somebody of the demo facility."""
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", tomllib.loads(DEMO.read_text())["demo"]["password"])
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/")


def sign_in_anew(page: Page, address: str, login: str) -> None:
    """Sign in as somebody else."""
    page.context.clear_cookies()
    sign_in(page, address, login)


def save(page: Page, name: str, *, full_page: bool) -> None:
    """Write a picture of the page as it is, small enough for a README."""
    page.wait_for_timeout(SETTLE_MS)
    image = Image.open(io.BytesIO(page.screenshot(full_page=full_page)))
    path = IMAGES / f"{name}.webp"
    for quality in (QUALITY, 65, 45):
        image.save(path, quality=quality, method=6)
        if path.stat().st_size <= LARGEST_BYTES:
            break
    print(f"{path.relative_to(HERE)} {image.width} x {image.height}, {path.stat().st_size / 1000:.0f} kB")


def picture(browser: Browser, address: str, login: str, session: str, size: str, theme: str) -> None:
    """Take every picture at one size."""
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme=theme,
        reduced_motion="reduce",
        timezone_id=TIME_ZONE,
    )
    page = context.new_page()
    mark = size if theme == "light" else f"{size}-{theme}"
    page.goto(f"{address}/accounts/login/")
    save(page, f"sign-in-{mark}", full_page=False)
    sign_in(page, address, login)
    for shot in shots(page, address, session):
        page.goto(f"{address}{shot.path}")
        save(page, f"{shot.name}-{mark}", full_page=shot.full_page)
    desktop(page, f"{address}/sessions/{session}", f"desktop-{mark}")
    notebook(page, f"{address}/sessions/{session}/notebook/", f"notebook-{mark}")
    of_staff = {
        KEEPER: (Shot("people", "/people/"), Shot("person", f"/people/{login}/")),
        CONTACT: (Shot("wall", "/desktops/"),),
        GUARD: (Shot("acts", "/audit/"), Shot("recordings", "/recordings/")),
    }
    for who, found in of_staff.items():
        sign_in_anew(page, address, who)
        for shot in found:
            page.goto(f"{address}{shot.path}")
            save(page, f"{shot.name}-{mark}", full_page=shot.full_page)
    context.close()


def desktop(page: Page, session: str, name: str) -> None:
    """Start the control room, if it does not run, and take its picture; it runs on, for the wall's."""
    page.goto(f"{session}/desktops/")
    start = page.get_by_role("button", name="Start Control room")
    if start.count():
        start.click()
    else:
        page.goto(f"{session}/desktops/{DESKTOP}/")
    page.locator("remote-desktop[data-live]").wait_for()
    save(page, name, full_page=False)


def notebook(page: Page, address: str, name: str) -> None:
    """Start a notebook, if it does not run, and take the picture of its page; there is none where there is no hub."""
    page.goto(address)
    start = page.get_by_role("button", name="Start a notebook")
    opens = page.get_by_role("link", name="Open your notebook")
    if start.count():
        start.click()
    elif not opens.count():
        print(f"{address} has no notebook to take a picture of")
        return
    opens.wait_for()
    save(page, name, full_page=True)


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--login", default="mira")
    parser.add_argument("--session", default="mx1001-2")
    parser.add_argument("--dark", action="store_true", help="also in dark")
    chosen = parser.parse_args()
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for theme in ("light", "dark") if chosen.dark else ("light",):
            for size in SIZES:
                picture(browser, chosen.address, chosen.login, chosen.session, size, theme)
        browser.close()


if __name__ == "__main__":
    main()
