"""Four pages that are full and no fuller: everything is measured once, then put in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from analytics.core import progress
from reports.brief.paper import setting
from reports.brief.paper.cells import Cell, cells, counted, fillers, lower
from reports.brief.paper.drawn import Easel
from reports.brief.paper.front import MOST_MAP_MM, front, lead_map, least_map, lowest_map
from reports.brief.paper.packing import packed, spread
from reports.brief.paper.setting import Setting
from reports.brief.paper.sheet import GAP_MM, PX_PER_MM, SHEETS
from reports.brief.paper.standing import FEWEST, Standing, standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.brief.content import Brief
    from reports.brief.paper.front import Front
    from reports.brief.paper.packing import Place
    from reports.brief.paper.sheet import Sheet

    Leaves = list[list[tuple[Cell, "Spot"]]]

AIR_MM: Final = 4.0  # between parts that stand one below the other
SPARE_MM: Final = 0.8  # for what rounding takes
FOOT_SPARE_MM: Final = 4.0  # of the page of trust: its last lines stay together
MORE_MM: Final = 4.5  # the line that says how many limits are left
#: How close the first page is set, the next where one does not fit: lines are closer, then
#: proposals stand without their reasons.
CLOSER: Final = ("", "dense", "dense terse")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a part stands on its page."""

    left_mm: float
    top_mm: float


def text(brief: Brief) -> str:
    """The document for paper, everything in its place."""
    place = Setting(sheet=SHEETS[brief.order.paper], is_print=True)
    easel = Easel(sheet=place.sheet, language=brief.order.language)
    found = cells(brief, easel)
    more = fillers(brief, found)
    numbered = counted([*found, *more], easel.language)  # numbers take room too
    full, short = standing(brief), standing(brief, is_short=True)
    told: dict[str, Any] = {"cells": numbered, "standing": full, "short": short}
    progress.at(0.6)
    tops, free_mm, closer = _measured(brief, place, easel, told)
    progress.at(0.8)
    if found:
        told["leaves"] = _leaves(brief, (found, more), tops, easel)
    told["standing"] = _fitted(brief, full, tops, place.sheet)
    first = _front(brief, place, easel, free_mm)
    progress.at(0.9)
    return place.document("brief.html", brief, first, **told, closer=closer)


def opening(brief: Brief, place: Setting, easel: Easel) -> tuple[Front, str]:
    """The first page alone, and how close it is set."""
    none: dict[str, Any] = {"cells": [], "standing": None, "short": None}
    _, free_mm, closer = _measured(brief, place, easel, none)
    return _front(brief, place, easel, free_mm), closer


def _front(brief: Brief, place: Setting, easel: Easel, free_mm: float) -> Front:
    """With a map as high as there is room for; lower than it should be where that saves a page."""
    height = max(lowest_map(brief, easel), min(MOST_MAP_MM, least_map(brief, easel) + free_mm))
    return front(brief, lead_map(brief, easel, height), logo=place.logo(brief))


def tops_mm(document: Any) -> dict[str, float]:  # noqa: ANN401 - WeasyPrint is not typed
    """How many millimetres from the top of its page each part begins."""
    return {
        name: y / PX_PER_MM for page in document.pages for name, (_, y, *_) in page.anchors.items()
    }


def _measured(
    brief: Brief, place: Setting, easel: Easel, told: Mapping[str, Any]
) -> tuple[dict[str, float], float, str]:
    """Where each part begins on pages without end, what the first page has left, how close it is.

    It is set closer until it fits with the lowest map.
    """
    bare, least = front(brief, None, logo=place.logo(brief)), least_map(brief, easel)
    spare = least - lowest_map(brief, easel)
    box = _box(place.sheet, least) if least else ""
    for closer in CLOSER:
        given = {**told, "map_box": box, "is_trial": True, "closer": closer}
        tops = tops_mm(setting.pages(place.document("brief.html", brief, bare, **given), brief))
        free_mm = place.sheet.room_mm[1] - SPARE_MM - tops["first-end"] + tops["first"]
        if free_mm >= 0 or (closer and free_mm + spare >= 0):
            break
    return tops, free_mm, closer


def _leaves(
    brief: Brief, parts: tuple[list[Cell], list[Cell]], tops: Mapping[str, float], easel: Easel
) -> Leaves:
    """The parts of each page with their places; nothing where one is higher than a page.

    Drawings are lower where that saves a page; tables fill what room is left.
    """
    found, more = parts
    room_mm = easel.sheet.room_mm[1] - SPARE_MM
    high = {one.key: tops[f"{one.key}-end"] - tops[one.key] + 0.2 for one in (*found, *more)}
    if max(high[one.key] for one in found) > room_mm:
        return []

    def placed(chosen: Sequence[Cell], high: Mapping[str, float]) -> list[Place]:
        wide = [one.is_wide for one in chosen]
        return packed([high[one.key] for one in chosen], wide, room_mm=room_mm, gap_mm=AIR_MM)

    spare = {one.key: one.shown.drawn.spare_mm for one in found if one.shown}
    low = {key: mm - spare.get(key, 0.0) for key, mm in high.items()}
    if placed(found, low)[-1].page < placed(found, high)[-1].page:
        found, high = lower(brief, found, replace(easel, is_low=True)), low
    pages, kept = placed(found, high)[-1].page, list(found)
    for one in more:
        if placed([*kept, one], high)[-1].page == pages:
            kept.append(one)
    leaves: Leaves = [[] for _ in range(pages + 1)]
    places = spread(placed(kept, high), room_mm=room_mm)
    for one, at in zip(counted(kept, easel.language), places, strict=True):
        leaves[at.page].append((one, _spot(at, easel.sheet)))
    return leaves


def _spot(at: Place, sheet: Sheet) -> Spot:
    left = sheet.column_mm + GAP_MM if at.column == 1 else 0.0
    return Spot(left_mm=left, top_mm=at.top_mm)


def _fitted(brief: Brief, full: Standing, tops: Mapping[str, float], sheet: Sheet) -> Standing:
    """As many limits as the page holds; parameters in short where few limits would have room."""
    start = tops.get("limit-0", tops["right-end"])
    whole = tops["trust-end"] - tops["trust"] + FOOT_SPARE_MM - (tops["pair-end"] - start)
    unused = {
        False: tops["short-end"] - tops["parameters-end"],
        True: tops["parameters-end"] - tops["data-end"],
    }
    ends = [tops.get(f"limit-{n}", tops["right-end"]) for n in range(1, len(full.limits) + 1)]
    for is_short in (False, True):
        room = sheet.room_mm[1] - whole + unused[is_short]
        if tops["left-end"] - start > room:
            continue
        if all(end - start <= room for end in ends):
            return standing(brief, is_short=is_short)
        most = sum(end - start + MORE_MM <= room for end in ends)
        if most >= FEWEST:
            return standing(brief, limits=most, is_short=is_short)
    return standing(brief, limits=FEWEST, is_short=True)


def _box(sheet: Sheet, height_mm: float) -> Markup:
    """An empty place for the map."""
    size = f"width:{sheet.room_mm[0]:.2f}mm;height:{height_mm:.2f}mm"
    return Markup(f'<div style="{size}"></div>')  # noqa: S704 - two numbers
