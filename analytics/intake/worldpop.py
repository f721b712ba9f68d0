"""WorldPop's grids of people by country and year: which there are, and where they lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from analytics.core.countries import WITHDRAWN, two_letters
from analytics.intake.work import ReadError

BEGINS: Final = "worldpop:"
NAME: Final = re.compile(r"^worldpop:([A-Za-z]{3}):(\d{4})(?::([a-z0-9-]+))?$", re.IGNORECASE)
SOURCE: Final = "WorldPop (www.worldpop.org), University of Southampton"
CITED: Final = f"{SOURCE}, R2025A v1 (alpha), doi:10.5258/SOTON/WP00839"
LICENCE: Final = "CC BY 4.0"
HOST: Final = "https://data.worldpop.org/GIS/Population/"
OWN_CODES: Final = {"XKX": "KOS"}  # in the older series
OLD, NEW = range(2000, 2021), range(2015, 2031)


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One way WorldPop deals the people of a country to cells."""

    key: str
    years: range
    path: str
    metres: int  # side of a cell, about


#: Constrained: in mapped settlements only; unconstrained: on all land. In the order to offer them.
PRODUCTS: Final = {
    product.key: product
    for product in (
        Product(
            key="constrained-100m",
            years=NEW,
            path="Global_2015_2030/R2025A/{year}/{big}/v1/100m/constrained/"
            "{small}_pop_{year}_CN_100m_R2025A_v1.tif",
            metres=100,
        ),
        Product(
            key="constrained-1km",
            years=NEW,
            path="Global_2015_2030/R2025A/{year}/{big}/v1/1km_ua/constrained/"
            "{small}_pop_{year}_CN_1km_R2025A_UA_v1.tif",
            metres=1_000,
        ),
        Product(
            key="unconstrained-100m",
            years=OLD,
            path="Global_2000_2020/{year}/{big}/{small}_ppp_{year}.tif",
            metres=100,
        ),
        Product(
            key="unconstrained-1km",
            years=OLD,
            path="Global_2000_2020_1km/{year}/{big}/{small}_ppp_{year}_1km_Aggregated.tif",
            metres=1_000,
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One of WorldPop's files."""

    country: str  # three letters, big
    year: int
    product: Product

    @property
    def address(self) -> str:
        """Where it lies on the web."""
        code = (
            OWN_CODES.get(self.country, self.country) if self.product.years is OLD else self.country
        )
        return HOST + self.product.path.format(year=self.year, big=code, small=code.lower())

    @property
    def text(self) -> str:
        """How the terminal calls it."""
        return f"{BEGINS}{self.country}:{self.year}:{self.product.key}"

    @property
    def source(self) -> str:
        """Whose it is, and how they ask to be cited."""
        return CITED if self.product.years is NEW else SOURCE

    @property
    def name(self) -> str:
        """How it is cited, in every language alike."""
        return f"WorldPop {self.country} {self.year} ({self.product.key})"


def countries() -> tuple[str, ...]:
    """Codes of the countries there can be a grid of, in the order of the alphabet."""
    return tuple(sorted(code for code in two_letters() if code not in WITHDRAWN))


def grid(text: str) -> Grid:
    """The grid called `worldpop:BDI:2020` or `worldpop:BDI:2025:constrained-1km`.

    Without a product: unconstrained, 100 m, and where that has no such year, constrained.
    """
    found = NAME.match(text)
    if found and (country := found[1].upper()) in countries():
        year = int(found[2])
        usual = "unconstrained-100m" if year in OLD else "constrained-100m"
        product = PRODUCTS.get((found[3] or usual).lower())
        if product and year in product.years:
            return Grid(country=country, year=year, product=product)
    years = "; ".join(f"{p.key}: {p.years[0]}-{p.years[-1]}" for p in PRODUCTS.values())
    raise ReadError("worldpop-name", value=text[:60], products=years)
