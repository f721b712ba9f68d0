"""Pages of 10,000 sites, as a ratio to an empty page asked for in turn with them.

How long the server's script ran, by its own clock; what the browser then draws is not in it.
"""

import asyncio
import statistics

import httpx
import pytest

import analytics
from tests.bench import server as servers
from tests.bench.clock import beside, best, slowness
from tests.bench.made import polygons
from tests.bench.visitor import Visitor
from tests.served import HERE, started

pytestmark = pytest.mark.bench

SITES = 10_000
TURNS = 9  # of each page; an empty one is asked for between any two
PAGES = {
    "frequency": {"field": "substance"},
    "overview": {},
    "hotspots": {},
    "sitemap": {},
}
MOST_S, MOST_NEW_S = 0.1, 0.3  # from memory, and the classes worked out anew; on an idle machine
COUNTS = ("--browser.gatherUsageStats", "true")  # the server tells how long its script ran


@pytest.fixture(scope="module")
def mines(tmp_path_factory):
    return polygons(tmp_path_factory.mktemp("mines") / "mines.geojson", SITES)


@pytest.fixture(scope="module")
def measured(mines, tmp_path_factory, request):
    """Seconds by page: the first time, from memory, and those of the empty page."""
    folder = tmp_path_factory.mktemp("pages")
    bare = folder / "bare.py"
    bare.write_text(
        "import streamlit as st\nfrom starlette.middleware import Middleware\n"
        "from pages.visitor import Visitor\n"
        f"app = st.App({str(folder / 'page.py')!r}, middleware=[Middleware(Visitor)])\n",
        encoding="utf-8",
    )
    (folder / "page.py").write_text("import streamlit as st\nst.title('One')\n", encoding="utf-8")
    for name in ("ours", "empty"):
        (folder / name).mkdir()
    with (
        servers.running(folder / "ours") as server,
        started(folder / "empty", bare, *COUNTS) as (port, _),
    ):
        found = asyncio.run(_measure(server.netloc, f"{HERE}:{port}", mines))
        trouble = server.trouble()
    assert not trouble
    found["slowness"] = slowness()
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print("\n" + "\n".join(_told(found)))
    return found


async def _measure(netloc, empty, file):
    visitor, other = Visitor(netloc), Visitor(empty)
    for one in (visitor, other):
        await one.come()
    try:
        return await _walk(visitor, other, file)
    finally:
        for one in (visitor, other):
            await one.leave()


async def _walk(visitor, other, file):
    key = await _workspace(visitor, file)
    found = {"empty": [], "first": {}, "memory": {}, "bytes": {}}
    for page, query in PAGES.items():
        seen = await visitor.turn(page, ws=key, **query)
        assert not seen.errors, seen.errors
        found["first"][page] = seen.server_s
        found["memory"][page] = []
    for _ in range(TURNS):
        for page, query in PAGES.items():
            found["empty"].append((await other.look()).server_s)
            seen = await visitor.turn(page, ws=key, **query)
            found["memory"][page].append(seen.server_s)
            found["bytes"][page] = seen.bytes
    return found


async def _workspace(visitor, file):
    """The data as the visitor's own, by way of the API."""
    async with httpx.AsyncClient(timeout=120) as http:
        made = await http.post(
            f"http://{visitor.netloc}/api/v1/workspaces",
            params={"name": file.name},
            content=file.read_bytes(),
            headers={"Cookie": visitor.cookie},
        )
    assert made.status_code == 201, made.text
    return made.json()["workspace"]["key"]


def _told(found):
    empty = statistics.median(found["empty"])
    yield f"{SITES:,} sites; an empty page {1000 * empty:.1f} ms; slowness {found['slowness']:.1f}"
    for page, times in found["memory"].items():
        middle = statistics.median(times)
        yield (
            f"/{page}: first {found['first'][page]:.2f} s, from memory {1000 * middle:.0f} ms "
            f"(least {1000 * min(times):.0f}), {middle / empty:.0f}× the empty page, "
            f"{found['bytes'][page] / 1000:.0f} kB"
        )


@pytest.mark.parametrize("page", PAGES)
def test_a_page_from_memory_takes_a_tenth_of_a_second(measured, page):
    assert min(measured["memory"][page]) < MOST_S * measured["slowness"]


def test_classes_are_worked_out_anew_in_a_third_of_a_second(mines, capsys):
    data, answers = analytics.read(mines), []

    def answer():
        answers.append(analytics.run("sitemap", data))

    answer()
    (ours, slow), told = beside(5, answer), best(3, answers[0].section)
    with capsys.disabled():
        print(
            f"\nclasses of {SITES:,} sites: {1000 * ours:.0f} ms, in words {1000 * told:.0f} ms "
            f"more; slowness {slow:.1f}"
        )
    assert ours < MOST_NEW_S * slow
