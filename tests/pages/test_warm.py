"""What is loaded before anybody needs it."""

import asyncio
import gc
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from streamlit import config

from analytics.jobs import engine
from pages import warm


def test_what_was_loaded_is_not_looked_through_for_garbage_again():
    warm.first_page_is_there()
    warm.load()
    left_out = gc.get_freeze_count()
    gc.unfreeze()
    assert left_out > 50_000


def test_jobs_are_looked_after_as_soon_as_the_store_opens(tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.write_bytes(b"")  # a file where the folder should be
    monkeypatch.setenv("OREWATCH_HOME", str(home))
    monkeypatch.setattr(warm, "load", lambda: None)
    monkeypatch.setattr(engine, "TROUBLE_S", 0.01)
    looked = Event()
    monkeypatch.setattr(engine, "look_after", lambda *_: looked.set())

    async def served():
        async with warm.lifespan(None):
            assert not looked.is_set()
            home.unlink()
            assert await asyncio.to_thread(looked.wait, 30)

    with ThreadPoolExecutor(1) as apart:  # a browser test of the same run leaves a loop behind
        apart.submit(asyncio.run, served()).result()


def test_garbage_is_looked_for_now_and_then_and_not_after_each_page(monkeypatch):
    looked = Event()
    monkeypatch.setattr(warm, "TIDY_S", 0.001)
    monkeypatch.setattr(warm, "load", lambda: None)
    monkeypatch.setattr(warm.gc, "collect", looked.set)

    async def served():
        async with warm.lifespan(None):
            assert await asyncio.to_thread(looked.wait, 30)

    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, served()).result(timeout=30)
    assert config.get_option("runner.postScriptGC") is False
