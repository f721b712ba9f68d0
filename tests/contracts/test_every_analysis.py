"""What every analysis promises; a new folder is held to it without a line of test code."""

import json
from dataclasses import fields, replace
from functools import cache
from itertools import cycle, islice

import pytest

from analytics import catalogue, execute, sample
from analytics.core import kinds, schema
from analytics.core.errors import MissingInput, OrewatchError
from analytics.core.record import as_json
from analytics.core.words import LANGUAGES, texts
from tests.shapes import dataset, square

every_analysis = pytest.mark.parametrize("analysis", catalogue().values(), ids=catalogue())


def variants(analysis):
    """Every choice of every parameter on its own, but for the default."""
    for f in fields(analysis.params):
        for choice in f.metadata["choices"]:
            if choice != f.default:
                yield replace(analysis.params(), **{f.name: choice})


@every_analysis
def test_answers_the_sample_in_every_language(analysis):
    for language in LANGUAGES:
        told = answered(analysis).section(language)
        holds(told)
        assert all(picture.caption for picture in (*told.charts, *told.maps))


@every_analysis
def test_answers_the_sample_for_every_choice(analysis):
    languages = cycle(LANGUAGES)
    for params in variants(analysis):
        holds(execute(analysis, sample(), params).section(next(languages)))


def holds(told):
    """What everything told holds to: a headline, figures, reservations, tables with labels."""
    assert told.title
    assert told.headline
    assert told.figures
    assert told.caveats
    assert "{" not in told.headline + "".join(told.caveats)
    for table in told.tables:
        assert set(table.labels) == set(table.kinds) <= set(table.frame.columns)


@cache
def _answered(slug):
    analysis = catalogue()[slug]
    return execute(analysis, sample(), analysis.params())


def answered(analysis):
    """The answer to the sample with nothing chosen, once for all tests."""
    return _answered(analysis.slug)


@every_analysis
def test_same_answer_twice(analysis):
    again = execute(analysis, sample(), analysis.params())
    assert as_json(answered(analysis))["result"] == as_json(again)["result"]


@every_analysis
def test_leaves_its_data_alone(analysis):
    data = sample()
    copy = data.sites.copy(deep=True)
    execute(analysis, data, analysis.params())
    assert data.sites.equals(copy)


@every_analysis
def test_survives_one_site_and_none(analysis):
    one = dataset([{"country": "PER", "period": "2020", "area_ha": 3.0, "geometry": square(0, 0)}])
    for data in (one, one.where({"country": ["nowhere"]})):
        for params in islice((analysis.params(), *variants(analysis)), 8):
            try:
                run = execute(analysis, data, params)
            except MissingInput as missing:
                assert missing.text("fr")  # noqa: PT017 - either answer is right
            else:
                assert run.section("pt").headline


@every_analysis
def test_becomes_json_without_loss_of_meaning(analysis):
    record = as_json(answered(analysis))
    assert json.loads(json.dumps(record, allow_nan=False)) == record
    assert {"analysis", "version", "data", "params", "result", "section"} <= record.keys()


@every_analysis
def test_every_parameter_and_choice_has_a_label(analysis):
    wanted = {"title", "question", "method.summary"}
    for f in fields(analysis.params):
        wanted |= {f"param.{f.name}", f"help.{f.name}"}
        wanted |= {f"choice.{f.name}.{choice}" for choice in f.metadata["choices"]}
    assert wanted <= texts(analysis.folder).keys()


@every_analysis
def test_a_column_that_is_not_there_is_answered_with_those_that_are(analysis):
    data = sample()
    there = kinds.columns(data.sites)
    for f in (f for f in fields(analysis.params) if f.metadata["is_column"]):
        assert f.default in ("", *schema.COLUMNS)
        with pytest.raises(OrewatchError) as refused:
            execute(analysis, data, replace(analysis.params(), **{f.name: "nowhere"}))
        told = refused.value.text("id")
        assert all(name in told for name in ("nowhere", *(kinds.label(n, "id") for n in there[:3])))
        used = {getattr(analysis.params(), each.name) for each in fields(analysis.params)}
        other = next(name for name in there if name not in used)
        assert execute(analysis, data, replace(analysis.params(), **{f.name: other})).section()


@every_analysis
def test_explains_its_method(analysis):
    method = (analysis.folder / "METHOD.md").read_text(encoding="utf-8")
    for chapter in ("Definition", "Rule", "Parameters", "Assumptions", "Limits", "References"):
        assert f"## {chapter}" in method
    for f in fields(analysis.params):
        assert f"`{f.name}`" in method
