"""What must hold for every file: faults are found, repair gives the clean figures back."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.core import schema
from tests.intake.frames import cleaned, codes, column

CLEAN = {
    "site_id": ["A1", "A2", "A3", "A4", "A5", "A6"],
    "country": ["PER", "BRA", "COD", "IDN", "PER", "BRA"],
    "admin1": ["Puno", "Pará", "Ituri", "Aceh", "Puno", "Pará"],
    "period": ["2024-01-15", "2024-02-03", "2024-11-30", "2023-07-04", "2022-12-25", "2021-05-09"],
    "area_ha": [1250.5, 12.25, 0.5, 3.75, 8.0, 100.1],
    "substance": ["gold", "tin", "diamond", "gold", "copper", "gold"],
    "method": ["alluvial", "dredge", "underground", "open_pit", "alluvial", "dredge"],
    "contaminant": ["mercury", "cyanide", "none", "mercury; sediment", "lead", "mercury"],
    "confidence": [0.8, 0.25, 1.0, 0.5, 0.9, 0.05],
}
QUARTERS = ["2024", "2025-Q3", "2025-Q1", "2023-Q4", "2022", "2021-Q2"]
SPANISH = {
    "gold": "ORO",
    "tin": "Estaño",
    "diamond": "Diamantes",
    "copper": "cobre ",
    "alluvial": "Aluvial",
    "dredge": "DRAGA",
    "underground": "Subterránea",
    "open_pit": "tajo  abierto",
    "mercury": "Mercúrio",
    "cyanide": "cianuro",
    "none": "Ninguno",
    "mercury; sediment": "mercurio / sedimentos",
    "lead": "plomo",
}
NAMES = {"PER": "Perú", "BRA": "BRASIL", "COD": "RDC", "IDN": "Indonésie"}


def with_comma(values):
    return [f"{value:,.2f}".replace(",", " ").replace(".", ",") for value in values]


def in_units(values):
    units = (("ha", 1), ("km²", 0.01), ("m2", 10_000))
    return [f"{v * factor:.6f} {unit}" for v, (unit, factor) in zip(values, units * 2, strict=True)]


def day_first(values):
    return ["/".join(reversed(value.split("-"))) for value in values]


def month_first(values):
    return ["{1}/{2}/{0}".format(*value.split("-")) for value in values]


def as_codes(values):
    return [v[:4] + ("0" + v[6] if "Q" in v else "00") for v in values]


def spanish(values):
    return [SPANISH[value] for value in values]


FAULTS = {
    "decimal comma": ("area_ha", with_comma, "decimal-comma"),
    "units": ("area_ha", in_units, "unit-converted"),
    "day first": ("period", day_first, "date-order-day-first"),
    "month first": ("period", month_first, "date-order-month-first"),
    "substances": ("substance", spanish, "category-translated"),
    "methods": ("method", spanish, "category-translated"),
    "contaminants": ("contaminant", spanish, "category-translated"),
    "percent": ("confidence", lambda v: [f"{100 * x:g} %" for x in v], "confidence-percent"),
    "country names": ("country", lambda v: [NAMES[x] for x in v], "country-translated"),
    "case of places": ("admin1", lambda v: [v[0], *v[1:4], v[4].upper(), v[5]], "text-variants"),
}


def same(found, wanted):
    if isinstance(wanted, float):
        return found is not None and math.isclose(found, wanted, rel_tol=1e-6)
    return found == wanted


def assert_clean(work, wanted=CLEAN):
    for name, values in wanted.items():
        found = column(work, name)
        assert all(map(same, found, values)), (name, found, values)


def test_clean_data_pass_in_silence():
    work = cleaned(CLEAN)
    assert work.columns == {name: name for name in CLEAN}
    assert_clean(work)
    assert [i for i in codes(work) if i != "category-split"] == []


@settings(max_examples=20, deadline=None)
@given(st.sets(st.sampled_from(sorted(FAULTS)), min_size=1), st.permutations(range(6)))
def test_planted_faults_are_found_and_repaired_in_any_order_of_rows(faults, order):
    columns, planted = dict(CLEAN), {}
    for fault in sorted(faults):
        name, plant, code = FAULTS[fault]
        if name not in planted:
            columns[name] = plant(CLEAN[name])
            planted[name] = code
    work = cleaned({name: [values[place] for place in order] for name, values in columns.items()})
    assert set(planted.values()) <= set(codes(work))
    assert_clean(work, {n: [values[p] for p in order] for n, values in CLEAN.items()})
    assert len(work.frame) == 6
    assert not work.dropped


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(6)))
def test_quarter_codes_are_read_in_any_order_of_rows(order):
    values = as_codes(QUARTERS)
    work = cleaned({"year": [int(values[place]) for place in order], "x": list(range(6))})
    assert column(work, schema.PERIOD) == [QUARTERS[place] for place in order]
    assert "period-code-quarter" in codes(work)


CELLS = st.one_of(st.none(), st.text(max_size=12), st.floats(), st.integers(-(10**13), 10**13))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_any_cells_at_all_leave_every_row_accounted_for(rows):
    targets = ("site_id", "period", "area_ha"), ("country", "substance", "confidence")
    for wanted in targets:
        columns = {name: [row[n] for row in rows] for n, name in enumerate(("p", "q", "r"))}
        work = cleaned(columns, dict(zip(wanted, columns, strict=True)))
        assert len(work.frame) + len(work.dropped) == len(rows)
        assert work.frame["area_ha"].dropna().between(0, math.inf, inclusive="left").all()
        assert work.frame["confidence"].dropna().between(0, 1).all()
        assert work.frame["site_id"].notna().all()
