"""Single charts and maps as files that stand alone: SVG, PNG, and their numbers as CSV."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analytics.core.errors import NotKnown
from analytics.core.section import Chart, Map, Table
from analytics.core.words import Words
from analytics.viz import maps, people, theme, twin
from analytics.viz.drawing import FONTS, chart_svg, png_of, size_px, sound, with_own_ids
from analytics.viz.ground import own_land
from analytics.viz.ink import ink_for, text_at, wrapped
from reports import beneath, sheets
from reports.export import check_place, put
from reports.frames import marked
from reports.imprint import imprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.core.analysis import Run
    from analytics.core.section import Section

HERE: Final = Path(__file__).parent
FORMS: Final = (".svg", ".png", ".csv")
MARGIN_PX: Final = 20
LEAST_PX: Final = 560  # width of the text; a chart may be narrower
MAP_MM: Final = (180.0, 110.0)
SIZES: Final = {"mark": 11, "head": 16, "caption": 12, "source": 9}
LEADING: Final = 1.35
TOLD_ROWS: Final = 12  # of a chart, in the text in its place
DENSER: Final = 2.0  # pixels of a PNG for each of the drawing


class NoPicture(NotKnown):
    """A name that no chart or map of an answer has."""

    folder = HERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart or a map of an answer: `name` is what files and addresses call it."""

    name: str  # "chart-1", "map-2"
    item: Chart | Map

    @property
    def caption(self) -> str:
        """What it shows."""
        return self.item.caption


def pictures(section: Section) -> tuple[Picture, ...]:
    """All of them, charts first, numbered from 1."""
    return (
        *(Picture(name=f"chart-{n}", item=item) for n, item in enumerate(section.charts, start=1)),
        *(Picture(name=f"map-{n}", item=item) for n, item in enumerate(section.maps, start=1)),
    )


def find(section: Section, name: str) -> Picture:
    """The picture of this name, or a sentence that lists those there are."""
    known = {one.name: one for one in pictures(section)}
    if name not in known:
        raise NoPicture("picture", name=name, known=", ".join(known) or "–")
    return known[name]


def table(picture: Picture, words: Words) -> Table:
    """What the picture shows, as rows."""
    item = picture.item
    return twin.of_chart(item, words) if isinstance(item, Chart) else twin.of_map(item, words)


def only(run: Run[Any], name: str, language: str) -> Run[Any]:
    """The answer with one picture and no other; a chart keeps its table.

    Refused where no picture has that name.
    """
    find(run.section(language), name)

    def tell(result: Any, words: Words) -> Section:  # noqa: ANN401 - of any analysis
        told = run.analysis.tell(result, words)
        one = find(told, name)
        charts = (one.item,) if isinstance(one.item, Chart) else ()
        maps = (one.item,) if isinstance(one.item, Map) else ()
        tables = (table(one, words),) if charts else ()
        return replace(told, figures=(), charts=charts, maps=maps, tables=tables)

    return replace(run, analysis=replace(run.analysis, tell=tell))


def check(folder: Path) -> None:
    """Refuse, before any work is done, a folder we may not write to."""
    check_place(folder / "x" if folder.is_dir() else folder)


def picture_bytes(
    run: Run[Any], name: str, suffix: str, *, language: str, created: datetime | None = None
) -> bytes:
    """A picture as `.svg .png .csv`, the result sentence on top, sources and date below."""
    picture = find(run.section(language), name)
    if suffix == ".csv":
        return csv_of(run, picture, language=language)
    drawn = svg(run, picture, language=language, created=created)
    return drawn.encode() if suffix == ".svg" else png_of(drawn, DENSER)


def write_all(run: Run[Any], folder: Path, *, language: str) -> list[Path]:
    """Every picture in every form, in a folder that is made where it is not there."""
    folder.mkdir(exist_ok=True)
    written = []
    for picture in pictures(run.section(language)):
        for suffix in FORMS:
            path = folder / f"{run.analysis.slug}-{picture.name}{suffix}"
            put(path, picture_bytes(run, picture.name, suffix, language=language))
            written.append(path)
    return written


def svg(run: Run[Any], picture: Picture, *, language: str, created: datetime | None = None) -> str:
    """The picture with title, caption and sources in it; fonts are inside, nothing is outside."""
    section, words = run.section(language), run.analysis.words(language)
    drawn = _drawn(run, picture, words)
    wide, high = size_px(drawn)
    width = round(max(wide, LEAST_PX)) + 2 * MARGIN_PX
    above = list(_above(run, section.headline, picture.caption, width - 2 * MARGIN_PX, words))
    below = list(_below(run, width - 2 * MARGIN_PX, language, created))
    top = MARGIN_PX + sum(line[1] for line in above) + 8
    foot = top + high + 10
    height = round(foot + sum(line[1] for line in below) + MARGIN_PX)
    body = [
        f'<rect width="{width}" height="{height}" fill="{theme.LIGHT["ground"]}"/>',
        *_lines(above, MARGIN_PX),
        _placed(with_own_ids(drawn, picture.name), MARGIN_PX, top),
        *_lines(below, foot),
    ]
    title = escape(f"{section.headline} {picture.caption}")
    return sound(
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' role="img" lang="{words.language}" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" font-family="{theme.FONT}, sans-serif">'
        f"<title>{title}</title><desc>{escape(alternative(picture, words))}</desc>"
        f"<style>{_fonts()}</style>{''.join(body)}</svg>"
    )


def csv_of(run: Run[Any], picture: Picture, *, language: str) -> bytes:
    """The rows under their headings, numbers unrounded; of a map with the degrees of each shape."""
    rows = table(picture, run.analysis.words(language))
    return sheets.csv_bytes(marked(rows.frame.rename(columns=dict(rows.labels)), run.dataset))


def alternative(picture: Picture, words: Words) -> str:
    """What stands in the place of the picture for those who do not see it."""
    if isinstance(picture.item, Map):
        counts = picture.item.shapes[picture.item.colour_by].value_counts(sort=False)
        told = [
            str(name) if name in picture.item.uncounted else f"{name}: {words.number(count)}"
            for name, count in counts.items()
            if count
        ]
        under = f"{people.heading(words)}: {', '.join(people.labels(words))}"
        told += [under] if picture.item.beneath else []
    else:
        rows = table(picture, words)
        worded = rows.worded(words, TOLD_ROWS)
        told = [
            ", ".join(f"{head} {cell}" for head, cell in zip(worded.columns, row, strict=True))
            for row in worded.itertuples(index=False, name=None)
        ]
        more = len(rows.frame) - TOLD_ROWS
        told += [Words(HERE, words.language)("picture.more", count=more)] if more > 0 else []
    return f"{picture.caption} {'; '.join(told)}".strip()


def _drawn(run: Run[Any], picture: Picture, words: Words) -> str:
    item = picture.item
    if isinstance(item, Chart):
        return chart_svg(item, words)
    item = beneath.drawn(item, run.dataset, words.language)
    own, (width_mm, height_mm) = own_land(run.dataset, words), MAP_MM
    least = maps.least_mm(item, words, width_mm=width_mm, own=own)
    height_mm = max(height_mm, least)
    return maps.svg(item, words, width_mm=width_mm, height_mm=height_mm, own=own)


def _above(
    run: Run[Any], headline: str, caption: str, width: float, words: Words
) -> Iterator[tuple[str, float]]:
    """Lines of text with their heights: the mark of sample data, the sentence, what is shown."""
    said, ink = Words(HERE, words.language), ink_for(dark=False)
    if run.dataset.is_sample:
        yield from _wrapped(said("sample"), "mark", width, ink.accent, weight=700)
    yield from _wrapped(headline, "head", width, ink.ink, weight=700)
    yield from _wrapped(caption, "caption", width, ink.soft)


def _below(
    run: Run[Any], width: float, language: str, created: datetime | None
) -> Iterator[tuple[str, float]]:
    said, ink = Words(HERE, language), ink_for(dark=False)
    facts = imprint(run, language, created or datetime.now(UTC)).line
    told = " · ".join(said("pair", label=label, value=value) for label, value in facts)
    yield from _wrapped(told, "source", width, ink.soft)


def _wrapped(
    text: str, role: str, width: float, colour: str, *, weight: int = 400
) -> Iterator[tuple[str, float]]:
    size = SIZES[role]
    for line in wrapped(text, width, size):
        at = text_at(line, MARGIN_PX, 0, colour, size=size, weight=weight)
        yield at, size * LEADING


def _lines(lines: list[tuple[str, float]], top: float) -> Iterator[str]:
    y = top
    for text, height in lines:
        y += height
        yield f'<g transform="translate(0 {y:.1f})">{text}</g>'


def _placed(drawn: str, left: float, top: float) -> str:
    """A drawing in a drawing; the outer one speaks for it."""
    return drawn.replace("<svg ", f'<svg x="{left:.1f}" y="{top:.1f}" ', 1).replace(
        ' role="img"', "", 1
    )


@cache
def _fonts() -> str:
    faces = []
    for name, weight in (("Regular", 400), ("Bold", 700)):
        font = b64encode((FONTS / f"OrewatchSans-{name}.woff2").read_bytes()).decode()
        faces.append(
            f'@font-face{{font-family:"{theme.FONT}";font-weight:{weight};'
            f"src:url(data:font/woff2;base64,{font})}}"
        )
    return "".join(faces)
