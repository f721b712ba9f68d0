"""The JSON API on briefs: ordered, made by a job, fetched; and the key numbers alone."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

import analytics
from analytics.core.record import as_json
from analytics.jobs import work
from analytics.store import open_store
from analytics.store.workspace import Basket
from tests.pages import asked as asking
from tests.pages.test_api_work import ANNA, APP, BEN, fetch

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def workspace():
    """One on the sample data that two answers were put aside in."""
    entries = (
        Basket(slug="totals", params={"by": "province"}, filters={"country": ("XAA",)}),
        Basket(slug="overview", params={}, filters={"country": ("XAA",)}, title="At a glance"),
    )
    key = fetch("POST", "/api/v1/workspaces")[1]["workspace"]["key"]
    at = open_store().workspace(key)
    open_store().save(replace(at, basket=entries, filters={"country": ("XAA",)}))
    return key


def whole(path, cookie=ANNA):
    who = (b"cookie", f"orewatch_visitor={cookie}".encode())
    return asking.whole(APP, path, "", method="GET", body=b"", headers=[who])


def test_a_brief_is_ordered_made_and_fetched(workspace):
    order = {"audience": "flash", "language": "fr", "organisation": "Ministère", "level": "public"}
    status, content, headers = fetch("POST", f"/api/v1/workspaces/{workspace}/briefs", body=order)
    key = content["job"]["key"]
    assert (status, content["job"]["state"], content["job"]["document"]) == (202, "queued", None)
    assert headers["location"] == f"/api/v1/jobs/{key}"
    status, content, _ = fetch("GET", f"/api/v1/documents/{key}")
    assert (status, content["error"]) == (422, "job-no-result")  # not yet
    store = open_store()
    store.claim(1)
    work.work(store, key)
    told = fetch("GET", headers["location"])[1]["job"]
    assert (told["state"], told["document"]) == ("done", f"/api/v1/documents/{key}")
    status, file, about = whole(told["document"])
    assert (status, about["content-type"]) == (200, "application/pdf")
    assert about["content-disposition"].startswith('attachment; filename="orewatch-flash-')
    assert about["x-content-type-options"] == "nosniff"
    pages = PdfReader(BytesIO(file)).pages
    text = " ".join(pages[0].extract_text().split())
    assert len(pages) == 1
    assert "Ministère" in text
    assert "Velumbra" in text


def test_without_answers_put_aside_it_is_made_of_the_usual_ones():
    key = fetch("POST", "/api/v1/workspaces")[1]["workspace"]["key"]
    status, content, _ = fetch("POST", f"/api/v1/workspaces/{key}/briefs", body={"form": "zip"})
    assert status == 202
    spec = open_store().job(content["job"]["key"]).spec
    assert spec["suffix"] == ".zip"
    assert [one["slug"] for one in spec["record"]["entries"]][:2] == ["totals", "frequency"]
    assert list(spec["data"]) == [analytics.sample().fingerprint]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"audience": "everybody"}, 400, "body-choice"),
        ({"author": 5}, 400, "body-text"),
        ({"logo": "x"}, 400, "body-key"),
        ({"audience": "flash", "form": "pptx"}, 422, "form"),
        ({"form": "../../etc"}, 422, "form"),
        ({"language": "xx"}, 422, "language"),
        ({"organisation": "x" * 100_000}, 422, "text-long"),
    ],
)
def test_a_wrong_order_gets_a_code_and_a_sentence(workspace, body, status, code):
    found, content, _ = fetch("POST", f"/api/v1/workspaces/{workspace}/briefs", body=body)
    assert (found, content["error"]) == (status, code)
    assert content["message"]
    assert not open_store().jobs(workspace)


def test_nobody_else_orders_or_fetches_one(workspace):
    path = f"/api/v1/workspaces/{workspace}/briefs"
    job = fetch("POST", path, body={"audience": "flash"})[1]["job"]["key"]
    status, content, _ = fetch("POST", path, body={}, cookie=BEN)
    assert (status, content["error"]) == (403, "others-brief")
    assert fetch("GET", "/api/v1/documents/nothing")[0] == 404
    question = {"analysis": "totals"}
    run = fetch("POST", f"/api/v1/workspaces/{workspace}/runs", body=question)
    assert run[0] == 201
    assert fetch("GET", f"/api/v1/jobs/{job}")[1]["job"]["run"] is None


def test_the_key_numbers_are_those_of_the_overview(workspace):
    expected = as_json(analytics.run("overview", analytics.sample()), "es")["section"]
    status, content, _ = fetch("GET", "/api/v1/summary", "language=es")
    assert (status, content["workspace"]) == (200, None)
    assert content["summary"]["headline"] == expected["headline"]
    assert content["summary"]["figures"] == expected["figures"]
    assert content["dataset"]["is_sample"]
    part = analytics.filtered(analytics.sample(), country=["XAA"])
    status, content, _ = fetch("GET", "/api/v1/summary", f"workspace={workspace}")
    assert content["summary"]["headline"] == analytics.run("overview", part).section().headline
    assert content["filters"]["applied"]["country"] == ["XAA"]
    assert fetch("GET", "/api/v1/summary", "workspace=nothing")[0] == 404
