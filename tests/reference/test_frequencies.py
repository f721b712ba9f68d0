"""IPIS and ICMM: frequencies as plain pandas counts them in the files themselves."""

import numpy as np
import pandas as pd
import pytest

import analytics
from analytics.stats.intervals import wilson

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def ipis_file(reference):
    return reference / "ipis" / "ipis_drc_mine_visits.csv"


@pytest.fixture(scope="module")
def ipis(ipis_file):
    return analytics.read(ipis_file)


@pytest.fixture(scope="module")
def visits(ipis_file):
    return pd.read_csv(ipis_file, low_memory=False)


@pytest.fixture(scope="module")
def icmm_file(reference):
    return reference / "icmm" / "global_mining_dataset_2025-09.csv"


@pytest.fixture(scope="module")
def icmm(icmm_file):
    return analytics.read(icmm_file)


@pytest.mark.parametrize("column", ["mineral1", "mercury", "mechanisation", "qualification"])
def test_visits_are_counted_as_pandas_counts_them(ipis, visits, column):
    cells = visits[column].dropna()
    if column == "mercury":
        cells = cells.map({0.0: "0", 1.0: "1"})
    plain = cells.astype(str).str.strip().value_counts()
    result = analytics.run("frequency", ipis, field=column, top=50, separator="none").result
    found = result.table.set_index("value")
    assert found["count"].to_dict() == plain.to_dict()
    assert found["share_count"].to_dict() == pytest.approx((plain / plain.sum()).to_dict())
    assert result.missing == visits[column].isna().sum()
    low, high = wilson(plain.to_numpy(), plain.sum())
    ordered = found.loc[plain.index]
    assert np.allclose(ordered[["low", "high"]], np.column_stack([low, high]))


def test_mercury_by_mechanisation_is_the_plain_table(ipis, visits):
    plain = pd.crosstab(visits["mechanisation"], visits["mercury"].map({0.0: "0", 1.0: "1"}))
    cross = analytics.run("frequency", ipis, field="mechanisation", cross="mercury").result.cross
    assert cross.n == plain.to_numpy().sum()
    for _, cell in cross.table.iterrows():
        assert cell["count"] == plain.loc[cell["value"], cell["cross"]]


def test_many_visits_of_one_mine_are_pointed_out(ipis):
    told = analytics.run("frequency", ipis, field="mercury")
    assert told.result.records == 5338
    assert told.result.sites < told.result.records
    assert told.result.known_ha != told.result.known_ha
    assert any("5,338 records are of" in caveat for caveat in told.section().caveats)


def test_countries_are_counted_as_the_catalogue_lists_them(icmm, icmm_file):
    result = analytics.run("frequency", icmm, field="country", top=50).result
    found = result.table.set_index("value")["count"]
    assert result.records == 8508
    assert found["USA"] == 1627
    listed = icmm.sites["country"].value_counts()
    assert listed["ECU"] == 9
    plain = pd.read_csv(icmm_file)["Country"].str.strip().value_counts()
    assert listed["CIV"] == plain["Côte d'Ivoire"]  # an accent and an apostrophe
    assert listed.sum() == plain.sum() == 8508
    assert listed["NOR"] + listed["SJM"] == plain["Norway"]  # Svalbard is a place of its own
    assert len(listed) == len(plain) + 1
    assert found.to_dict() == listed.head(50).reindex(found.index).to_dict()


@pytest.mark.parametrize(
    "column", ["Primary Commodity", "Secondary Commodity", "Other Commodities", "Asset Type"]
)
def test_commodities_are_counted_as_pandas_counts_them(icmm, icmm_file, column):
    plain = pd.read_csv(icmm_file)[column].dropna().str.strip().value_counts()
    result = analytics.run("frequency", icmm, field=column, top=50, separator="none").result
    found = result.table.set_index("value")["count"]
    assert found.to_dict() == plain.reindex(found.index).to_dict()
    assert found.sum() + result.other.count + result.missing == 8508


def test_lists_of_owners_are_split(icmm, icmm_file):
    plain = pd.read_csv(icmm_file)["Group Names"].dropna()
    names = [{n.strip() for n in cell.split(";")} - {""} for cell in plain]
    wanted = pd.Series([name for cell in names for name in cell]).value_counts()
    result = analytics.run("frequency", icmm, field="Group Names", top=50).result
    assert result.is_multiple
    assert (
        result.table.set_index("value")["count"].to_dict()
        == wanted.reindex(result.table["value"]).to_dict()
    )
