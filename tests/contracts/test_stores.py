"""What every store promises; another one is held to it by a line in `STORES`."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analytics import sample
from analytics.core.errors import NotKnown, OrewatchError
from analytics.core.words import LANGUAGES
from analytics.store.embedded import Embedded
from analytics.store.workspace import Basket, Job, State, StoredRun, Workspace, new_key
from tests.store.made import everything, permits, same

ROOT = Path(__file__).parents[2]
STORES = {"embedded": Embedded}
DAY = datetime(2025, 7, 14, 12, tzinfo=UTC)


@pytest.fixture(params=STORES, name="store")
def _store(request, tmp_path):
    made = STORES[request.param](tmp_path / "home")
    yield made
    made.close()


def saved(store, owner="ana", **values):
    made = Workspace(owner=owner, **values)
    store.save(made)
    return made


def run(workspace, minute=0, **values):
    told = {"slug": "totals", "version": "1.0", "fingerprint": "abc", "params": {"by": "country"}}
    told |= {
        "filters": {"country": ("PER",)},
        "seconds": 0.1,
        "language": "es",
        "record": {"a": [1.5, None]},
    }
    return StoredRun(
        workspace=workspace, started=DAY + timedelta(minutes=minute), **{**told, **values}
    )


def job(workspace, minute=0, **values):
    made = Job(
        workspace=workspace,
        kind="run",
        spec={"slug": "totals"},
        created=DAY + timedelta(minutes=minute),
    )
    return replace(made, **values)


def test_a_workspace_comes_back_as_it_was(store):
    full = saved(
        store,
        name="Río 🌊",
        is_shared=True,
        data="data-" + "0" * 40,
        filters={"country": ("PER", "")},
        params={"totals": {"by": "province"}},
        basket=(Basket(slug="totals", params={}, filters={"status": ("illegal",)}, title="One"),),
        draft={"file": "f" * 64, "choices": {"a:b": "keep"}, "nested": [1, None, {"x": 2.5}]},
        uploads=("f" * 64,),
    )
    assert store.workspace(full.key) == full
    changed = replace(full, name="other", filters={})
    store.save(changed)
    assert store.workspace(full.key) == changed


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda s, key: s.workspace(key), "workspace"),
        (lambda s, key: s.delete(key), "workspace"),
        (lambda s, key: s.data(key), "data"),
        (lambda s, key: s.result(key), "result"),
        (lambda s, key: s.file(key), "file"),
        (lambda s, key: s.run(key), "run"),
        (lambda s, key: s.job(key), "job"),
    ],
)
@pytest.mark.parametrize(
    "key",
    [
        "",
        "a" * 22,
        "data-" + "0" * 40,
        "result-" + "0" * 40,
        "f" * 64,
        "../../etc/passwd",
        "' OR 1=1 --",
        "%",
        "a\0b",
    ],
)
def test_what_is_not_kept_is_said_in_every_language(store, ask, code, key):
    with pytest.raises(NotKnown) as caught:
        ask(store, key)
    assert caught.value.code == code
    assert all(caught.value.text(language) for language in LANGUAGES)


def test_a_key_that_could_be_a_path_is_never_kept(store):
    for key in ("../x", "a/b", "", "short", "x" * 65, "naïve-key-0123456789"):
        with pytest.raises(OrewatchError):
            store.save(Workspace(key=key, owner="ana"))


def test_recent_is_by_owner_and_the_last_changed_first(store):
    mine = [saved(store, changed=DAY + timedelta(minutes=n)) for n in (1, 3, 2)]
    saved(store, owner="ben")
    assert store.recent("ana") == [mine[1], mine[2], mine[0]]
    assert store.recent("ana", most=1) == [mine[1]]
    assert store.recent("nobody") == []


@pytest.mark.parametrize("made", [everything, sample], ids=["by hand", "sample"])
def test_a_data_set_comes_back_equal(store, made):
    given = made()
    reference = store.put_data(given)
    found = store.data(reference)
    assert same(found, given)
    assert store.put_data(given) == store.put_data(found) == reference


def test_data_that_differ_in_name_only_are_two(store):
    one, other = everything(), replace(everything(), name="other")
    assert one.fingerprint == other.fingerprint
    assert store.put_data(one) != store.put_data(other)
    assert store.data(store.put_data(other)).name == "other"


def test_a_layer_added_to_what_was_kept_comes_back(store):
    found = store.data(store.put_data(everything()))
    more = found.with_layer("rivers", permits(), found.provenance[0])
    assert same(store.data(store.put_data(more)), more)


def test_a_file_comes_back_as_it_was(store):
    content = bytes(range(256)) * 10
    assert store.file(store.put_file(content)) == content
    assert store.put_file(content) == store.put_file(content)
    assert store.file(store.put_file(b"")) == b""


def test_a_result_comes_back(store):
    given = {"report": everything().report, "share": 0.5, "rows": (1, 2)}
    found = store.result(store.put_result(given))
    assert repr(found) == repr(given)


def test_runs_are_the_latest_first_and_belong_to_a_workspace(store):
    key = saved(store).key
    kept = [run(key, minute) for minute in (1, 3, 2)]
    for one in kept:
        store.put_run(one)
    assert store.run(kept[0].key) == kept[0]
    assert store.runs(key) == [kept[1], kept[2], kept[0]]
    assert store.runs(key, most=2) == [kept[1], kept[2]]
    with pytest.raises(NotKnown):
        store.put_run(run(new_key()))


def test_jobs_are_claimed_oldest_first_and_no_more_than_asked(store):
    key = saved(store).key
    waiting = [job(key, minute) for minute in (2, 1, 3)]
    for one in waiting:
        store.put_job(one)
    assert [j.key for j in store.jobs(key)] == [waiting[i].key for i in (2, 0, 1)]
    first, second = store.claim(2), store.claim(2)
    assert (first.key, second.key) == (waiting[1].key, waiting[0].key)
    assert first.state is State.RUNNING
    assert first.started
    assert store.claim(2) is None
    assert store.update(replace(first, state=State.DONE), only_while=[State.RUNNING])
    assert store.claim(2).key == waiting[2].key
    assert store.claim(9) is None
    assert store.jobs(new_key()) == []
    assert len(store.jobs()) == 3
    assert [j.key for j in store.jobs(key, states=[State.DONE])] == [waiting[1].key]
    assert store.jobs(states=[State.QUEUED, State.DIED]) == []


def test_a_state_is_only_changed_from_the_state_expected(store):
    one = job(saved(store).key)
    store.put_job(one)
    done = replace(one, state=State.DONE, progress=1.0, result="result-" + "0" * 40)
    assert not store.update(done, only_while=[State.RUNNING])
    assert store.job(one.key) == one
    assert store.update(done, only_while=[State.QUEUED, State.RUNNING])
    assert store.job(one.key) == done
    assert not store.update(job(one.workspace))
    with pytest.raises(NotKnown):
        store.put_job(job(new_key()))


def test_what_a_visitor_decided_is_remembered(store):
    assert store.preference("ana", "language") == ""
    store.prefer("ana", "language", "es")
    store.prefer("ana", "language", "pt")
    assert store.preference("ana", "language") == "pt"
    assert store.preference("ben", "language") == ""


def test_deleting_takes_all_that_nobody_else_uses(store):
    data, other = store.put_data(everything()), store.put_data(everything("Otro"))
    file = store.put_file(b"shared")
    mine = saved(store, data=data, uploads=(file, store.put_file(b"mine")))
    theirs = saved(store, owner="ben", data=other, uploads=(file,))
    result = store.put_result({"a": 1}, workspace=mine.key)
    store.put_run(answer := run(mine.key))
    store.put_job(task := job(mine.key))
    store.delete(mine.key)
    for gone in (
        lambda: store.workspace(mine.key),
        lambda: store.data(data),
        lambda: store.result(result),
        lambda: store.file(mine.uploads[1]),
        lambda: store.run(answer.key),
        lambda: store.job(task.key),
    ):
        with pytest.raises(NotKnown):
            gone()
    assert store.recent("ana") == []
    assert store.file(file) == b"shared"
    assert same(store.data(other), everything("Otro"))  # with the layer and the raster of both
    store.delete(theirs.key)
    with pytest.raises(NotKnown):
        store.file(file)


def test_data_a_workspace_had_before_go_with_it(store):
    before, after = store.put_data(everything()), store.put_data(everything("Otro"))
    mine = saved(store, data=before)
    store.save(replace(mine, data=after))
    assert store.data(before)  # whoever steps back finds it
    store.delete(mine.key)
    for reference in (before, after):
        with pytest.raises(NotKnown):
            store.data(reference)


def test_nothing_is_put_into_a_workspace_deleted_meanwhile(store):
    key = saved(store).key
    store.delete(key)
    for put in (
        lambda: store.put_data(everything(), workspace=key),
        lambda: store.put_result({"a": 1}, workspace=key),
        lambda: store.put_file(b"x", workspace=key),
    ):
        with pytest.raises(NotKnown):
            put()


def test_a_store_closed_opens_again(store):
    key = saved(store).key
    store.close()
    assert store.workspace(key)


WRITER = """
import sys
from pathlib import Path
from analytics.store import open_store
from analytics.store.workspace import Workspace
store = open_store(Path(sys.argv[1]))
for n in range(25):
    store.save(Workspace(owner=sys.argv[2], name=str(n)))
"""


def test_many_threads_and_processes_save_at_once(store):
    own = saved(store)
    processes = [
        subprocess.Popen([sys.executable, "-c", WRITER, store.address, f"process {n}"], cwd=ROOT)
        for n in range(2)
    ]

    def work(thread):
        for n in range(25):
            store.save(Workspace(owner=f"thread {thread}", name=str(n)))
            store.save(replace(own, name=f"{thread}"))
            assert store.workspace(own.key).name in "01234567"
        return store.put_data(everything())

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(work, range(8)))) == 1
    assert [p.wait(60) for p in processes] == [0, 0]
    owners = [f"thread {n}" for n in range(8)] + ["process 0", "process 1"]
    assert [len(store.recent(owner, most=99)) for owner in owners] == [25] * 10
    assert len(store.recent("ana")) == 1


def test_a_job_is_handed_to_one_caller_only(store):
    key = saved(store).key
    for minute in range(20):
        store.put_job(job(key, minute))
    with ThreadPoolExecutor(8) as pool:
        claimed = [found for found in pool.map(lambda _: store.claim(12), range(40)) if found]
    assert len({found.key for found in claimed}) == len(claimed) == 12
