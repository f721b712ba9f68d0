"""Take the pictures of the guide from the running app, on sample data: docs/pictures/*.png.

Every page of the menu at 1440 by 900 by day; the page of the first analysis also by night and on a
telephone. With names of pictures behind it, it takes those alone (`pictures.py hotspots exposure`).
Needs Chromium, as the browser tests do (OREWATCH_CHROMIUM names it).
"""

from __future__ import annotations

import os
import shutil
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402 - needs the path above
from playwright.sync_api import sync_playwright  # noqa: E402 - as above

from tests.browser.conftest import ARGUMENTS  # noqa: E402 - as above
from tests.browser.serve import serving  # noqa: E402 - as above
from tests.browser.spoken import DRAWN, MAP, SEEN_PX, menu  # noqa: E402 - as above
from tests.browser.watch import DESKTOP, PATIENCE_MS, PHONE, coloured, settled, until  # noqa: E402 - as above

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES: Final = ROOT / "docs" / "pictures"
MOST_BYTES: Final = 120_000
COLOURS: Final = (256, 128, 64, 32)  # tried in turn until a picture is small enough
DRAWN_MS: Final = 1_500  # charts come after the page
FILLED: Final = ("brief", "present")
SHOWN: Final = "totals"  # by night and on a telephone


def main() -> None:
    """Take them all, or those that are named."""
    PICTURES.mkdir(exist_ok=True)
    wanted = set(sys.argv[1:])
    found = os.environ.get("OREWATCH_CHROMIUM") or shutil.which("chromium")
    with (
        TemporaryDirectory() as folder,
        serving(Path(folder)) as address,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=found, args=ARGUMENTS)
        for path in _pages(browser, address):
            name = path.strip("/") or "start"
            if not wanted or name in wanted:
                _take(browser, address + path, name)
        if not wanted or f"{SHOWN}-dark" in wanted:
            _take(browser, f"{address}/{SHOWN}", f"{SHOWN}-dark", theme="dark")
        if not wanted or f"{SHOWN}-phone" in wanted:
            _take(browser, f"{address}/{SHOWN}", f"{SHOWN}-phone", size=PHONE)
        browser.close()


def _pages(browser: Browser, address: str) -> list[str]:
    page = browser.new_page()
    page.goto(address)
    settled(page)
    found: list[str] = menu(page)
    page.close()
    return found


def _take(
    browser: Browser,
    address: str,
    name: str,
    *,
    size: tuple[int, int] = DESKTOP,
    theme: str = "light",
) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=theme, locale="en-US"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    settled(page)
    if name in FILLED:
        _fill(page, name)
    if page.locator(MAP).count():
        until(lambda: coloured(page, DRAWN) > SEEN_PX, page)
        page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    page.wait_for_timeout(DRAWN_MS)
    packed = _packed(page.screenshot())
    (PICTURES / f"{name}.png").write_bytes(packed)
    print(f"  picture    docs/pictures/{name}.png, {len(packed) // 1000} kB")
    context.close()


def _fill(page: Page, name: str) -> None:
    """A brief with the usual answers; an empty one shows nothing."""
    page.goto(page.url.replace(f"/{name}", "/brief"))
    settled(page)
    page.get_by_role("button", name="Sample data").click()
    page.get_by_role("button", name="Looks right").click()
    page.get_by_role("button", name="Create brief").wait_for()
    settled(page)
    if name == "present":
        page.locator("[data-testid=stMain]").get_by_role("link", name="Present").click()
        page.get_by_text("1 / ").wait_for()
        settled(page)


def _packed(taken: bytes) -> bytes:
    """The picture with as many colours as its size allows."""
    picture = Image.open(BytesIO(taken)).convert("RGB")
    for colours in COLOURS:
        packed = BytesIO()
        picture.quantize(colours, method=Image.Quantize.MEDIANCUT).save(
            packed, "PNG", optimize=True
        )
        if packed.tell() <= MOST_BYTES:
            break
    return packed.getvalue()


if __name__ == "__main__":
    main()
