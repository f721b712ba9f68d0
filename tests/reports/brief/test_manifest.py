"""The record of a brief: complete, the same for the same brief, refused where it is none."""

import json
from dataclasses import replace

import pytest

from reports.brief import manifest
from reports.brief.compose import compose
from reports.brief.order import Audience, BriefError, Level, Paper
from tests.reports.brief.briefs import CREATED, brief, given, order


def test_the_same_brief_has_the_same_id():
    one, other = brief(), brief()
    assert manifest.written(one.manifest) == manifest.written(other.manifest)
    assert one.id == other.id
    assert brief(author="A. Author").id != one.id


def test_an_order_comes_back_from_its_record():
    asked = order(
        audience=Audience.ANNEX,
        language="fr",
        paper=Paper.LETTER,
        level=Level.RESTRICTED,
        organisation="Ministère",
        logo=b"\x89PNG",
        edits={"headline": "x"},
        actions=("supply",),
        before={"area": 1.5},
    )
    made = compose(asked, given())
    assert manifest.order(manifest.read(manifest.written(made.manifest))) == asked


def test_a_brief_made_again_from_its_record_is_the_same():
    made = brief(edits={"headline": "About 2,600 ha"})
    again = compose(manifest.order(manifest.read(manifest.written(made.manifest))), given())
    assert manifest.check(made.manifest, again.manifest) == ()
    assert again.id == made.id


def test_what_differs_is_named():
    made = brief()
    other = {**made.manifest, "software": "Orewatch 0", "numbers": {}, "data": []}
    assert manifest.check(other, made.manifest) == ("version", "data", "numbers")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not JSON"),
        (b"%PDF-1.7", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"{}", "wrong at"),
        (b"[]", "wrong at"),
        (json.dumps({"form": 2}).encode(), "wrong at"),
        (b'{"form": NaN}', "not JSON"),
        (b'{"form": "\\ud800"}', "not JSON"),
    ],
)
def test_other_files_are_refused_with_a_sentence(content, told):
    with pytest.raises(BriefError, match=told):
        manifest.read(content)


def test_a_large_file_is_refused_unread():
    with pytest.raises(BriefError, match="larger than"):
        manifest.read(b" " * (manifest.MOST_BYTES + 1))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("created", "yesterday"),
        ("logo", "not base64!"),
        ("before_on", "1.1.2020"),
        ("audience", "x"),
        ("created", "0001-01-01T00:00:00+14:00"),
        ("created", "9999-12-31T23:59:59-12:00"),
        ("before", {"area": 1e300}),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(name, value):
    record = json.loads(manifest.written(brief().manifest))
    record["order"][name] = value
    with pytest.raises(BriefError, match="wrong at"):
        manifest.order(manifest.read(json.dumps(record).encode()))


def test_a_record_holds_every_number_with_its_unrounded_value():
    record = replace(brief()).manifest
    assert record["numbers"]
    for one in record["numbers"].values():
        assert set(one) == {"text", "value", "form"}
    assert {"area", "new", "low", "people", "nogo"} <= set(record["keys"])


def test_a_record_changed_by_hand_is_told_of():
    made = brief()
    texts = {**made.manifest, "sentences": {"headline": {"text": "All is well"}}}
    assert manifest.check(texts, made.manifest) == ("texts",)
    keys = {**made.manifest, "keys": {"area": 1.0}}
    assert manifest.check(keys, made.manifest) == ("texts",)


def test_in_another_language_numbers_read_otherwise_and_do_not_differ():
    made = brief()
    again = compose(replace(order(), language="fr"), given())
    assert manifest.check(made.manifest, again.manifest) == ()


def test_a_moment_without_a_zone_is_the_same_wherever_it_is_read():
    record = json.loads(manifest.written(brief().manifest))
    record["order"]["created"] = "2026-11-21T08:30:00"
    assert manifest.order(record).created == CREATED
