"""Which option of the terminal does what a finding or an error asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.core.errors import OrewatchError
    from analytics.core.words import Words

CRS: Final = "--crs EPSG:CODE"
COUNTRY: Final = "--country CODE"
TEMPLATE: Final = "--map TEMPLATE"
LAYER: Final = "layer-not-usable"  # what settles a finding about sites is no help for a layer

#: Code of a finding or an error -> the options, with the error's own facts filled in.
OPTIONS: Final[Mapping[str, str]] = {
    "area-cumulative": "--measure stock",
    "column-not-used": TEMPLATE,
    "crs-missing": CRS,
    "crs-not-on-earth": CRS,
    "crs-unknown": CRS,
    LAYER: "--layer-crs {name}=EPSG:CODE",
    "layers-left": "--data-layer NAME",
    "projection-unfit": f"{COUNTRY}, {CRS}",
    "projection-unknown": f"{COUNTRY}, {CRS}",
    "raster-here": "--raster NAME=FILE",
    "needs-column": TEMPLATE,
    "needs-layer": "--layer {name}=FILE",
    "needs-period": TEMPLATE,
    "needs-population": "--raster {name}=FILE",
    "needs-raster": "--raster {name}=FILE",
    "nothing-told": TEMPLATE,
    "not-settled": "--choose {choice}=OPTION",
    "template-unreadable": "inspect FILE --save-map TEMPLATE",
}


def hint(code: str, say: Words, **facts: object) -> str:
    """The options for `code` in a few words; "" where there are none."""
    options = OPTIONS.get(code, "")
    return say("hint", options=options.format(**facts)) if options else ""


def sentence(error: OrewatchError, say: Words) -> str:
    """What went wrong and what to do, with the options that do it."""
    why = getattr(error, "issue", None)  # the finding a refused file is about
    codes = [error.code, *([why.code] if why and error.code != LAYER else [])]
    told = [hint(code, say, **error.facts) for code in codes]
    return " ".join([error.text(say.language), *filter(None, told)])
