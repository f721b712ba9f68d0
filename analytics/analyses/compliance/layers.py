"""The layers a data set holds, each as claims on mined ground on the day it was seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.analyses.compliance import columns, riparian, titles
from analytics.analyses.compliance.ground import Cut, cut
from analytics.analyses.compliance.rules import kinds
from analytics.core import overlay, partition
from analytics.core.partition import Named
from analytics.core.parts import UNKNOWN, provinces

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.analyses.compliance.records import Records
    from analytics.analyses.compliance.rules.rule import Rules
    from analytics.core.dataset import Dataset
    from analytics.core.partition import Pairs

    Flags = NDArray[np.bool_]
    Whole = NDArray[np.int64]

PERMIT: Final = "permit "  # before the name of a permit, as the name of its cut
TURN_DEG: Final = 360.0
FAR_DEG: Final = 1.0  # about 110 km: a layer that ends so far from all sites tells nothing of them


#: The label of each meeting of a site with a shape: -1 where it does not count.
Judge = Callable[["Pairs"], "Whole"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer laid on the ground."""

    zones: Named
    judge: Judge
    cut: Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Every layer laid on the ground, and what had to be assumed of them."""

    ground: Named
    layers: dict[str, Layer]  # by the name of the label that pieces bear
    provinces: tuple[tuple[str, str], ...]  # country and name by label
    narrow: tuple[str, ...]  # strips drawn at their narrowest: the rivers' layer tells too little
    derived: tuple[str, ...]  # layers made here from rivers
    has_any_permit: bool  # permits that do not say what for, and so count for everything
    bare: tuple[str, ...]  # layers without a single area, which cut nothing: not used
    elsewhere: tuple[str, ...]  # layers that lie far from all sites: not used

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """In the order they are made."""
        return tuple(layer.cut for layer in self.layers.values())


def laid(dataset: Dataset, found: Records, rules: Rules) -> Laid:
    """What does not hang on the rules is cut first, so that other rules need not cut it again."""
    given = {name: dataset.layers[name] for name in dataset.layers if name in kinds.LAYERS}
    bare = tuple(name for name, frame in given.items() if _is_bare(name, frame))
    elsewhere = tuple(
        name
        for name, frame in given.items()
        if name not in bare and _is_elsewhere(frame, found.ground)
    )
    frames = {name: frame for name, frame in given.items() if name not in (*bare, *elsewhere)}
    bench = _Bench(dataset, found)
    for name in kinds.ZONES:
        if name in frames:
            bench.lay(name, _shapes(frames[name]), _in_force(frames[name], found))
    names = bench.lay_provinces()
    if kinds.CADASTRE in frames:
        bench.lay(kinds.CADASTRE, _shapes(frames[kinds.CADASTRE]), _always)
    narrow, derived = [], []
    for one in rules.restrictions:
        if one.layer not in bench.layers and one.derive is not None and one.derive.source in frames:
            strip = riparian.strips(found.ground.shapes, frames, one.derive)
            bench.lay(one.layer, strip.shapes, _always, key=str(one.derive))
            derived.append(one.layer)
            narrow += [one.id] if strip.is_narrow else []
    if kinds.PERMITS in frames:
        bench.lay_permits(frames[kinds.PERMITS], rules)
    if kinds.CONCESSIONS in frames:
        frame, when = frames[kinds.CONCESSIONS], (found.first, found.last)
        judge = partial(titles.states, frame, rules.concession, when)
        bench.lay(kinds.CONCESSIONS, _shapes(frame), judge)
    return Laid(
        ground=found.ground,
        layers=bench.layers,
        provinces=names,
        narrow=tuple(narrow),
        derived=tuple(derived),
        has_any_permit=kinds.PERMITS in frames
        and columns.column(frames[kinds.PERMITS], "permit") is None,
        bare=bare,
        elsewhere=elsewhere,
    )


class _Bench:
    """Where layers are laid on the ground, one after the other."""

    def __init__(self, dataset: Dataset, found: Records) -> None:
        self.dataset, self.found = dataset, found
        self.layers: dict[str, Layer] = {}

    def lay(
        self, name: str, shapes: NDArray[np.object_], judge: Judge, *, key: str = "", of: str = ""
    ) -> None:
        """A layer; `of` is the one whose shapes it shares, `key` stands for shapes made here."""
        zones = Named(f"{self.dataset.fingerprint} {of or name} {key}", shapes)
        ground = self.found.ground
        met = partition.meetings(ground, zones)
        made = cut(name, ground, zones, judge(met))
        self.layers[name] = Layer(zones=zones, judge=judge, cut=made)

    def lay_provinces(self) -> tuple[tuple[str, str], ...]:
        """Provinces by name; of two that overlap the first has the ground."""
        if kinds.PROVINCES not in self.dataset.layers:
            return ()
        frame = provinces(self.dataset)
        named = frame.reindex(columns=["country", "province"]).astype("string").fillna(UNKNOWN)
        pairs = list(zip(named["country"], named["province"], strict=True))
        place = {pair: label for label, pair in enumerate(dict.fromkeys(pairs))}
        label = np.array([place[pair] for pair in pairs], dtype=np.int64)
        self.lay(kinds.PROVINCES, _shapes(frame), lambda met: label[met.zone])
        return tuple(place)

    def lay_permits(self, frame: gpd.GeoDataFrame, rules: Rules) -> None:
        """One layer for each permit the rules speak of; a permit of no kind counts for all."""
        said = columns.texts(frame, "permit")
        in_force, is_standing = _in_force(frame, self.found), _is_standing(frame, rules)
        is_standing &= ~titles.unread_days(frame)
        for permit, words in permit_words(rules).items():
            is_for = is_standing.copy()
            if said is not None:
                is_for &= np.array([columns.means(text, words) for text in said], dtype=bool)
            judge = partial(_only, is_for, in_force)
            self.lay(f"{PERMIT}{permit}", _shapes(frame), judge, of=kinds.PERMITS)


def _is_bare(name: str, frame: gpd.GeoDataFrame) -> bool:
    """Whether there is nothing to cut with; rivers may be lines."""
    shapes = frame.geometry.to_numpy()
    used = shapes if name == kinds.RIVERS else overlay.areal(shapes)
    return bool((shapely.is_missing(used) | shapely.is_empty(used)).all())


def _is_elsewhere(frame: gpd.GeoDataFrame, ground: Named) -> bool:
    """Whether all shapes end far from all sites, as those of another country or system do."""
    own, sites = (shapely.total_bounds(s) for s in (frame.geometry.to_numpy(), ground.shapes))
    east, north = np.maximum(own[:2] - sites[2:], sites[:2] - own[2:])
    round_the_back = TURN_DEG - (max(own[2], sites[2]) - min(own[0], sites[0]))
    return bool(min(east, round_the_back) > FAR_DEG or north > FAR_DEG)  # never of no sites


def _shapes(frame: gpd.GeoDataFrame) -> NDArray[np.object_]:
    return overlay.areal(frame.geometry.to_numpy())


def _always(met: Pairs) -> Whole:
    return np.zeros(len(met.row), dtype=np.int64)


def _only(counts: Flags, judge: Judge, met: Pairs) -> Whole:
    return np.where(counts[met.zone], judge(met), partition.NONE)


def _in_force(frame: gpd.GeoDataFrame, found: Records) -> Judge:
    """In force on any day a site was seen, its own first and last day included."""
    start = columns.days(frame, "valid_from", is_end=False)
    end = columns.days(frame, "valid_to", is_end=True)

    def judge(met: Pairs) -> Whole:
        late, over = start[met.zone] > found.last[met.row], end[met.zone] < found.first[met.row]
        return np.where(late | over, partition.NONE, 0)

    return judge


def permit_words(rules: Rules) -> dict[str, tuple[str, ...]]:
    """What files call each permit: its own name, what the rules list, the zones it is for."""
    found: dict[str, tuple[str, ...]] = {}
    for one in rules.restrictions:
        for permit in one.permits:
            before = found.get(permit, (permit, *rules.permit_words.get(permit, ())))
            found[permit] = (*before, one.id, one.layer)
    return found


def _is_standing(frame: gpd.GeoDataFrame, rules: Rules) -> Flags:
    """Whether a permit's status, where it has one, speaks for it."""
    said = columns.texts(frame, "status")
    bad = rules.concession.invalid_if.get("status", ())
    if said is None:
        return np.ones(len(frame), dtype=bool)
    return np.array([not (text and columns.means(text, bad)) for text in said], dtype=bool)
