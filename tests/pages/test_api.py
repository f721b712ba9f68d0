"""The JSON API: the same object as the command line prints, and errors with a code."""

import json

import pytest
from starlette.applications import Starlette

import analytics
from analytics.core.record import as_json
from pages import api
from tests.pages import asked

APP = Starlette(routes=api.ROUTES, exception_handlers={Exception: api.failed})


def fetch(path, query=""):
    return asked.fetch(APP, path, query)[:2]


def test_health_names_the_version():
    assert fetch("/api/v1/health") == (200, {"status": "ok", "version": analytics.__version__})


def test_the_catalogue_lists_every_analysis_and_its_parameters():
    status, content = fetch("/api/v1/analyses", "language=es")
    assert status == 200
    assert [a["slug"] for a in content["analyses"]] == list(analytics.catalogue())
    totals = next(a for a in content["analyses"] if a["slug"] == "totals")
    assert totals["params"][0]["choices"] == ["country", "province", "period"]
    assert totals["title"] == analytics.catalogue()["totals"].words("es")("title")


def test_an_answer_is_the_object_of_the_command_line():
    status, content = fetch("/api/v1/analyses/totals", "by=province&top=3&language=fr")
    run = analytics.run("totals", analytics.sample(), by="province", top=3)
    assert status == 200
    assert content == json.loads(json.dumps(as_json(run, "fr")))
    assert content["dataset"]["is_sample"]


@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        ("/api/v1/analyses/nothing", "", 404, "analysis"),
        ("/api/v1/analyses/totals", "by=moon", 422, "choice"),
        ("/api/v1/analyses/totals", "top=many", 422, "number"),
        ("/api/v1/analyses/totals", "top=4000", 422, "range"),
        ("/api/v1/analyses/totals", "nonsense=1", 422, "unknown"),
        ("/api/v1/analyses/totals", "language=xx", 422, "language"),
        ("/api/v1/analyses", "language=xx", 422, "language"),
        ("/api/v1/analyses/nothing", "language=xx", 404, "analysis"),
    ],
)
def test_a_wrong_question_gets_a_code_and_a_sentence(path, query, status, code):
    found, content = fetch(path, query)
    assert found == status
    assert content["error"] == code
    assert content["message"].endswith(".")


def test_the_sentence_is_in_the_language_asked_for():
    _, english = fetch("/api/v1/analyses/totals", "by=moon")
    _, spanish = fetch("/api/v1/analyses/totals", "by=moon&language=es")
    assert english["message"] != spanish["message"]


def test_a_picture_is_a_file_that_stands_alone():
    path = "/api/v1/analyses/totals/pictures"
    for form, start in (("svg", b"<svg "), ("png", b"\x89PNG"), ("csv", b"\xef\xbb\xbf")):
        status, content = asked.raw(APP, f"{path}/chart-1.{form}", "by=province&language=fr")
        assert status == 200
        assert content.startswith(start)
    assert fetch(f"{path}/chart-99.svg")[1]["error"] == "picture"
    assert fetch(f"{path}/chart-1.gif")[1]["error"] == "picture-form"
    assert fetch(f"{path}/chart-1.svg", "by=moon") == fetch("/api/v1/analyses/totals", "by=moon")
