"""Rule files: what is refused, on which line, and what is read from the rest."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.analyses.compliance.rules import shelf
from analytics.analyses.compliance.rules.read import RulesError, check, read, schema
from analytics.analyses.compliance.rules.rule import Effect, Step
from analytics.core.words import LANGUAGES

SEED = """country: IDN
version: 2026-01
verified_by: null
concession:
  layer: mining_concessions
  valid_if: {stage: [exploitation, IUP-OP], status: [active], date_between: [valid_from, valid_to]}
  requires_operating_authorisation: false
  citation: {law: "UU No. 4 Tahun 2009 (as amended)", note: "to be checked"}
restrictions:
  - {id: conservation, layer: conservation_areas, effect: prohibit, methods: [any], citation: {law: "UU 41/1999"}}
  - {id: protected_forest, layer: protected_forest, effect: prohibit, methods: [surface],
     else: {effect: conditional, permit: ippkh}, citation: {law: "UU 41/1999"}}
  - {id: riparian, effect: conditional, permit: river_diversion, citation: {law: "PP 38/2011"},
     derive: {from: rivers, measure_from: bank, width_m: {
       urban_undiked: {depth<=3: 10, depth<=20: 15, else: 30},
       rural_undiked: {catchment_km2>500: 100, else: 50}}}}
precedence: [prohibit, concession, permit]
"""


def faults(text):
    return [(fault.line, fault.code) for fault in check(text)[0]]


def test_a_file_in_the_form_of_the_methods_is_read():
    rules = read(SEED, "idn.yaml")
    assert rules.concession.layer == "concessions"
    assert rules.concession.valid_if["stage"] == ("exploitation", "IUP-OP")
    assert rules.concession.is_dated
    assert not rules.is_verified
    assert rules.precedence == tuple(Step)
    conservation, forest, riparian = rules.restrictions
    assert conservation.layer == "conservation"
    assert forest.then.effect is Effect.PROHIBIT
    assert forest.otherwise.permit == "ippkh"
    assert riparian.derive.columns == ("depth", "catchment_km2")
    assert [width.width_m for width in riparian.derive.widths] == [10, 15, 30, 100, 50]


def test_one_layer_is_drawn_from_rivers_once():
    again = "  - {id: b, layer: riparian, effect: prohibit, citation: {law: L}, "
    again += "derive: {from: water, width_m: 5}}\nprecedence"
    assert (17, "derive-twice") in faults(SEED.replace("precedence", again))


def test_who_verified_stands_with_the_day():
    by = "verified_by: {name: A. Person, date: 2026-02-01}"
    rules = read(SEED.replace("verified_by: null", by), "x")
    assert (rules.verified_by, rules.verified_on) == ("A. Person", date(2026, 2, 1))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (', citation: {law: "PP 38/2011"}', "", (13, "missing")),
        ("effect: prohibit, methods: [any]", "effect: forbid, methods: [any]", (10, "choice")),
        ("layer: protected_forest", "layer: moon", (11, "layer")),
        ("effect: conditional, permit: ippkh", "effect: conditional", (12, "permit")),
        ("id: riparian", "id: conservation", (13, "id-twice")),
        ("version: 2026-01", "version: 2026-01\nvertion: 1", (3, "unknown")),
        ("methods: [any]", "methods: [flying]", (10, "choice")),
        ("depth<=3", "depth ~ 3", (15, "condition")),
        ("else: 30", "else: -1", (15, "range")),
        ("verified_by: null", "verified_by: {name: A, date: 2026-02-31}", (3, "day")),
        ("country: IDN", "country: Indonesia", (1, "country")),
        ("country: IDN", "country: XYZ", (1, "country")),
        ("version: 2026-01", "version:", (2, "kind.string")),
        ("verified_by: null", "verified_by: {name: A, date: 1/2/2026}", (3, "day")),
        ("layer: mining_concessions", "layer: rivers", (5, "choice")),
        ("layer: protected_forest", "layer: concessions", (11, "layer")),
        ("status: [active]", "status: active", (6, "kind.array")),
        ("  requires", "  invalid_if: {status: [old, ACTIVE]}\n  requires", (7, "word-twice")),
        ("effect: prohibit, methods: [any]", "effect: prohibit, permit: a", (10, "permit-idle")),
        ("methods: [surface]", "methods: [any]", (12, "else-idle")),
        ("{depth<=3: 10, depth<=20: 15, else: 30}", "{else: 30, depth<=3: 10}", (15, "else-first")),
        ("measure_from: bank, width_m: {", "measure_from: bank, width_m: x, a: {", (14, "unknown")),
        ("else: 30", "else: [30]", (15, "kind.number")),
        ("authorisation: false", "authorisation: no", (7, "kind.boolean")),
        (
            '{law: "UU No. 4 Tahun 2009 (as amended)", note: "to be checked"}',
            "x",
            (8, "kind.object"),
        ),
        ('law: "PP 38/2011"', 'law: ""', (13, "bare")),
        ("[prohibit, concession, permit]", "[prohibit, permit]", (17, "precedence")),
        ("precedence:", "permits: {ipkh: [a]}\nprecedence:", (17, "permit-unasked")),
        ("from: rivers", "from: concessions", (14, "choice")),
        ("restrictions:", "restrictions: 3\nother:", (9, "kind.array")),
    ],
)
def test_a_fault_is_told_with_its_line(old, new, expected):
    assert expected in faults(SEED.replace(old, new, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (1, "rules-empty")),
        ("a: [", (1, "rules-not-yaml")),
        ("a: 1\na: 2", (2, "rules-twice")),
        ("a: &x [1]\nb: [*x, *x]", (2, "rules-alias")),
        ("a: !!python/object/apply:os.system [ls]", (1, "rules-tag")),
        ("[" * 5_000, (1, "rules-deep")),
        ("x" * 200_000, (1, "rules-large")),
        ("a: \0", (1, "rules-not-yaml")),
        ("? [a]\n: 1", (1, "rules-not-yaml")),
        ("- 1", (1, "top")),
    ],
)
def test_what_is_hostile_or_broken_is_refused(text, expected):
    assert faults(text) == [expected]


def test_every_fault_is_told_at_once_in_every_language():
    text = SEED.replace("effect: prohibit", "effect: forbid")
    with pytest.raises(RulesError) as raised:
        read(text, "mine.yaml")
    assert len(raised.value.faults) == 2
    for language in LANGUAGES:
        told = raised.value.text(language)
        assert "mine.yaml" in told
        assert "10" in told
        assert "11" in told


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="ab:{}[]-,&*!#|>'\"\n\t 1.", max_size=60))
def test_no_text_at_all_breaks_the_reader(text):
    found, rules = check(text)
    assert found
    assert rules is None


@pytest.mark.parametrize("name", shelf.NAMES)
def test_every_set_that_comes_along_is_sound_and_says_it_is_not_verified(name):
    rules = shelf.rules(name)
    assert not rules.is_verified
    assert rules.country == ("" if name == "generic" else name)
    assert rules.concession.citation.law
    assert all(one.citation.law for one in rules.restrictions)


def test_the_schema_is_sound():
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema())
