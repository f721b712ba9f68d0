import json

import pytest

from analytics.core import schema
from analytics.core.words import LANGUAGES
from analytics.intake.mapping import guess
from analytics.intake.template import as_text, from_text, load, save
from analytics.intake.work import ReadError, Settings
from tests.intake.frames import frame

FRAME = frame({"sup": [1.0, 2.0], "fecha": ["2020-01-01", "2021-01-01"], "x": ["a", "b"]})
SETTINGS = Settings(
    area="attribute", measure="stock", country="PER", choices={"area-unit-assumed": "km2"}
)


def changed(**entries):
    content = json.loads(as_text(guess(FRAME), SETTINGS))
    return json.dumps({**content, **entries})


def test_a_template_gives_back_what_was_saved(tmp_path):
    columns = guess(FRAME).with_column("name", "x").with_column("area_ha", "sup")
    save(tmp_path / "map.json", columns, SETTINGS)
    read, settings = load(tmp_path / "map.json", FRAME)
    assert read.columns == {"name": "x", "period": "fecha", "area_ha": "sup"}
    assert {match.reason for match in read.matches} == {"template"}
    assert settings == SETTINGS


def test_a_template_names_every_target_so_that_nothing_is_guessed():
    content = json.loads(as_text(guess(FRAME), Settings()))
    assert list(content["columns"]) == list(schema.TARGETS)
    assert content["columns"]["site_id"] is None
    read, _ = from_text(changed(columns={}), FRAME, name="t")
    assert read.columns == {}


def test_a_country_may_be_written_by_name():
    _, settings = from_text(changed(country="Perú"), FRAME, name="t")
    assert settings.country == "PER"


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("not json", "template-unreadable", "t is not a template"),
        ("[]", "template-unreadable", "t is not a template"),
        ("{}", "template-unreadable", "t is not a template"),
        ("[" * 100_000, "template-unreadable", "t is not a template"),
        (changed(version=9), "template-version", "version 9"),
        (changed(colour="red"), "template-key", "colour"),
        (changed(columns=["a"]), "template-table", "columns must be a table"),
        (changed(columns={"name": 5}), "template-text", "columns.name is 5"),
        (changed(columns={"colour": "x"}), "template-target", "fills colour"),
        (changed(columns={"name": "nombre"}), "template-column", "does not have: nombre"),
        (changed(columns={"name": "x", "source": "x"}), "template-twice", "name, source"),
        (changed(area="guess"), "template-choice", "attribute, geometry"),
        (changed(measure="both"), "template-choice", "flow, stock"),
        (changed(country="Atlantis"), "template-country", "Atlantis"),
        (changed(crs=4326), "template-text", "crs is 4326"),
        (changed(choices={"a": 1}), "template-text", "choices.a is 1"),
    ],
)
def test_a_faulty_template_says_what_is_wrong(text, code, says):
    with pytest.raises(ReadError) as caught:
        from_text(text, FRAME, name="t")
    assert caught.value.code == code
    assert says in caught.value.text("en")
    assert len({caught.value.text(language) for language in LANGUAGES}) == len(LANGUAGES)


def test_a_file_that_is_no_text_is_no_template(tmp_path):
    (tmp_path / "x.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ReadError, match=r"x\.json is not a template"):
        load(tmp_path / "x.json", FRAME)
    with pytest.raises(ReadError, match="is not a template"):
        load(tmp_path / "none.json", FRAME)
