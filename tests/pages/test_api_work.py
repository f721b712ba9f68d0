"""The JSON API on workspaces: made from a file, asked, asked again."""

import asyncio
import json
import re
from dataclasses import replace
from threading import Event, Semaphore

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

import analytics
from analytics import jobs
from analytics.core.record import as_json
from analytics.intake import parsed, read
from analytics.jobs import work
from analytics.store import open_store
from analytics.store.workspace import SAMPLE
from pages import api
from pages.api import memory, reply, turns, workspaces
from pages.api.document import document
from pages.api.reply import ApiError, refused
from pages.api.routes import ROUTES
from pages.gate import Gate
from pages.visitor import Visitor
from tests.pages import asked

pytestmark = pytest.mark.usefixtures("home")
APP = Starlette(
    routes=api.ROUTES,
    middleware=[Middleware(Visitor), Middleware(Gate), Middleware(api.Addresses)],
    exception_handlers={Exception: api.failed},
)
ANNA, BEN = "a" * 43, "b" * 43


def fetch(method, path, query="", body=b"", cookie=ANNA):
    who = (b"cookie", f"orewatch_visitor={cookie}".encode())
    return asked.fetch(APP, path, query, method=method, body=body, headers=[who])


def file(path, cookie=ANNA):
    """Status and content of an answer that is a file."""
    who = (b"cookie", f"orewatch_visitor={cookie}".encode())
    return asked.whole(APP, path, "", method="GET", body=b"", headers=[who])[:2]


def made(clean, **query):
    asked = "&".join(f"{k}={v}" for k, v in {"name": "mines.geojson", **query}.items())
    status, content, headers = fetch("POST", "/api/v1/workspaces", asked, clean)
    assert status == 201
    assert headers["location"] == f"/api/v1/workspaces/{content['workspace']['key']}"
    return content


def test_a_file_becomes_a_workspace_with_its_reading(clean):
    content = made(clean)
    assert content["reading"]["rows_in"] == content["reading"]["rows_kept"] == 6
    status, found, _ = fetch("GET", f"/api/v1/workspaces/{content['workspace']['key']}")
    assert status == 200
    assert found["workspace"]["data"] == "mines.geojson"
    assert not found["workspace"]["is_sample"]


def test_an_answer_is_that_of_the_library_and_is_fetched_again(clean):
    key = made(clean)["workspace"]["key"]
    question = {
        "analysis": "totals",
        "params": {"by": "period", "top": 3},
        "filters": {"country": ["PER"]},
        "language": "es",
    }
    status, content, headers = fetch("POST", f"/api/v1/workspaces/{key}/runs", body=question)
    assert status == 201
    data = analytics.filtered(analytics.read(clean, name="mines.geojson"), country="PER")
    run = analytics.run("totals", data, by="period", top=3)
    expected = json.loads(json.dumps(as_json(run, "es")))
    stored = dict(content)
    about = stored.pop("run")
    assert stored == expected
    assert headers["location"] == f"/api/v1/runs/{about['key']}"
    assert fetch("GET", headers["location"])[1] == content
    listed = fetch("GET", f"/api/v1/workspaces/{key}/runs")[1]["runs"]
    assert listed == [about]


def test_a_picture_of_an_answer_is_drawn_again_while_its_data_are_the_same(clean):
    key = made(clean)["workspace"]["key"]
    where = fetch(
        "POST", f"/api/v1/workspaces/{key}/runs", body={"analysis": "totals", "language": "fr"}
    )[2]["location"]
    status, rows = file(f"{where}/pictures/chart-1.csv")
    assert status == 200
    assert "Nom" in rows.decode("utf-8-sig").partition("\n")[0]
    assert file(f"{where}/pictures/chart-1.csv", BEN)[0] == fetch("GET", where, cookie=BEN)[0]
    assert fetch("GET", f"{where}/pictures/map-9.svg")[1]["error"] == "picture"
    store = open_store()
    store.save(replace(store.workspace(key), data=SAMPLE))
    assert fetch("GET", f"{where}/pictures/chart-1.csv")[0] == 409


def test_without_a_file_it_is_the_sample():
    status, content, _ = fetch("POST", "/api/v1/workspaces")
    assert status == 201
    assert content["workspace"]["is_sample"]
    question = {"analysis": "totals"}
    path = f"/api/v1/workspaces/{content['workspace']['key']}/runs"
    answer = fetch("POST", path, body=question)[1]
    assert answer["dataset"]["is_sample"]


def test_deleting_takes_the_answers_along(clean):
    key = made(clean)["workspace"]["key"]
    where = fetch("POST", f"/api/v1/workspaces/{key}/runs", body={"analysis": "totals"})[2]
    assert fetch("DELETE", f"/api/v1/workspaces/{key}", cookie=BEN)[0] == 403
    assert fetch("DELETE", f"/api/v1/workspaces/{key}")[0] == 204
    assert fetch("GET", f"/api/v1/workspaces/{key}")[0] == 404
    assert fetch("GET", where["location"])[0] == 404


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "status", "code"),
    [
        ("POST", "/api/v1/workspaces", "", b"{}", 400, "file-name"),
        ("POST", "/api/v1/workspaces", "name=x.geojson", b"nothing like it", 422, None),
        ("GET", "/api/v1/workspaces/none", "", b"", 404, "workspace"),
        ("GET", "/api/v1/workspaces/..%2F..%2Fetc", "", b"", 404, None),
        ("GET", "/api/v1/runs/none", "", b"", 404, "run"),
        ("GET", "/api/v1/nothing", "", b"", 404, "address"),
        ("PUT", "/api/v2", "", b"", 404, "address"),
        ("TRACE", "/api/v2", "", b"", 404, "address"),
        ("GET", "/api/v1/workspaces/\0", "", b"", 404, "address"),
        ("GET", "/api/v1/workspaces/../x", "", b"", 404, "address"),
        ("GET", "/api/v1/\n", "", b"", 404, "address"),
        ("GET", "/api/v1/\ufffd", "", b"", 404, "address"),
        ("GET", "/api/v1/jobs/none", "", b"", 404, "job"),
        ("POST", "{work}/runs", "", b"[1]", 400, "body-json"),
        ("POST", "{work}/runs", "", b"{", 400, "body-json"),
        ("POST", "{work}/runs", "", {"analyses": "totals"}, 400, "body-key"),
        ("POST", "{work}/runs", "", {"analysis": "none"}, 404, "analysis"),
        ("POST", "{work}/runs", "", {"analysis": "totals", "params": {"by": "x"}}, 422, "choice"),
        ("POST", "{work}/runs", "", {"analysis": "totals", "params": [1]}, 400, "body-params"),
        *(
            ("POST", "{work}/runs", "", {"analysis": "totals", **wrong}, 400, "body-params")
            for wrong in (
                {"params": {"by": {}}},
                {"params": {"by": ["country"]}},
                {"params": {"by": None}},
                {"params": None},
                {"params": {"by": "\ud800"}},
                {"filters": None},
                {"filters": {"country": None}},
                {"filters": {"country": [None]}},
                {"filters": {"country": [["PER"]]}},
                {"filters": {"country": {"is": "PER"}}},
            )
        ),
        ("POST", "{work}/runs", "", {"analysis": "\ud800"}, 404, "analysis"),
        ("POST", "{work}/runs", "", {"analysis": "totals", "language": "xx"}, 422, "language"),
        (
            *("POST", "{work}/runs", ""),
            *({"analysis": "totals", "filters": {"planet": "x"}}, 422, "filter-unknown"),
        ),
    ],
)
def test_a_wrong_request_gets_a_code_and_a_sentence(method, path, query, body, status, code):
    work = fetch("POST", "/api/v1/workspaces")[1]["workspace"]["key"]
    path = path.format(work=f"/api/v1/workspaces/{work}")
    found, content, _ = fetch(method, path, query, body)
    assert found == status
    assert code is None or content["error"] == code
    assert content["message"].endswith(".")


def test_a_body_too_large_is_refused_before_it_is_held(monkeypatch):
    monkeypatch.setenv("OREWATCH_MAX_UPLOAD_MB", "1")
    status, content, _ = fetch("POST", "/api/v1/workspaces", "name=a.csv", b"x" * 1_000_001)
    assert (status, content["error"]) == (413, "body-large")


def test_filters_left_out_are_those_of_the_workspace_and_none_are_none(clean):
    key = made(clean)["workspace"]["key"]
    store = open_store()
    store.save(replace(store.workspace(key), filters={"country": ("PER",)}))

    def sites(**asked):
        body = {"analysis": "totals", **asked}
        return fetch("POST", f"/api/v1/workspaces/{key}/runs", body=body)[1]["dataset"]["sites"]

    assert sites() == 3
    assert sites(filters={}) == 6
    assert sites(filters={"country": "BRA", "first": 2024}) < sites(filters={"country": "BRA"})


def test_who_is_not_the_owner_gets_an_answer_that_is_not_kept(clean):
    key = made(clean)["workspace"]["key"]
    path = f"/api/v1/workspaces/{key}/runs"
    status, content, headers = fetch("POST", path, body={"analysis": "totals"}, cookie=BEN)
    assert (status, content["run"]) == (200, None)
    assert "location" not in headers
    assert fetch("GET", path)[1]["runs"] == []
    mine = fetch("POST", path, body={"analysis": "totals"})[1]
    assert {**mine, "run": None} == content


def test_a_visitor_sees_a_list_of_their_own(clean):
    assert fetch("GET", "/api/v1/workspaces")[1] == {"workspaces": []}
    first, second = (made(clean)["workspace"] for _ in range(2))
    assert fetch("GET", "/api/v1/workspaces")[1] == {"workspaces": [second, first]}
    assert fetch("GET", "/api/v1/workspaces", cookie=BEN)[1] == {"workspaces": []}


def test_each_answer_has_a_moment_of_its_own(clean):
    path = f"/api/v1/workspaces/{made(clean)['workspace']['key']}/runs"
    given = [fetch("POST", path, body={"analysis": "totals"})[1]["run"] for _ in range(3)]
    assert len({run["started"] for run in given}) == 3
    assert fetch("GET", path)[1]["runs"] == given[::-1]


def test_deleting_leaves_nothing_on_the_disk_or_in_memory(clean, monkeypatch, tmp_path):
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(read, "WORTH_KEEPING", 0)
    key = made(clean)["workspace"]["key"]
    path = f"/api/v1/workspaces/{key}"
    fetch("POST", f"{path}/runs", body={"analysis": "totals"})
    job = jobs.submit(open_store(), key, jobs.RUN, jobs.run_spec("", "totals"))
    assert list(parsed.folder().iterdir())
    assert memory._loaded.cache_info().currsize
    assert fetch("DELETE", path)[0] == 204
    assert list(parsed.folder().iterdir()) == []
    assert memory._loaded.cache_info().currsize == memory._answered.cache_info().currsize == 0
    assert fetch("GET", f"/api/v1/jobs/{job.key}")[0] == 404


def test_a_file_that_makes_no_workspace_leaves_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(read, "WORTH_KEEPING", 0)
    table = b"name,area_ha,lon,lat\nCerro,1,-7800000,-1400000\n"
    assert fetch("POST", "/api/v1/workspaces", "name=a.csv", table)[0] == 422
    assert list(parsed.folder().iterdir()) == []


def test_the_same_reference_in_two_stores_is_two_data_sets(clean, monkeypatch, tmp_path):
    key = made(clean)["workspace"]["key"]
    question = {"analysis": "totals"}
    assert fetch("POST", f"/api/v1/workspaces/{key}/runs", body=question)[0] == 201
    kept = open_store().workspace(key)
    monkeypatch.setenv("OREWATCH_HOME", str(tmp_path / "other"))
    open_store().save(kept)  # without its data
    status, content, _ = fetch("POST", f"/api/v1/workspaces/{key}/runs", body=question)
    assert (status, content["error"]) == (404, "data")


def test_a_question_about_many_records_becomes_a_job(clean, monkeypatch):
    monkeypatch.setattr(workspaces, "MANY", 5)
    path = f"/api/v1/workspaces/{made(clean)['workspace']['key']}/runs"
    question = {"analysis": "totals", "params": {"top": 3}, "filters": {"country": "PER"}}
    status, content, headers = fetch("POST", path, body=question)
    key = content["job"]["key"]
    assert (status, content["job"]["state"]) == (202, "queued")
    assert headers["location"] == f"/api/v1/jobs/{key}"
    store = open_store()
    store.claim(1)
    work.work(store, key)
    told = fetch("GET", headers["location"], "language=fr")[1]["job"]
    assert (told["state"], told["progress"], told["message"]) == ("done", 1.0, "Terminé")
    answer = fetch("GET", f"/api/v1/runs/{told['run']}")[1]
    assert answer["dataset"]["sites"] == 3
    assert answer["run"]["filters"] == {"country": ["PER"]}
    status, content, _ = fetch("POST", path, body=question, cookie=BEN)
    assert (status, content["error"]) == (403, "others-large")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/v1/workspaces", "GET, HEAD, POST"),
        ("OPTIONS", "/api/v1/workspaces/KEY", "DELETE, GET, HEAD"),
        ("POST", "/api/v1/health", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(method, path, allowed):
    status, content, headers = fetch(method, path, "language=pt")
    assert (status, content["error"], headers["allow"]) == (405, "method", allowed)
    assert allowed in content["message"]


def test_two_work_some_wait_the_rest_are_sent_away(monkeypatch):
    monkeypatch.setattr(turns, "_room", Semaphore(3))
    gate, begun = Event(), []

    def work(number):
        begun.append(number)
        assert gate.wait(30)
        return number

    async def asked():
        all_three = [asyncio.ensure_future(turns.in_turn(work, n)) for n in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(ApiError) as caught:
            await turns.in_turn(work, 9)
        assert refused(caught.value, "id").headers["retry-after"] == "30"
        assert len(begun) <= 2
        gate.set()
        assert await asyncio.gather(*all_three) == [0, 1, 2]
        assert await turns.in_turn(work, 4) == 4

    asyncio.run(asked())
    assert refused(ApiError("busy", 503, seconds=1), "en").status_code == 503


def test_a_large_body_goes_to_the_disk_and_comes_back_whole(monkeypatch, clean):
    monkeypatch.setattr(reply, "IN_MEMORY", 10)
    assert made(clean)["reading"]["rows_in"] == 6


def test_the_document_names_every_route():
    """And nothing that is not there."""
    paths = document()["paths"]
    routes = {
        (route.path, method) for route in ROUTES for method in (route.methods or set()) - {"HEAD"}
    }
    told = {
        (re.sub(r"(?<=/analyses/)[^/]+", "{slug}", path), method.upper())
        for path, item in paths.items()
        for method in item
        if method != "parameters"
    }
    assert routes == told


def test_the_document_points_only_at_what_it_holds():
    text = json.dumps(document())
    schemas = document()["components"]["schemas"]
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= set(schemas)
