"""The made-up land as a data set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from analytics.core.dataset import Dataset
from analytics.core.provenance import SAMPLE_NAME, SAMPLE_SOURCE, Provenance
from analytics.core.schema import STORED_CRS, AreaBasis, Measure
from analytics.madeup import frames, people, pixels, region, sites, zones
from analytics.raster.handle import Raster

if TYPE_CHECKING:
    from analytics.madeup.people import People
    from analytics.madeup.region import Region
    from analytics.madeup.sites import Plan, Record
    from analytics.madeup.zones import Zones

AS_OF: Final = date(2025, 12, 31)
LICENCE: Final = "CC0-1.0"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Land:
    """Everything drawn for one seed, in metres."""

    seed: int
    region: Region
    plan: Plan
    records: tuple[Record, ...]
    zones: Zones
    people: People


@cache
def land(seed: int) -> Land:
    """Draw the land once; data set, truth and files are taken from the same drawing."""
    drawn, due = region.draw(seed), sites.plan(seed)
    planned = zones.plan(seed, drawn)
    return Land(
        seed=seed,
        region=drawn,
        plan=due,
        records=sites.place(seed, drawn, due),
        zones=planned,
        people=people.settle(seed, drawn, planned),
    )


@cache
def dataset(seed: int) -> Dataset:
    """Sites, layers, population and pixel series of this seed, every part marked as sample."""
    drawn = land(seed)
    layers = frames.layers(drawn.region, drawn.zones)
    series = {mine.mine_id: pixels.series(seed, mine) for mine in drawn.zones.mines}
    return Dataset(
        sites=frames.sites(seed, drawn.records, drawn.region),
        places=frames.places(drawn.records, drawn.region),
        name=SAMPLE_NAME,
        area_basis=AreaBasis.GEOMETRY,
        measure=Measure.FLOW,
        layers=layers,
        rasters={"population": population(drawn.people)},
        pixels=series,
        provenance=tuple(
            _made_up(part, seed) for part in ("sites", *layers, "population", *series)
        ),
    )


def population(settled: People) -> Raster:
    """People per cell as a raster."""
    return Raster.from_array(
        settled.counts,
        bounds=people.BOUNDS,
        crs=STORED_CRS,
        nodata=people.NODATA,
        name="sample-population",
    )


def _made_up(part: str, seed: int) -> Provenance:
    name = part if part.startswith("sample-") else f"sample-{part}"
    return Provenance(
        part=part,
        name=name,
        source=SAMPLE_SOURCE,
        as_of=AS_OF,
        licence=LICENCE,
        steps=(f"made-up-seed-{seed}",),
        is_sample=True,
    )
