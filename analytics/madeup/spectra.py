"""How land reads from a satellite: what the made-up series are drawn around.

Medians of Sentinel-2 level 2A reflectance times 10 000, measured by this project on 599 pairs of
tropical patches of 48 x 48 pixels (composites between 2018 and 2023) whose pixels were sorted
into surface classes. Only these medians are kept; the patches are not part of the product.
"""

from __future__ import annotations

from typing import Final

BANDS: Final = ("b4", "b8", "b11", "b12")

SPECTRA: Final = {
    "closed forest": {"b4": 243.0, "b8": 2993.0, "b11": 1540.0, "b12": 647.0},
    "regrowth": {"b4": 466.0, "b8": 2938.0, "b11": 1960.0, "b12": 1006.0},
    "bright mine soil": {"b4": 2564.0, "b8": 3250.0, "b11": 3709.0, "b12": 2763.0},
    "wet mine soil": {"b4": 1496.0, "b8": 1953.0, "b11": 2027.0, "b12": 1408.0},
    "mining pond": {"b4": 1825.0, "b8": 1232.0, "b11": 667.0, "b12": 424.0},
    "cloud remnant": {"b4": 3517.0, "b8": 4544.0, "b11": 3915.0, "b12": 3299.0},
}
