"""What every analysis promises; a new folder is held to it without a line of test code."""

import json
from dataclasses import fields, replace
from itertools import islice

import pytest

from analytics import catalogue, execute, sample
from analytics.core import kinds, schema
from analytics.core.errors import MissingInput, OrewatchError
from analytics.core.record import as_json
from analytics.core.words import LANGUAGES, texts
from tests.shapes import dataset, square

every_analysis = pytest.mark.parametrize("analysis", catalogue().values(), ids=catalogue())


def variants(analysis):
    """The defaults, then every choice of every parameter on its own."""
    yield analysis.params()
    for f in fields(analysis.params):
        for choice in f.metadata["choices"]:
            yield replace(analysis.params(), **{f.name: choice})


@every_analysis
def test_answers_the_sample_for_every_choice_in_every_language(analysis):
    for params in variants(analysis):
        run = execute(analysis, sample(), params)
        for language in LANGUAGES:
            told = run.section(language)
            assert told.title
            assert told.headline
            assert told.figures
            assert told.caveats
            assert "{" not in told.headline + "".join(told.caveats)


@every_analysis
def test_same_answer_twice(analysis):
    first, second = (execute(analysis, sample(), analysis.params()) for _ in range(2))
    assert as_json(first)["result"] == as_json(second)["result"]


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
        for params in islice(variants(analysis), 8):
            try:
                run = execute(analysis, data, params)
            except MissingInput as missing:
                assert missing.text("fr")  # noqa: PT017 - either answer is right
            else:
                assert run.section("pt").headline


@every_analysis
def test_becomes_json_without_loss_of_meaning(analysis):
    record = as_json(execute(analysis, sample(), analysis.params()))
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
        assert all(name in told for name in ("nowhere", *there[:3]))
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


@every_analysis
def test_every_table_column_has_a_label_and_a_form(analysis):
    for params in variants(analysis):
        told = execute(analysis, sample(), params).section("es")
        for table in told.tables:
            assert set(table.labels) == set(table.kinds) <= set(table.frame.columns)


@every_analysis
def test_every_picture_has_a_caption(analysis):
    told = execute(analysis, sample(), analysis.params()).section()
    assert all(picture.caption for picture in (*told.charts, *told.maps))
