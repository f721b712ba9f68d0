"""The folder: what lies in it, for whom, and what is left after deleting."""

import os
import shutil
import sqlite3
import sys
import time
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pyarrow.parquet as pq
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.core.errors import NotKnown, OrewatchError
from analytics.core.words import LANGUAGES
from analytics.intake import parsed
from analytics.intake.read import open_file
from analytics.raster.handle import open_file as open_raster
from analytics.store import folder, open_store
from analytics.store.embedded import Embedded
from analytics.store.errors import StoreError
from analytics.store.workspace import Job, StoredRun, Workspace, now
from tests.store.made import everything, files, people, permits, same

NAMED = "Cerro Secreto"


@pytest.fixture(name="home")
def _home(tmp_path):
    return tmp_path / "home"


@pytest.fixture(name="store")
def _store(home):
    made = Embedded(home)
    yield made
    made.close()


def code(call, *arguments):
    with pytest.raises(OrewatchError) as caught:
        call(*arguments)
    assert all(caught.value.text(language) for language in LANGUAGES)
    return caught.value.code


def test_the_folder_is_that_of_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("OREWATCH_HOME", str(tmp_path / "here"))
    assert folder() == tmp_path / "here"
    assert open_store() is open_store(tmp_path / "here")
    assert open_store().address == str(tmp_path / "here")
    monkeypatch.setenv("OREWATCH_HOME", "")
    assert folder().name == "orewatch"


def test_one_more_layer_writes_one_more_table(store, home):
    data = everything()
    store.put_data(data)
    before = files(home)
    store.put_data(data)
    store.put_data(store.data(store.put_data(data)))
    assert files(home).keys() == before.keys()
    other = permits().assign(permit="other")
    store.put_data(data.with_layer("more", other, data.provenance[0]))
    added = files(home).keys() - before.keys()
    assert len(added) == 1
    assert next(iter(added)).startswith("frames")


def test_tables_can_be_read_by_others(store, home):
    data = replace(everything(), layers={}, pixels={})
    store.put_data(data)
    tables = [p for p in (home / "frames").iterdir() if b"geo" in pq.read_schema(p).metadata]
    (found,) = [gpd.read_parquet(path) for path in tables]
    assert found["name"].tolist()[0] == NAMED
    assert found.geometry.equals(data.sites.geometry)
    assert found.crs == data.sites.crs


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int64", "float16", "float32", "float64"])
def test_a_raster_in_memory_comes_back(store, dtype):
    data = replace(everything(), rasters={"people": people(dtype)})
    assert same(store.data(store.put_data(data)), data)


def test_a_raster_from_a_file_keeps_its_bytes(store, home, tmp_path):
    path = tmp_path / "two.tif"
    cells = np.arange(12, dtype="uint8").reshape(3, 4)
    where = rasterio.Affine(0.1, 0, 10, 0, -0.1, 5)
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=3,
        width=4,
        count=2,
        dtype="uint8",
        crs="EPSG:32718",
        transform=where,
    ) as file:
        file.write(cells, 1)
        file.write(cells + 1, 2)
    whole, second = open_raster(path.read_bytes(), name="a"), open_raster(path, band=2)
    data = replace(everything(), rasters={"whole": whole, "second": second})
    reference = store.put_data(data)
    assert {p.read_bytes() for p in (home / "rasters").iterdir()} == {path.read_bytes()}
    path.unlink()
    data = replace(data, rasters={"whole": whole, "second": replace(second, source=whole.source)})
    assert same(store.data(reference), data)
    assert store.put_data(store.data(reference)) == reference


def test_a_raster_changed_since_is_refused(store, tmp_path):
    path = tmp_path / "a.tif"
    where = rasterio.Affine(0.1, 0, 10, 0, -0.1, 5)
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=1,
        width=1,
        count=1,
        dtype="uint8",
        crs="EPSG:4326",
        transform=where,
    ) as file:
        file.write(np.ones((1, 1), dtype="uint8"), 1)
    data = replace(everything(), rasters={"a": open_raster(path)})
    with rasterio.open(path, "r+") as file:
        file.write(np.zeros((1, 1), dtype="uint8"), 1)
    assert code(store.put_data, data) == "store-raster-changed"
    path.unlink()
    assert code(store.put_data, data) == "store-raster-changed"


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "gone", "text"])
@pytest.mark.parametrize("shelf", ["frames", "rasters"])
def test_damage_is_said_in_a_sentence(store, home, harm, shelf):
    reference = store.put_data(everything())
    for path in (home / shelf).iterdir():
        content = bytearray(path.read_bytes())
        match harm:
            case "cut":
                path.write_bytes(content[: len(content) // 2])
            case "flip":
                content[len(content) // 3] ^= 255
                path.write_bytes(content)
            case "empty":
                path.write_bytes(b"")
            case "gone":
                path.unlink()
            case "text":
                path.write_text("not what it was")

    def look():
        data = store.data(reference)
        data.rasters["people"].read()
        assert (
            shelf == "rasters"
        )  # a cell may change unseen: reading all at each opening costs too much
        raise StoreError("store-damaged", name="")

    assert code(look) in ("store-damaged", "stored-otherwise", "raster-damaged")


def test_a_damaged_file_is_not_handed_out(store, home):
    digest = store.put_file(b"content")
    (home / "files" / digest).write_bytes(b"other")
    assert code(store.file, digest) == "store-damaged"


def test_nothing_of_a_deleted_workspace_is_left_on_the_disk(store, home):
    def traces():
        return [name for name, content in files(home).items() if NAMED.encode() in content]

    data = everything()
    content = f"name,lon,lat\n{NAMED},1,1\n".encode() * 10
    digest = store.put_file(content)
    raw = open_file(content, name="a.csv")
    assert parsed.keep(raw, "")
    assert parsed.find(raw.sha256, "") is not None
    other = Workspace(owner="ben", data=store.put_data(everything("Otro")))
    store.save(other)
    mine = Workspace(owner="ana", name=NAMED, data=store.put_data(data), uploads=(digest,))
    for n in range(30):
        store.save(replace(mine, draft={"note": NAMED * n}))
    store.put_run(
        StoredRun(
            workspace=mine.key,
            slug="totals",
            version="1",
            fingerprint="",
            params={},
            filters={},
            started=now(),
            seconds=0,
            language="en",
            record={"name": [NAMED] * 500},
        )
    )
    store.put_job(Job(workspace=mine.key, kind="read", spec={"name": NAMED}))
    store.put_result({"name": NAMED}, workspace=mine.key)
    assert traces()
    store.delete(mine.key)
    assert traces() == []
    assert parsed.find(raw.sha256, "") is None
    assert same(store.data(other.data), everything("Otro"))


def test_a_layer_of_two_workspaces_outlives_one(store, home):
    data = everything()
    one = Workspace(owner="ana", data=store.put_data(data))
    two = Workspace(owner="ben", data=store.put_data(data))
    store.save(one)
    store.save(two)
    store.delete(one.key)
    assert same(store.data(two.data), data)
    store.delete(two.key)
    assert [n for n in files(home) if not n.startswith("store.db")] == []


def test_what_nobody_took_up_goes_after_a_day_and_not_before(store, home):
    def sweep():
        store.save(Workspace(key="a-passing-workspace", owner="ana"))
        store.delete("a-passing-workspace")

    def grow_old():
        long_ago = time.time() - 90_000
        with sqlite3.connect(home / "store.db") as db:
            db.execute("UPDATE things SET created = ?", (long_ago,))
        db.close()
        os.utime(home / "files" / file, (long_ago, long_ago))

    reference, file = store.put_data(everything()), store.put_file(b"x")
    sweep()
    grow_old()
    assert (store.put_data(everything()), store.put_file(b"x")) == (reference, file)
    sweep()
    assert store.data(reference)
    assert store.file(file) == b"x"
    grow_old()
    sweep()
    for gone in (lambda: store.data(reference), lambda: store.file(file)):
        with pytest.raises(NotKnown):
            gone()


def test_half_written_files_of_the_dead_are_thrown_away(home):
    (home / "frames").mkdir(parents=True)
    (home / "frames" / f"{2**22 + 1}-x.parquet.part").write_bytes(b"x")
    (home / "frames" / f"{os.getpid()}-x.parquet.part").write_bytes(b"x")
    Embedded(home).close()
    assert [n for n in files(home) if n.endswith(".part")] == [
        f"frames/{os.getpid()}-x.parquet.part"
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no mode there")
def test_the_folder_is_for_its_owner_only(store, home):
    store.put_data(everything())
    store.put_file(b"x")
    for path in (home, *home.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    assert code(Embedded, tmp_path / "file") == "store-folder"
    assert code(Embedded, tmp_path / "file" / "deeper") == "store-folder"


def test_a_full_disk_is_said_and_leaves_nothing(store, home, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    before = files(home).keys()
    assert code(store.put_data, everything()) == "store-folder"
    assert code(store.put_file, b"x") == "store-folder"
    assert files(home).keys() == before


def test_a_store_of_a_later_version_is_left_alone(home):
    Embedded(home).close()
    with sqlite3.connect(home / "store.db") as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    assert code(Embedded, home) == "store-newer"


def test_a_damaged_list_is_said(store, home):
    store.close()
    shutil.copyfile(__file__, home / "store.db")
    assert code(Embedded, home) == "store-broken"


steps = st.lists(
    st.tuples(st.sampled_from(["save", "delete"]), st.integers(0, 4), st.booleans()), max_size=12
)


@settings(max_examples=15, deadline=None)
@given(steps=steps)
def test_recent_is_right_after_any_saves_and_deletes(tmp_path_factory, steps):
    store = Embedded(tmp_path_factory.mktemp("any"))
    keys = [f"workspace-number-{n}" for n in range(5)]
    expected = {"ana": [], "ben": []}
    for action, n, is_ana in steps:
        is_there = any(keys[n] in held for held in expected.values())
        for held in expected.values():
            if keys[n] in held:
                held.remove(keys[n])
        if action == "save":
            owner = "ana" if is_ana else "ben"
            store.save(Workspace(key=keys[n], owner=owner))
            expected[owner].insert(0, keys[n])
        elif is_there:
            store.delete(keys[n])
    for owner, held in expected.items():
        assert [w.key for w in store.recent(owner)] == held
    store.close()


DAMAGE = ("{", "[1]", '{"#": "record", "of": "analytics.none:None", "is": {}}', b"\xff\xfe", None)


def spoil(home, table, key, content):
    """As a disk, or a stranger's hand, might."""
    with sqlite3.connect(home / "store.db") as db:
        value = "CAST(? AS TEXT)" if isinstance(content, bytes) else "?"
        db.execute(f"UPDATE {table} SET content = {value} WHERE key = ?", (content or 7, key))  # noqa: S608 - ours
    db.close()


@pytest.mark.parametrize("content", DAMAGE)
def test_a_damaged_record_spoils_no_other(store, home, content):
    good, bad = Workspace(owner="ana"), Workspace(owner="ana")
    store.save(good)
    store.save(bad)
    spoil(home, "workspaces", bad.key, content)
    assert code(store.workspace, bad.key) == "store-damaged"
    assert [found.key for found in store.recent("ana")] == [good.key]
    store.delete(bad.key)
    assert code(store.workspace, bad.key) == "workspace"


@pytest.mark.parametrize("content", DAMAGE)
def test_a_damaged_job_keeps_no_other_from_its_turn(store, home, content):
    owner = Workspace(owner="ana")
    store.save(owner)
    runs, waits, good = (Job(workspace=owner.key, kind="run", spec={}) for _ in range(3))
    for job in (runs, waits, good):
        store.put_job(job)
    assert store.claim(1).key == runs.key
    spoil(home, "jobs", runs.key, content)
    spoil(home, "jobs", waits.key, content)
    assert store.claim(1) is None  # the damaged one still counts as running
    assert store.jobs(states=["running"]) == []
    assert store.claim(1).key == good.key
    assert [job.key for job in store.jobs(owner.key)] == [good.key]
    assert code(store.job, waits.key) == "store-damaged"


def test_a_damaged_data_set_is_said(store, home):
    reference = store.put_data(everything())
    with sqlite3.connect(home / "store.db") as db:
        db.execute("UPDATE things SET content = '{' WHERE reference = ?", (reference,))
    db.close()
    assert code(store.data, reference) == "store-damaged"
