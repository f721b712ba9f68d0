"""What the browser does and what it shows."""

from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import urlsplit

import numpy as np
from PIL import Image

from tests.served import HERE

DESKTOP, PHONE = (1440, 900), (390, 844)
READY = "[data-testid=stApp][data-test-script-state=notRunning] h1"
ARRIVED = "!document.querySelector('[data-testid=stSkeleton]')"
PATIENCE_MS = 60_000
#: The page looks for its server under its own path first, and finds it one level up.
HARMLESS = ("/_stcore/health", "/_stcore/host-config")


@dataclass
class Diary:
    """What one page asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    harmless: str = "\n"  # what a complaint that is none contains

    def follow(self, page):
        """Write down every request, socket, console error and crash of `page`."""
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda opened: self.requests.append(opened.url))
        page.on("pageerror", lambda error: self._complain(str(error)))
        page.on("console", self._console)

    def _console(self, message):
        if message.type != "error" or message.location["url"].endswith(HARMLESS):
            return
        self._complain(f"{message.text} {message.location['url']}")

    def _complain(self, text):
        if self.harmless not in text:
            self.complaints.append(text)

    @property
    def outside(self):
        """Requests that left this machine."""
        local = ("data", "blob", "about")
        return [
            url
            for url in self.requests
            if urlsplit(url).hostname != HERE and urlsplit(url).scheme not in local
        ]


def settled(page):
    """Wait until the page is worked out and every part of it has arrived in the browser."""
    page.wait_for_selector(READY, timeout=PATIENCE_MS)
    page.wait_for_function(ARRIVED, timeout=PATIENCE_MS)


def until(condition, page, seconds=40):
    """Wait for what only the picture shows; says whether it came."""
    for _ in range(seconds * 2):
        if condition():
            return True
        page.wait_for_timeout(500)
    return False


def coloured(page, codes, near=12):
    """How many pixels of the map have one of these colours, whatever the page says of itself."""
    picture = page.locator("[data-testid=stDeckGlJsonChart]").first.screenshot()
    pixels = np.asarray(Image.open(BytesIO(picture)).convert("RGB"), dtype=int)
    wanted = [[int(code[place : place + 2], 16) for place in (1, 3, 5)] for code in codes]
    alike = [(abs(pixels - colour) <= near).all(axis=2) for colour in wanted]
    return int(np.any(alike, axis=0).sum())


def at_the_rim(page, codes, rim=6, near=12):
    """How many pixels of these colours touch the left or the right edge of the map."""
    picture = page.locator("[data-testid=stDeckGlJsonChart]").first.screenshot()
    pixels = np.asarray(Image.open(BytesIO(picture)).convert("RGB"), dtype=int)
    edges = np.concatenate([pixels[:, :rim], pixels[:, -rim:]], axis=1)
    wanted = [[int(code[place : place + 2], 16) for place in (1, 3, 5)] for code in codes]
    return int(np.any([(abs(edges - c) <= near).all(axis=2) for c in wanted], axis=0).sum())


def overflow_px(page):
    """How far the page reaches beyond the right edge of the screen."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
