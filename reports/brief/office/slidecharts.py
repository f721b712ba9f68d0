"""Charts of the slides that an office program draws and edits, each with its own workbook."""
# ruff: noqa: SLF001 - python-pptx keeps the elements of its objects under private names

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from analytics.core.words import Words
from analytics.viz import theme
from reports import sheets
from reports.brief import compose
from reports.brief.office import wordlook
from reports.brief.office.native import Form
from reports.brief.office.slideparts import LEAST_PT, described, rgb
from reports.brief.office.steady import clean

if TYPE_CHECKING:
    from pptx.slide import Slide

    from reports.brief.content import Brief
    from reports.brief.office.native import Plot, Series
    from reports.brief.office.slideparts import Box

#: Solid, then dashed one by one: no line is told by its colour alone.
DASHES: Final = ("SOLID", "DASH", "ROUND_DOT", "LONG_DASH_DOT", "SQUARE_DOT", "LONG_DASH")
BESIDE: Final = 4  # lines; a longer legend stands beside the chart
LETTER_PT: Final = 8.5  # an average one at the least size
GAP: Final = 45  # between bars, in percent of one
CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
MAIN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"


def chart(made: Slide, brief: Brief, plot: Plot, box: Box, told: tuple[str, str]) -> None:
    """The plot in its box; `told` is its alternative text and its name."""
    from pptx.chart.data import CategoryChartData

    words = Words(compose.HERE, brief.order.language)
    kind: Any = CategoryChartData
    data = kind(number_format=number_format(plot, words))
    data.categories = [clean(name) for name in plot.categories]
    for one in plot.series:
        data.add_series(named(one, words), one.values)
    frame: Any = made.shapes.add_chart(_type(plot), *box.emu, data)
    described(frame, *told)
    drawn = frame.chart
    drawn.part.chart_workbook.update_from_xlsx_blob(workbook(plot, words))
    _dressed(drawn, plot, brief, words)
    if plot.form is Form.BARS and not plot.is_stacked:
        drawn.value_axis.maximum_scale = _reach(plot, box)
    for place, (series, one) in enumerate(zip(drawn.plots[0].series, plot.series, strict=True)):
        if plot.form is Form.LINES:
            _line(series, one, place)
        else:
            _bars(series, one, brief, is_stacked=plot.is_stacked)


def named(one: Series, words: Words) -> str:
    """A line by its name; the edges of a range say so."""
    if not one.edge:
        return clean(one.name)
    span = spanned(one, words)
    key = "office.from" if one.edge == "low" else "office.to"
    return clean(words(key, name=one.name, range=span)).lstrip(", ")


def spanned(one: Series, words: Words) -> str:
    """How much a range holds."""
    return f"{one.span}\N{NO-BREAK SPACE}%" if one.span else words("office.range")


def number_format(plot: Plot, words: Words) -> str:
    """How axes write numbers: in groups of the brief's language, whatever the reader's program."""
    if plot.is_share:
        return '0"\N{NO-BREAK SPACE}"%'
    known = [abs(v) for one in plot.series for v in one.values if v is not None]
    if max(known, default=0.0) < 10:  # noqa: PLR2004 - whole numbers would be too coarse
        return "0.0"
    gap = words.number(1000)[1:-3]
    return f'[>=1000000]0"{gap}"000"{gap}"000;[>=1000]0"{gap}"000;0'


def workbook(plot: Plot, words: Words) -> bytes:
    """The rows as the sheet one edits; no text in it can act as a formula."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Sheet1"  # the name the chart's references have
    rows: list[list[Any]] = [["", *(named(one, words) for one in plot.series)]]
    rows += [
        [name, *(one.values[place] for one in plot.series)]
        for place, name in enumerate(plot.categories)
    ]
    for r, row in enumerate(rows, start=1):
        for c, value in enumerate(row, start=1):
            told = sheets.guarded(clean(value)) if isinstance(value, str) else value
            cell = sheet.cell(row=r, column=c, value=told)
            if isinstance(told, str) and told:
                cell.data_type = "s"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _type(plot: Plot) -> Any:  # noqa: ANN401 - python-pptx is imported when needed
    from pptx.enum.chart import XL_CHART_TYPE as KINDS

    if plot.form is Form.LINES:
        return KINDS.LINE_MARKERS
    if plot.form is Form.BARS:
        return KINDS.BAR_STACKED if plot.is_stacked else KINDS.BAR_CLUSTERED
    return KINDS.COLUMN_STACKED if plot.is_stacked else KINDS.COLUMN_CLUSTERED


def _dressed(drawn: Any, plot: Plot, brief: Brief, words: Words) -> None:  # noqa: ANN401 - as above
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    drawn.font.size = Pt(LEAST_PT)
    drawn.font.color.rgb = rgb(theme.LIGHT["ink"])
    drawn.has_title = False
    lines = [one for one in plot.series if not one.edge]
    drawn.has_legend = len(lines) > 1
    if drawn.has_legend:
        is_long = len(lines) >= BESIDE
        drawn.legend.position = XL_LEGEND_POSITION.RIGHT if is_long else XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
        _unnamed(drawn.legend, plot)
    value, category = drawn.value_axis, drawn.category_axis
    value.has_title = True
    run = value.axis_title.text_frame.paragraphs[0].add_run()
    run.text = clean(plot.title)
    run.font.size, run.font.bold = Pt(LEAST_PT), False
    value.tick_labels.number_format = number_format(plot, words)
    value.tick_labels.number_format_is_linked = False
    value.major_gridlines.format.line.color.rgb = rgb(theme.LIGHT["grid"])
    value.format.line.fill.background()
    value.minimum_scale = 0 if _is_positive(plot) else None
    category.major_tick_mark = value.major_tick_mark = XL_TICK_MARK.NONE
    category.format.line.color.rgb = rgb(theme.LIGHT["soft"])
    if plot.form is Form.BARS:
        category.reverse_order = True  # the first row on top, as in the figure
        value.visible, value.has_major_gridlines = False, False
    if plot.form is not Form.LINES:
        drawn.plots[0].gap_width = GAP
        drawn.plots[0].overlap = 100 if plot.is_stacked else 0
    _language(drawn, wordlook.tag(brief.order.language))


def _unnamed(legend: Any, plot: Plot) -> None:  # noqa: ANN401 - as above
    """The edges of ranges have no line in the legend: the caption tells of them."""
    from lxml import etree

    place = legend._element.find(f"{{{CHART}}}legendPos")
    for number, one in reversed(list(enumerate(plot.series))):
        if one.edge:
            entry = etree.Element(f"{{{CHART}}}legendEntry")
            etree.SubElement(entry, f"{{{CHART}}}idx", val=str(number))
            etree.SubElement(entry, f"{{{CHART}}}delete", val="1")
            place.addnext(entry)


def _is_positive(plot: Plot) -> bool:
    whole = (v for one in plot.series for v in one.values if v is not None)
    return all(value >= 0 for value in whole)


def _language(drawn: Any, tag: str) -> None:  # noqa: ANN401 - as above
    from lxml import etree

    space = drawn._chartSpace
    said = etree.Element(f"{{{CHART}}}lang", val=tag)
    first = space.find(f"{{{CHART}}}date1904")
    if first is not None:
        first.addnext(said)
    for run in space.iter(f"{{{MAIN}}}rPr"):
        run.set("lang", tag)


def _line(series: Any, one: Series, place: int) -> None:  # noqa: ANN401 - as above
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    colour = rgb(one.colours[0])
    series.smooth = False
    line = series.format.line
    line.color.rgb, line.width = colour, Pt(1.25 if one.edge else 2.75)
    dash = "SQUARE_DOT" if one.edge else DASHES[place % len(DASHES)]
    line.dash_style = getattr(MSO_LINE, dash)
    series.marker.style = XL_MARKER_STYLE.NONE if one.edge else XL_MARKER_STYLE.CIRCLE
    if not one.edge:
        series.marker.size = 6
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = colour
        series.marker.format.line.color.rgb = colour


def _reach(plot: Plot, box: Box) -> float | None:
    """How far the axis of level bars goes, so that the text behind the longest has room."""
    ends = [v for one in plot.series for v in one.values if v is not None]
    longest = max((len(text) for one in plot.series for text in one.texts), default=0)
    names = max(map(len, plot.categories), default=0)
    room = box.width - min(box.width / 3, names * LETTER_PT)
    return max(ends) / max(0.4, 1 - longest * LETTER_PT / room) if max(ends) > 0 else None


def _bars(series: Any, one: Series, brief: Brief, *, is_stacked: bool) -> None:  # noqa: ANN401 - as above
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    series.invert_if_negative = False
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(one.colours[0])
    for place, (value, text) in enumerate(zip(one.values, one.texts, strict=True)):
        if value is None:
            continue
        point = series.points[place]
        if len(one.colours) > 1:
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = rgb(one.colours[place])
        frame = point.data_label.text_frame
        frame.word_wrap = False
        run = frame.paragraphs[0].add_run()
        run.text, run.font.size = clean(text), Pt(LEAST_PT)
        run._r.get_or_add_rPr().set("lang", wordlook.tag(brief.order.language))
        if not is_stacked:
            point.data_label.position = XL_LABEL_POSITION.OUTSIDE_END
