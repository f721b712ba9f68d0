"""Columns chosen by a person win over those found by their names."""

import geopandas as gpd
import shapely

from analytics.analyses.compliance import columns, naming


def layer(**cells):
    frame = {name: [value] for name, value in cells.items()}
    return gpd.GeoDataFrame(frame, geometry=[shapely.box(0, 0, 1, 1)], crs=4326)


def test_names_in_the_files_language_are_found():
    frame = layer(FECHA_INICIO="2020-01-01", Titular="Minera SA")
    found = naming.found(frame, "concessions")
    assert found["valid_from"] == "FECHA_INICIO"
    assert found["holder"] == "Titular"
    assert found["stage"] == ""


def test_a_choice_wins_and_the_files_columns_stay():
    frame = layer(status="x", ESTADO_REAL="active", begins="2020")
    made = naming.named(frame, {"status": "ESTADO_REAL", "valid_from": "begins", "stage": ""})
    assert columns.texts(made, "status") == ["active"]
    assert str(columns.days(made, "valid_from", is_end=False)[0]) == "2020-01-01"
    assert {"status before", "ESTADO_REAL", "begins"} <= set(made.columns)
    assert list(frame.columns) == ["status", "ESTADO_REAL", "begins", "geometry"]


def test_one_column_may_play_two_roles():
    made = naming.named(layer(what="forest"), {"permit": "what", "status": "what"})
    assert columns.texts(made, "permit") == columns.texts(made, "status") == ["forest"]


def test_what_is_found_already_is_left_as_it_is():
    frame = layer(status="active")
    assert naming.named(frame, {"status": "status"}) is frame


def test_only_layers_of_rules_have_roles():
    assert naming.roles("roads") == ()
    assert "name" in naming.roles("indigenous")
