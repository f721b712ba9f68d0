"""Parts of a page never overlap, never leave it, and stand in reading order."""

from hypothesis import given, settings
from hypothesis import strategies as some

from reports.brief.paper.packing import BOTH, packed, spread

ROOM, GAP = 240.0, 4.0


def places(heights, wide=None):
    return packed(heights, wide or [False] * len(heights), room_mm=ROOM, gap_mm=GAP)


def test_parts_go_left_and_right_and_on_to_the_next_page():
    told = [(one.page, one.column, one.top_mm) for one in places([50, 100, 100, 120, 200])]
    assert told == [(0, 0, 0), (0, 1, 0), (0, 0, 54), (0, 1, 104), (1, 0, 0)]


def test_a_wide_part_stands_below_both_columns():
    told = places([50, 80, 60, 20], [False, False, True, False])
    assert (told[2].column, told[2].top_mm) == (BOTH, 84)
    assert told[3].top_mm == 148


def test_columns_of_a_full_page_end_at_its_foot_where_that_takes_little():
    moved = spread(places([100, 60, 172, 130, 50]), room_mm=ROOM)
    assert [round(one.bottom_mm) for one in moved if one.page == 0] == [100, 60, 240, 240]


@given(some.lists(some.tuples(some.floats(5, ROOM), some.booleans()), min_size=1, max_size=14))
@settings(max_examples=25)
def test_nothing_overlaps_or_leaves_the_page(parts):
    heights, wide = zip(*parts, strict=True)
    for told in (places(heights, wide), spread(places(heights, wide), room_mm=ROOM)):
        assert [one.page for one in told] == sorted(one.page for one in told)
        for n, one in enumerate(told):
            assert one.bottom_mm <= ROOM + 1e-6
            for other in told[:n]:
                is_beside = BOTH not in (one.column, other.column) and one.column != other.column
                if one.page == other.page and not is_beside:
                    assert one.top_mm >= other.bottom_mm
