"""What a page says: its words on the screen, and those it has for people who hear it."""

import re

from playwright.sync_api import TimeoutError as TookTooLong

from analytics.viz import theme
from tests.browser.watch import settled

#: Drawing a map by software takes longer than all the rest of a page, and it says nothing.
NO_MAPS = """{
  const given = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind.includes('webgl') ? null : given.call(this, kind, ...rest);
  };
}"""
#: What the map then says of it.
NO_MAP_THERE = "Failed to create WebGL context"
MAP = "[data-testid=stDeckGlJsonChart]"
DRAWN = (theme.ACCENT, *theme.CATEGORIES[:7], *theme.TIMES)  # what sites are coloured with
SEEN_PX = 200
OPENED, CLOSED_MS = 4, 8_000  # how often a list is opened that closed again, and after how long
MENU = "[data-testid=stSidebarNav] a"
#: Everything that is seen or read aloud, once. Canvases hold their text for screen readers.
SAID = """() => {
  const found = new Set();
  const add = text => { const flat = (text || '').replace(/\\s+/g, ' ').trim(); if (flat) found.add(flat); };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const inside = walk.currentNode.parentElement;
    if (inside.closest('script, style, noscript, [data-testid=stIconMaterial]')) continue;
    if (inside.getClientRects().length || inside.closest('canvas')) add(walk.currentNode.data);
  }
  for (const name of ['aria-label', 'aria-description', 'placeholder', 'title', 'alt'])
    for (const one of document.querySelectorAll(`[${name}]`))
      if (one.getClientRects().length) add(one.getAttribute(name));
  return [...found];
}"""


def without_maps(page, diary=None):
    """From its next address on, this page draws no maps; its diary knows why."""
    page.add_init_script(NO_MAPS)
    if diary:
        diary.harmless = NO_MAP_THERE


def menu(page):
    """Addresses of all pages in the menu, in its order."""
    return page.eval_on_selector_all(MENU, "all => all.map(a => new URL(a.href).pathname)")


def turn(page, address):
    """Another page, by a click on the menu: a third of the time of a page opened anew."""
    page.locator(f"{MENU}[href$='{address}']").first.click()
    page.wait_for_url(re.compile(rf"{re.escape(address)}(\?|$)"))
    page.wait_for_timeout(150)
    settled(page)


def views(page):
    """Each tab of the page, open, one after the other; once where it has none."""
    tabs = page.get_by_role("tab")
    for place in range(max(1, tabs.count())):
        if tabs.count():
            tabs.nth(place).click()
            page.wait_for_timeout(150)
        settled(page)
        yield place


def speak(page, name, code):
    """Choose a language at the switch in the side.

    Its list closes where a part of the page arrives meanwhile; it is opened again then, as anybody
    would.
    """
    switch = page.locator("[data-testid=stSidebar] [data-testid=stSelectbox] input")
    option = page.get_by_role("option", name=name, exact=True)
    for _ in range(OPENED):
        switch.click()
        try:
            option.click(timeout=CLOSED_MS)
        except TookTooLong:
            continue
        break
    else:
        raise AssertionError(f"the list of languages does not stay open: {name}")
    page.wait_for_url(f"**lang={code}**")
    page.wait_for_timeout(150)
    settled(page)


def unfold(page):
    """Open whatever can be opened in its place."""
    folded = "[data-testid=stExpander] details:not([open]) > summary"
    page.eval_on_selector_all(folded, "all => all.forEach(fold => fold.click())")
    page.wait_for_timeout(150)
    settled(page)


def opened(page):
    """Each popover of the page, open, one after the other."""
    for one in page.locator("[data-testid=stPopover] button:visible").all():
        one.click()
        page.locator("[data-testid=stPopoverBody]").first.wait_for()
        page.wait_for_timeout(150)
        settled(page)  # some are drawn only now
        yield one
        page.keyboard.press("Escape")
        page.locator("[data-testid=stPopoverBody]").first.wait_for(state="hidden")


def said(page):
    """All a page says, as a set."""
    return set(page.evaluate(SAID))


def is_prose(text):
    """Whether this is more than a number, a sign, a name for machines or a word alone."""
    return len(re.findall(r"\b[^\W\d_]{2,}\b", text)) > 1
