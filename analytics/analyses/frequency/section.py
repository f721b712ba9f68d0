"""Tell frequencies: what is most frequent, how sure that is, where and with what it goes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analytics.analyses.frequency import labels, pictures, rows
from analytics.core.section import Figure, Section

if TYPE_CHECKING:
    from analytics.analyses.frequency.model import Frequency
    from analytics.core.words import Words


def tell(result: Frequency, words: Words) -> Section:
    """Word the result; n and what is missing stand in every part of it."""
    return Section(
        title=words("title.field", field=labels.column(result.field, words)),
        headline=_headline(result, words),
        figures=_figures(result, words),
        charts=pictures.charts(result, words),
        tables=rows.tables(result, words),
        caveats=_caveats(result, words),
    )


def _headline(result: Frequency, words: Words) -> str:
    first = result.table.iloc[0]
    facts: dict[str, object] = {
        "field": labels.column(result.field, words),
        "count": result.known,
        "name": labels.value(result.field, str(first["value"]), words),
        "share": words.percent(float(first["share_count"])),
        "low": words.percent(float(first["low"])),
        "high": words.percent(float(first["high"])),
    }
    if result.distinct == 1:
        return words("headline.one", **facts)
    if not result.has_lead:
        second = result.table.iloc[1] if len(result.table) > 1 else None
        if second is None:
            return words("headline.unclear", **facts)
        facts |= {
            "second": labels.value(result.field, str(second["value"]), words),
            "second_share": words.percent(float(second["share_count"])),
        }
        return words("headline.close", **facts)
    if not result.widest:
        return words("headline.count", **facts)
    facts["area_share"] = words.percent(result.widest_share)
    if result.widest == first["value"]:
        return words("headline.same", **facts)
    facts["widest"] = labels.value(result.field, result.widest, words)
    return words("headline.other", **facts)


def _figures(result: Frequency, words: Words) -> tuple[Figure, ...]:
    first = result.table.iloc[0]
    known = Figure(
        words("figure.known"),
        words.number(result.known),
        words(
            "figure.known.note",
            count=result.missing,
            records=result.records,
            share=words.percent(result.missing_share),
        ),
        number=float(result.known),
    )
    often = Figure(
        words("figure.first", name=labels.value(result.field, str(first["value"]), words)),
        words.percent(float(first["share_count"])),
        words(
            "figure.first.note",
            low=words.percent(float(first["low"])),
            high=words.percent(float(first["high"])),
        ),
        number=float(first["share_count"]),
    )
    kinds = Figure(
        words("figure.values"), words.number(result.distinct), "", number=float(result.distinct)
    )
    if not result.widest:
        return known, often, kinds
    wide = Figure(
        words("figure.widest", name=labels.value(result.field, result.widest, words)),
        words.percent(result.widest_share),
        words("figure.widest.note", area=words.hectares(result.known_ha)),
        number=result.widest_share,
    )
    return known, often, wide, kinds


def _caveats(result: Frequency, words: Words) -> tuple[str, ...]:
    has_area = not math.isnan(result.known_ha)
    beside = "" if has_area else ".alone"
    told = [words(f"caveat.records{beside}")]
    if result.sites < result.records:
        told.append(words("caveat.repeated", records=result.records, sites=result.sites))
    if result.missing:
        told.append(
            words(
                "caveat.missing",
                count=result.missing,
                records=result.records,
                share=words.percent(result.missing_share),
            )
        )
    if result.is_multiple:
        told.append(words(f"caveat.several{beside}"))
    told.append(words("caveat.interval"))
    told.append(words(f"caveat.basis.{result.area_basis if has_area else 'none'}"))
    if has_area and result.without_area:
        told.append(words("caveat.without_area", count=result.without_area))
    if result.at:
        left = "caveat.stock" if result.left_out else "caveat.stock.all"
        told.append(words(left, count=result.left_out, at=words.period(result.at)))
    if result.border_records:
        told.append(words("caveat.border", count=result.border_records))
    return (*told, *_caveats_of_two(result, words))


def _caveats_of_two(result: Frequency, words: Words) -> tuple[str, ...]:
    cross = result.cross
    if cross is None:
        return ()
    cells = len(cross.table)
    told = [words("caveat.cross", count=cross.n, records=result.records)]
    if cross.small:
        told.append(words("caveat.cross.small", count=cross.small, cells=cells))
    told.append(words("caveat.cross.chance", cells=cells))
    if cross.is_multiple:
        told.append(words("caveat.cross.several"))
    return tuple(told)
