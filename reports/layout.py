"""What of an answer goes on its first page, and how high its maps may be.

Everything is drawn once on a page without end; the heights found there decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.core.section import Section

PX_PER_MM: Final = 96 / 25.4
ROOM_PX: Final = (297 - 16 - 14) * PX_PER_MM - 6  # of an A4 page without its margins
LEAST_MAP_MM: Final = 70.0  # a lower one shows nothing: rather a new page
MOST_MAP_MM: Final = 100.0
LATER_MAP_MM: Final = 77.0  # after the first page: three fit one page
WHOLE_ROWS: Final = 20  # a longer table shows its first rows: the others are in the data file
CUT_ROWS: Final = 15
PAGE_ROWS: Final = 12  # a table up to this long may stand whole on the first page
BRIEF_ROWS: Final = 8  # of a longer one
SCREEN_ROWS: Final = 40
MORE_PX: Final = 20.0  # the line that says how many rows are left
DENSE_PX: Final = 100.0  # what closer lines save at most on one page


class Form(StrEnum):
    """How an answer is laid out."""

    PAGE = "page"  # all of it on one page
    PAGES = "pages"  # a first page that stands alone, the rest after it
    FLOW = "flow"  # one after the other: the first page would not hold what it must
    SCREEN = "screen"  # one after the other, without pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What is set so that the first page is full and no fuller."""

    form: Form
    maps_mm: tuple[float, ...]  # the height of each map
    first_maps: int = 0  # so many stand on the first page
    rows: int = PAGE_ROWS  # of the first table there, at most; 0 where it follows
    has_chart: bool = True  # the first chart stands there
    is_dense: bool = False


@dataclass(frozen=True, slots=True)
class Heights:
    """Where the parts of an answer begin on a page without end, in pixels from its start.

    Parts are `opening`, `first` (its table), `row-0` …, `drawn` (the end of its chart), `map-0` …,
    `rest`, `caveats`, `notes`, `beyond` (what of the notes only a whole page has) and `end`.
    """

    tops: Mapping[str, float]

    def of(self, start: str, end: str) -> float:
        """From the top of a part to that of another; 0 where either is not there."""
        if start not in self.tops or end not in self.tops:
            return 0.0
        return self.tops[end] - self.tops[start]

    @property
    def head(self) -> float:
        """Title, headline and key numbers."""
        body = ("opening", "map-0", "rest", "caveats", "notes", "end")
        return min(self.tops[name] for name in body if name in self.tops)

    @property
    def foot(self) -> float:
        """What to keep in mind, and the line of sources."""
        start = "caveats" if "caveats" in self.tops else "notes"
        return self.of(start, "beyond" if "beyond" in self.tops else "end")

    def opening(self, rows: int, *, is_beside: bool, has_chart: bool) -> float:
        """The first chart and so many rows of the first table, or either of the two."""
        whole = self._opening(rows, is_beside=is_beside)
        return whole if has_chart else whole - self.of("opening", "first")

    def _opening(self, rows: int, *, is_beside: bool) -> float:
        after = next((n for n in ("map-0", "rest", "caveats", "notes") if n in self.tops), "end")
        whole = self.of("opening", after)
        if "first" not in self.tops:
            return whole
        count = sum(name.startswith("row-") for name in self.tops)
        if rows >= count:
            return whole
        last = self.tops[f"row-{count - 1}"]
        row_px = (last - self.tops["row-0"]) / max(1, count - 1)
        cut = last + row_px - self.tops[f"row-{rows}"] - MORE_PX
        if is_beside:
            chart, table = self.of("opening", "drawn") + MORE_PX, self.of("first", after) - cut
            return max(chart, table)
        return whole - cut if rows else self.of("opening", "first")

    def map(self, place: int) -> float:
        """A map at its least height, with its caption."""
        after = next(
            n for n in (f"map-{place + 1}", "rest", "caveats", "notes", "end") if n in self.tops
        )
        return self.of(f"map-{place}", after)


def trial(section: Section, least_mm: Sequence[float]) -> Fit:
    """Everything on one page, maps as low as they may be: to be measured."""
    heights = tuple(max(LEAST_MAP_MM, least) for least in least_mm)
    count = len(section.maps)
    return Fit(form=Form.PAGE, maps_mm=heights, first_maps=count)


def screen(section: Section, least_mm: Sequence[float]) -> Fit:
    """One after the other, for the screen."""
    heights = tuple(max(MOST_MAP_MM, least) for least in least_mm)
    count = len(section.maps)
    return Fit(form=Form.SCREEN, maps_mm=heights, first_maps=count, rows=SCREEN_ROWS)


def measured(document: Any, count: int) -> list[Heights]:  # noqa: ANN401 - WeasyPrint is not typed
    """The heights of each answer of a trial."""
    places = {
        name: (number, y)
        for number, page in enumerate(document.pages)
        for name, (_, y, *_) in page.anchors.items()
    }
    found = []
    for place in range(count):
        page, start = places[f"start-{place}"]
        own = {n: at for n, at in places.items() if n.startswith(f"part-{place}-")}
        tops = {n.split("-", 2)[2]: y - start for n, (on, y) in own.items() if on == page}
        found.append(Heights(tops))
    return found


def misses_a_little(section: Section, heights: Heights) -> bool:
    """Whether closer lines would make it one page."""
    over = heights.tops["end"] - ROOM_PX
    return _may_be_one_page(section) and 0 < over <= DENSE_PX


def fits_one_page(heights: Heights) -> bool:
    """Whether all of it stands on one page."""
    return heights.tops["end"] <= ROOM_PX


def fitted(tried: Fit, section: Section, heights: Heights, *, is_beside: bool) -> Fit:
    """One page where everything has room on it, else a first page that stands alone.

    Where that one cannot hold what it must, all follows without a break.
    """
    room = ROOM_PX - heights.tops["end"]
    if _may_be_one_page(section) and room >= 0:
        return _with_higher_maps(tried, tried.first_maps, room)
    later = replace(
        tried, maps_mm=tuple(max(LATER_MAP_MM, mm) for mm in tried.maps_mm), is_dense=False
    )
    for maps, rows, has_chart in _choices(section, heights, is_beside=is_beside):
        room = ROOM_PX - heights.head - heights.foot
        room -= heights.opening(rows, is_beside=is_beside, has_chart=has_chart)
        room -= sum(heights.map(place) for place in range(maps))
        if room >= 0:
            low = (*tried.maps_mm[:maps], *later.maps_mm[maps:])
            paged = replace(later, form=Form.PAGES, maps_mm=low, first_maps=maps, rows=rows)
            return _with_higher_maps(replace(paged, has_chart=has_chart), maps, room)
    return replace(later, form=Form.FLOW, first_maps=min(1, len(section.maps)), rows=BRIEF_ROWS)


def rows_after(count: int) -> int:
    """How many rows of a table that follows the first page are printed."""
    return count if count <= WHOLE_ROWS else CUT_ROWS


def _may_be_one_page(section: Section) -> bool:
    return all(len(table.frame) <= PAGE_ROWS for table in section.tables)


def _choices(section: Section, heights: Heights, *, is_beside: bool) -> list[tuple[int, int, bool]]:
    """Maps and rows of the first page, and whether it has the chart, what is best first.

    A map goes before a chart above its table.
    """
    count = len(section.tables[0].frame) if section.tables else 0
    rows = [PAGE_ROWS] if count <= PAGE_ROWS else []
    rows += [BRIEF_ROWS] if count > BRIEF_ROWS else []
    rows += [] if is_beside else [0]
    with_map = [(1, r, True) for r in rows]
    is_above = not is_beside and "first" in heights.tops and bool(section.charts)
    with_map += [(1, r, False) for r in rows] if is_above else []
    without = [(0, r, True) for r in rows]
    return [*(with_map if section.maps else []), *without]


def _with_higher_maps(fit: Fit, maps: int, room: float) -> Fit:
    """The maps of the first page share the room that is left."""
    more = max(0.0, room) / PX_PER_MM / max(1, maps)
    high = tuple(
        max(mm, min(MOST_MAP_MM, mm + more)) if place < maps else mm
        for place, mm in enumerate(fit.maps_mm)
    )
    return replace(fit, maps_mm=high)
