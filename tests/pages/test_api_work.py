"""The JSON API on workspaces: made from a file, asked, asked again."""

import json

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

import analytics
from analytics.core.record import as_json
from pages import api
from pages.api.document import document
from pages.gate import Gate
from pages.visitor import Visitor
from tests.pages import asked

pytestmark = pytest.mark.usefixtures("home")
APP = Starlette(
    routes=api.ROUTES,
    middleware=[Middleware(Visitor), Middleware(Gate)],
    exception_handlers={Exception: api.failed},
)
ANNA, BEN = "a" * 43, "b" * 43


def fetch(method, path, query="", body=b"", cookie=ANNA):
    who = (b"cookie", f"orewatch_visitor={cookie}".encode())
    return asked.fetch(APP, path, query, method=method, body=body, headers=[who])


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
        ("POST", "{work}/runs", "", b"[1]", 400, "body-json"),
        ("POST", "{work}/runs", "", b"{", 400, "body-json"),
        ("POST", "{work}/runs", "", {"analyses": "totals"}, 400, "body-key"),
        ("POST", "{work}/runs", "", {"analysis": "none"}, 404, "analysis"),
        ("POST", "{work}/runs", "", {"analysis": "totals", "params": {"by": "x"}}, 422, "choice"),
        ("POST", "{work}/runs", "", {"analysis": "totals", "params": [1]}, 400, "body-params"),
        ("POST", "{work}/runs", "", {"analysis": "totals", "params": {"by": {}}}, 400, None),
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


def test_the_document_names_every_route():
    """And nothing that is not there."""
    paths = document()["paths"]
    routes = {
        (route.path, method)
        for route in api.ROUTES
        for method in route.methods - {"HEAD"}
        if "rest" not in route.path
    }
    told = {
        (path if "/analyses/" not in path else "/api/v1/analyses/{slug}", method.upper())
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
