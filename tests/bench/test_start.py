"""From the start to the first page, against a page of Streamlit's with one word on it."""

import asyncio
import http.client
import statistics
import time
from urllib.request import urlopen

import pytest

from tests.bench.visitor import Visitor
from tests.served import HERE, ROOT, started

pytestmark = pytest.mark.bench

ROUNDS = 5
TURNS = 20  # questions on one line, after which receipts are delayed


def first_page(folder, app):
    """Seconds until a visitor has all of the first page."""
    folder.mkdir(parents=True)
    began = time.perf_counter()
    with started(folder, app) as (port, _):
        return asyncio.run(_come(port)) - began


async def _come(port):
    """When the page was all there."""
    visitor = Visitor(f"{HERE}:{port}")
    seen = await visitor.come()
    there = time.perf_counter()
    await visitor.leave()
    assert not seen.errors
    return there


def test_the_first_page_stands_soon_after_a_bare_one(tmp_path, capfd):
    bare = tmp_path / "bare.py"
    bare.write_text(
        "import streamlit as st\nfrom starlette.middleware import Middleware\n"
        "from pages.visitor import Visitor\n"
        f"app = st.App({str(tmp_path / 'page.py')!r}, middleware=[Middleware(Visitor)])\n",
        encoding="utf-8",
    )
    (tmp_path / "page.py").write_text("import streamlit as st\nst.title('One')\n", encoding="utf-8")
    times = {"bare": [], "ours": []}
    for turn in range(ROUNDS):
        times["bare"].append(first_page(tmp_path / f"bare{turn}", bare))
        times["ours"].append(first_page(tmp_path / f"ours{turn}", ROOT / "app.py"))
    bare_s, ours_s = (statistics.median(times[name]) for name in ("bare", "ours"))
    with capfd.disabled():
        print(f"\nfirst page: {ours_s:.2f} s, a bare one {bare_s:.2f} s, {ours_s / bare_s:.2f}×")
    assert ours_s < 2 * bare_s


def test_a_line_that_stays_open_is_answered_without_waiting(tmp_path, capfd):
    with started(tmp_path) as (port, _):
        urlopen(f"http://{HERE}:{port}/_stcore/health").close()  # who comes first came too early
        line, taken = http.client.HTTPConnection(HERE, port), []
        for _ in range(TURNS):
            began = time.perf_counter()
            line.request("GET", "/_stcore/health")
            line.getresponse().read()
            taken.append(time.perf_counter() - began)
        line.close()
    with capfd.disabled():
        print(f"\none question on an open line: {1000 * statistics.median(taken):.1f} ms")
    assert statistics.median(taken) < 0.03  # 0.04 where each waits for a receipt
