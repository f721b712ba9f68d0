"""Circles are moved apart, within the frame, and no further than they must."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analytics.viz.placing import GAP_PX, HAIR, placed

FRAME = (0.0, 0.0, 200.0, 120.0)
CIRCLES = some.lists(
    some.tuples(some.floats(-50, 250), some.floats(-50, 170), some.floats(1, 40)),
    min_size=1,
    max_size=12,
)


def put(circles, frame=FRAME):
    table = np.array(circles, dtype=float)
    found = placed(table[:, :2], table[:, 2], frame)
    return found.centres, table[:, 2] * found.scale


def test_one_with_room_stays_in_its_place():
    centres, radii = put([(50, 50, 10), (100, 50, 5)])
    assert centres.tolist() == [[50, 50], [100, 50]]
    assert radii.tolist() == [10, 5]


def test_the_larger_stays_and_the_smaller_goes_just_as_far_as_it_must():
    centres, _ = put([(55, 60, 5), (50, 60, 20)])
    assert centres[1].tolist() == [50, 60]
    assert centres[0] == pytest.approx([50 + 25 + GAP_PX, 60])


def test_one_outside_comes_to_the_nearest_edge():
    assert put([(-40, 60, 10)])[0].tolist() == [[10, 60]]


def test_two_in_the_same_place_stand_one_above_the_other():
    centres, _ = put([(100, 60, 10), (100, 60, 10)])
    assert centres[1] == pytest.approx([100, 60 - 20 - GAP_PX])


def test_without_room_all_are_made_smaller():
    _, radii = put([(100, 60, 60), (100, 60, 60)], (0, 0, 150, 120))
    assert radii[0] == radii[1] < 60


@settings(max_examples=30, deadline=None)
@given(CIRCLES)
def test_none_overlap_none_leave_the_frame_and_each_is_as_near_as_can_be(circles):
    anchors = np.array(circles)[:, :2]
    centres, radii = put(circles)
    left, top, right, bottom = FRAME
    assert (centres - radii[:, None] >= np.array([left, top]) - HAIR).all()
    assert (centres + radii[:, None] <= np.array([right, bottom]) + HAIR).all()
    apart = np.hypot(*(centres[:, None] - centres[None]).transpose(2, 0, 1))
    needed = radii[:, None] + radii[None]
    assert (apart + np.eye(len(radii)) * 1e9 >= needed).all()
    again, _ = put(circles)
    assert (again == centres).all()
    order = np.argsort(-np.array(circles)[:, 2], kind="stable")
    grid = np.stack(np.meshgrid(np.linspace(0, 200, 41), np.linspace(0, 120, 25)), -1).reshape(
        -1, 2
    )
    for rank, row in enumerate(order):
        before = order[:rank]
        away = np.hypot(*(grid[:, None] - centres[before][None]).transpose(2, 0, 1))
        free = (away >= radii[before] + radii[row] + GAP_PX).all(axis=1)
        free &= (grid >= radii[row]).all(axis=1)
        free &= (grid <= np.array([right, bottom]) - radii[row]).all(axis=1)
        distance = np.hypot(*(centres[row] - anchors[row]))
        nearest = np.hypot(*(grid[free] - anchors[row]).T).min(initial=np.inf)
        assert distance <= nearest + 1e-5
