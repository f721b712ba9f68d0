"""Derive the bundled fonts "Orewatch Sans" from Adobe's Source Sans 3 (licence: OFL 1.1).

A changed font may not keep the reserved name "Source", and the name must hold no digit: the
chart renderer and browsers take "Source Sans 3" for a mistake unless it is quoted, and then
measure text with another font. What is left out: hinting, and features nobody asks for. Every
character stays, among them the narrow no-break space that groups French numbers, and ≤ ≥ ≈ ‰.
TTF is for charts and PDF, WOFF2 for HTML that carries its fonts. The bytes never vary.

    npm pack source-sans@3.52.0
    .venv/bin/python scripts/make_fonts.py source-sans-3.52.0.tgz
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
import tarfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "analytics" / "viz" / "fonts"
PACKAGE_SHA256 = "49cf78ddd79b436591ee696785222b54ff28102922e3d3df297fe382d7fdfa88"
FAMILY = "Orewatch Sans"
FACES = {"Regular": "SourceSans3-Regular", "Italic": "SourceSans3-It", "Bold": "SourceSans3-Bold"}
NOTE = f"""The fonts "{FAMILY}" in this folder are Adobe's Source Sans 3 under another name, with no
hinting and with fewer features (scripts/make_fonts.py). Their licence:

"""


def derive(package: Path) -> None:
    """Write the faces and their licence from the npm archive `package`, if it is the known one."""
    found = hashlib.sha256(package.read_bytes()).hexdigest()
    if found != PACKAGE_SHA256:
        sys.exit(f"{package} is not the archive we know (sha256 {found}). Nothing was written.")
    FONTS.mkdir(exist_ok=True)
    with tarfile.open(package) as archive:
        for style, original in FACES.items():
            face = _face(_content(archive, f"TTF/{original}.ttf"), style)
            for flavor, ending in ((None, "ttf"), ("woff2", "woff2")):
                face.flavor = flavor
                face.save(FONTS / f"OrewatchSans-{style}.{ending}")
        licence = _content(archive, "LICENSE.md").decode()
    lines = "\n".join(line.rstrip() for line in licence.splitlines())
    (FONTS / "OFL.txt").write_text(f"{NOTE}{lines.strip()}\n", encoding="utf-8")


def _content(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(f"package/{name}")
    if member is None:
        sys.exit(f"The archive has no {name}.")
    return member.read()


def _face(content: bytes, style: str) -> TTFont:
    face = TTFont(io.BytesIO(content), recalcTimestamp=False)
    options = subset.Options(hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 7, 13, 14])
    smaller = subset.Subsetter(options)
    smaller.populate(unicodes=face.getBestCmap())
    smaller.subset(face)
    plain = f"{FAMILY} {style}"
    names = {1: FAMILY, 2: style, 3: plain, 4: plain, 6: f"OrewatchSans-{style}"}
    for entry in list(face["name"].names):
        if entry.nameID in names:
            entry.string = names[entry.nameID]
    return face


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("package", type=Path, help="the archive that `npm pack` made")
    derive(arguments.parse_args().package)
