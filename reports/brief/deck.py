"""The brief as slides: one for each finding, with charts to edit and notes to speak from."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

import analytics
from analytics.core import progress
from analytics.core.section import Chart
from analytics.core.words import Words
from analytics.viz import theme
from analytics.viz.drawing import size_px
from reports import imprint
from reports.brief import compose, logo
from reports.brief.office import fitting, native, slidecharts, still
from reports.brief.office.slideparts import (
    FOOT_PT,
    LEAST_PT,
    LEFT_PT,
    TEXT_PT,
    TOP_PT,
    Box,
    Ink,
    described,
    empty,
    foot,
    notes,
    rewritten,
    slide,
    text,
)
from reports.brief.office.steady import clean, steady
from reports.brief.office.wordtables import beneath
from reports.brief.order import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pptx.presentation import Presentation
    from pptx.slide import Slide

    from reports.brief.content import Brief, Exhibit, Tile

#: Whose figures are shown where there are more than fit: where, how lawful, what comes.
FIRST: Final = ("totals", "compliance", "forecast", "scenario", "exposure", "frequency")
FIGURES: Final = 6
ACTIONS: Final = 4
ROOM: Final = Box(LEFT_PT, TOP_PT, TEXT_PT, FOOT_PT - TOP_PT - 12)
MAPPED: Final = 0.3  # of the work, once the map is there
CAPTION_PT: Final = (44.0, 90.0)  # at least and at most
HEADLINES: Final = (44.0, 40.0, 36.0, 32.0, 28.0, 24.0)
BODIES: Final = (20.0, 18.0, LEAST_PT)
GAP: Final = 6.0  # between paragraphs
MM_PER_PT: Final = 25.4 / 72
MAP_MM: Final = (158.0, 62.0)  # drawn small and shown large: its letters grow with it
VALUE_PT: Final = 190.0  # width of a key number
SOFT: Final = Ink(colour=theme.LIGHT["soft"])
STRONG: Final = Ink(size=20, bold=True)


def pptx(brief: Brief) -> bytes:
    """The same brief gives the same bytes."""
    words = Words(compose.HERE, brief.order.language)
    deck, shown = empty(brief), figures(brief)
    _opening(deck, brief, words)
    _numbers(deck, brief, words)
    if brief.map is not None:
        _map(deck, brief, brief.map)
    for place, one in enumerate(shown):
        progress.at(MAPPED + (1 - MAPPED) * place / len(shown))
        _figure(deck, brief, one, words)
    if brief.actions:
        _actions(deck, brief, words)
    _trust(deck, brief, words, shown)
    mark, told = _foot(brief, words)
    for number, made in enumerate(deck.slides, start=1):
        foot(made, brief, mark, f"{told} · {number}")
    file = BytesIO()
    deck.save(file)
    return steady(file.getvalue(), brief.order.created, rewritten())


def figures(brief: Brief) -> tuple[Exhibit, ...]:
    """One of each answer, a chart where it has one, and of no more answers than fit."""
    best = [
        next((one for one in block.exhibits if isinstance(one.item, Chart)), block.exhibits[0])
        for block in brief.own
        if block.exhibits
    ]
    slug = {block.key: block.run.analysis.slug for block in brief.own}
    rank = {name: place for place, name in enumerate(FIRST)}
    chosen = sorted(best, key=lambda one: rank.get(slug[one.block], len(rank)))[:FIGURES]
    return tuple(sorted(chosen, key=lambda one: one.number))


def _foot(brief: Brief, words: Words) -> tuple[str, str]:
    """The mark of sample data, and who may read it."""
    mark = Words(imprint.HERE, brief.order.language)("sample") if brief.is_sample else ""
    return mark, f"{words(f'level.{brief.order.level}')} · {words('office.version', id=brief.id)}"


def _opening(deck: Presentation, brief: Brief, words: Words) -> None:
    """The finding, where and when of, by whom."""
    order = brief.order
    made = slide(deck, brief, "")
    _headline(made, brief)
    told = [order.organisation, order.author, brief.scope.place, brief.scope.period]
    lines = [
        (" · ".join(filter(None, told)), Ink(size=20)),
        (words.date(order.created.date()), Ink(size=20, colour=theme.LIGHT["soft"])),
    ]
    text(made, brief, Box(LEFT_PT, 340, TEXT_PT, 110), lines, gap=6)
    _logo(made, brief)
    notes(made, brief, [brief.confidence, *(_told(brief)), brief.trust.disclaimer])


def _headline(made: Slide, brief: Brief) -> None:
    from pptx.enum.text import MSO_ANCHOR

    from reports.brief.office.slideparts import write

    held, box = made.shapes.title, Box(LEFT_PT, 120, TEXT_PT, 200)
    said, room = clean(brief.headline.text), (box.width, box.height)
    size = fitting.size(said, room, HEADLINES, bold=True)
    if held is not None:
        held.left, held.top, held.width, held.height = box.emu
        held.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        ink = Ink(size=size, bold=True)
        write(held.text_frame.paragraphs[0], brief, fitting.cut(said, room, size, bold=True), ink)


def _logo(made: Slide, brief: Brief) -> None:
    if brief.order.logo:
        left, top, _, height = Box(LEFT_PT, 40, 0, 56).emu
        image = BytesIO(logo.checked(brief.order.logo))
        picture = made.shapes.add_picture(image, left, top, height=height)
        described(picture, brief.order.organisation, "logo")


def _told(brief: Brief) -> Iterator[str]:
    for message in brief.messages:
        yield f"{message.sentence.text} {message.refers and f'({message.refers})'}".strip()


def _numbers(deck: Presentation, brief: Brief, words: Words) -> None:
    """Five key numbers, one below another."""
    made = slide(deck, brief, words("office.numbers"))
    high = ROOM.height / max(1, len(brief.tiles))
    for place, tile in enumerate(brief.tiles):
        _tile(made, brief, tile, Box(LEFT_PT, TOP_PT + place * high, TEXT_PT, high), words)
    notes(made, brief, [*(_aloud(tile, words) for tile in brief.tiles), brief.confidence])


def _tile(made: Slide, brief: Brief, tile: Tile, box: Box, words: Words) -> None:
    value = tile.value or words("tile.none")
    sizes = (36.0, 32.0, 28.0, 24.0, 20.0, 18.0, LEAST_PT)
    size = fitting.size(value, (VALUE_PT, box.height), sizes, bold=True)
    colour = theme.ACCENT if tile.value else theme.LIGHT["soft"]
    at = Box(box.left, box.top, VALUE_PT, box.height)
    text(made, brief, at, [(value, Ink(size=size, bold=True, colour=colour))])
    width, line = box.width - VALUE_PT - 20, STRONG.size * fitting.LEADING
    label = fitting.cut(clean(tile.label), (width, line), STRONG.size, bold=True)
    room = (width, box.height - line)
    under = fitting.cut(clean(" · ".join(beneath(tile))), room, LEAST_PT)
    right = Box(box.left + VALUE_PT + 20, box.top, width, box.height)
    text(made, brief, right, [(label, STRONG), (under, SOFT)])


def _aloud(tile: Tile, words: Words) -> str:
    told = [tile.value or words("tile.none"), *beneath(tile), tile.told]
    return f"{tile.label}: {'; '.join(filter(None, told))}"


def _map(deck: Presentation, brief: Brief, one: Exhibit) -> None:
    made = slide(deck, brief, one.caption)
    _picture(made, brief, one, Box(ROOM.left, ROOM.top, ROOM.width, ROOM.height - 24), MAP_MM)
    _source(made, brief, one.source)
    notes(made, brief, [one.caption, one.source, still.alternative(brief, one)])


def _figure(deck: Presentation, brief: Brief, one: Exhibit, words: Words) -> None:
    """What was found as the title, the chart, what it shows and where it is from."""
    block, voice = still.of(brief, one)
    one = still.drawn_once(one)
    message = next((m for m in brief.messages if m.sentence.key == f"message.{block.key}"), None)
    title = (message.sentence if message else block.headline).text
    made = slide(deck, brief, title)
    plot = native.plot(one.item, voice) if isinstance(one.item, Chart) else None
    if plot is not None and brief.order.level is Level.PUBLIC:
        plot = native.rounded(plot)
    caption = f"{words('figure.short', number=str(one.number))}. {one.caption}"
    caption = f"{caption} {_beside(plot, words)}" if plot is not None else caption
    least, most = CAPTION_PT
    high = min(most, max(least, fitting.height(clean(caption), LEAST_PT, ROOM.width)))
    said = fitting.cut(clean(caption), (ROOM.width, high), LEAST_PT)
    text(made, brief, Box(ROOM.left, ROOM.top, ROOM.width, high), [(said, SOFT)])
    box = Box(ROOM.left, ROOM.top + high, ROOM.width, ROOM.height - high - 24)
    if plot is not None:
        alternative = still.alternative(brief, one)
        slidecharts.chart(made, brief, plot, box, (alternative, one.name))
    else:
        _picture(made, brief, one, box, MAP_MM)
    _source(made, brief, one.source)
    notes(made, brief, [block.headline.text, one.caption, one.explain, one.source, *block.caveats])


def _beside(plot: native.Plot, words: Words) -> str:
    """What of a chart is not all there, or has no name in it."""
    edges = dict.fromkeys(slidecharts.spanned(one, words) for one in plot.series if one.edge)
    told = [words("office.dotted", range=", ".join(edges))] if edges else []
    if plot.left_out:
        count = len(plot.categories) + plot.left_out
        told.append(words("office.bars", shown=len(plot.categories), count=count))
    return " ".join(told)


def _source(made: Slide, brief: Brief, source: str) -> None:
    box = Box(ROOM.left, FOOT_PT - 32, ROOM.width, 22)
    text(made, brief, box, [(fitting.cut(clean(source), (box.width, 22), LEAST_PT), SOFT)])


def _picture(
    made: Slide, brief: Brief, one: Exhibit, box: Box, drawn_mm: tuple[float, float]
) -> None:
    """As large as the box allows, in its middle."""
    width_mm, height_mm = drawn_mm
    drawn = still.still(brief, one, width_mm=width_mm, height_mm=height_mm).drawn
    width, height = size_px(drawn)
    scale = min(box.width / width, box.height / height)
    wide, high = width * scale, height * scale
    at = Box(box.left + (box.width - wide) / 2, box.top, wide, high)
    shown = still.Still(drawn, wide * MM_PER_PT, high * MM_PER_PT)
    picture = made.shapes.add_picture(BytesIO(shown.png), *at.emu)
    described(picture, still.alternative(brief, one), one.name)


def _actions(deck: Presentation, brief: Brief, words: Words) -> None:
    title = f"{words('heading.actions')} ({words('action.consider')})"
    made = slide(deck, brief, title)
    kept = brief.actions[:ACTIONS]
    high = ROOM.height / len(kept)
    for place, action in enumerate(kept):
        room = (ROOM.width, high * 0.5)
        said = clean(f"{place + 1}. {action.sentence.text}")
        size = fitting.size(said, room, (24.0, 22.0, 20.0, 18.0, LEAST_PT), bold=True)
        taken = fitting.height(said, size, ROOM.width, bold=True)
        left = (ROOM.width, high - min(taken, high * 0.6) - 12)
        why = fitting.cut(clean(f"{action.because} – {action.source}"), left, LEAST_PT)
        box = Box(ROOM.left, ROOM.top + place * high, ROOM.width, high)
        lines = [(fitting.cut(said, room, size, bold=True), Ink(size=size, bold=True)), (why, SOFT)]
        text(made, brief, box, lines)
    spoken = [
        f"{one.sentence.text} {one.because} – {one.source} {one.link}" for one in brief.actions
    ]
    notes(made, brief, spoken)


def _trust(deck: Presentation, brief: Brief, words: Words, shown: Sequence[Exhibit]) -> None:
    """As much of what stands behind the numbers as there is room for; all of it in the notes."""
    made = slide(deck, brief, words("heading.trust"))
    known, said = brief.trust, Words(imprint.HERE, brief.order.language)
    left_out = [f"{one.title}: {one.reason}" for one in brief.absent]
    sources = dict.fromkeys(one.source for one in brief.exhibits)
    lines = [
        *list(sources)[:2],
        *brief.redacted,
        *(said("pair", label=words("heading.absent"), value=one) for one in left_out[:2]),
        said("pair", label=words("heading.citation"), value=known.citation),
        known.disclaimer,
        *(f"• {one}" for one in known.limits[:4]),
    ]
    text(made, brief, ROOM, _fitting([brief.confidence, *lines], words("office.notes")), gap=GAP)
    others = [one.number for one in brief.exhibits if one not in shown]
    more = words.join([words("figure.short", number=str(number)) for number in others])
    spoken = [
        *(f"{title}: {method}" for title, method in known.methods),
        *known.limits,
        *(f"{term}: {meaning}" for term, meaning in known.definitions),
        *known.changes,
    ]
    first = [words("office.further", figures=more) if more else "", *left_out, known.disclaimer]
    notes(made, brief, [*first, f"Orewatch {analytics.__version__}", *spoken])


def _fitting(lines: Sequence[str], last: str) -> list[tuple[str, Ink]]:
    """All of them at the size that allows it, else the first that leave room for `last`."""
    whole = [clean(one) for one in (*lines, last)]
    high = {size: [_high(one, size) for one in whole] for size in BODIES}
    size = next((one for one in BODIES if sum(high[one]) <= ROOM.height), BODIES[-1])
    used, kept = high[size][-1], []
    for place, (said, needed) in enumerate(zip(whole[:-1], high[size], strict=False)):
        if used + needed <= ROOM.height:
            used += needed
            kept.append((said, Ink(size=size, bold=place == 0)))
    soft = Ink(size=size, colour=theme.LIGHT["soft"])
    return [*kept, (whole[-1], soft)]


def _high(said: str, size: float) -> float:
    return fitting.height(said, size, ROOM.width, bold=True) + GAP
