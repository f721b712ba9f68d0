"""What a public brief leaves out: where single sites are, who they are, and small counts.

Places are told by cells of H3 at resolution 6, some 36 km² each; tables, charts and names of single
sites go; a count below three is not told, nor one that could be worked out from the total. What
speaks for these rules, and what they do not guard against, stands in docs/adr/0027-redaction.md.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reports.brief.order import Audience, BriefError, Level
from reports.brief.public import places
from reports.brief.public.answer import FINE, Left, Public, names_of
from reports.brief.public.counts import FEWEST, suppressed
from reports.brief.public.known import Known, known, names
from reports.brief.public.mentions import Mentions, mentions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.core.analysis import Run
    from analytics.core.ledger import Counted
    from analytics.core.section import Section
    from analytics.core.words import Words
    from reports.brief.answers import Given
    from reports.brief.content import Absent, Brief
    from reports.brief.order import Order
    from reports.brief.told import Coarse

__all__ = ["checked", "coarse", "leaks", "names", "notes", "suppressed", "typed"]


def coarse(level: Level, words: Words) -> Coarse:
    """What takes out of an answer what its readers may not see.

    It is told which of its texts were said of one or two.
    """
    found: dict[str, Known] = {}

    def left(run: Run[Any], section: Section, said: Sequence[Counted] = ()) -> Left:
        if level is not Level.PUBLIC:
            return Left(run=run, section=section, pictures=names_of(section))
        key = run.dataset.fingerprint
        found[key] = found[key] if key in found else known(run.dataset, words)
        return Public(run, found[key], words, said).left(section)

    return left


def notes(level: Level, words: Words, left: Sequence[Left] = ()) -> tuple[str, ...]:
    """What was done, in words; nothing where nothing was."""
    if level is not Level.PUBLIC:
        return ()
    said = [words(f"redacted.{what}", fewest=FEWEST) for what in ("places", "sites", "counts")]
    charts, maps, tables = (sum(one.gone[n] for one in left) for n in range(3))
    if charts + maps + tables:
        said.append(words("redacted.pictures", charts=charts, maps=maps, tables=tables))
    return (*said, words("redacted.files"))


def checked(
    order: Order, given: Sequence[Given], absent: Sequence[Absent], words: Words
) -> tuple[Order, tuple[Given, ...], tuple[Absent, ...]]:
    """What a brief may be made of: the answers left, and beside the absent those of too few sites.

    An answer goes where it rests on fewer than three sites, or differs from one before it by so
    few that the difference would tell of them.
    """
    from reports.brief.content import Absent

    if order.level is not Level.PUBLIC:
        return order, tuple(given), tuple(absent)
    if order.audience is Audience.DOSSIER:
        raise BriefError("public-dossier")
    kept: list[Given] = []
    gone: list[Absent] = []
    for one in sorted(given, key=lambda one: -len(one.run.dataset.sites)):
        code = _fault(one, kept)
        if not code:
            kept.append(one)
        elif not one.is_lent:
            title = one.wanted.title or one.run.analysis.words(words.language)("title")
            reason = words(f"redacted.{code}", fewest=FEWEST)
            gone.append(Absent(title=title, reason=reason, slug=one.wanted.slug))
    left = tuple(one for one in given if one in kept)
    if not any(not one.is_lent for one in left):
        raise BriefError("public-few", fewest=FEWEST)
    named = mentions(name for one in given for name in names(one.run.dataset))
    site = words("redacted.site")
    told = (replace(one, reason=named.without(one.reason, site)) for one in absent)
    return _ordered(order, named), left, (*told, *gone)


def typed(order: Order, given: Sequence[Given], words: Words) -> tuple[str, ...]:
    """What the author wrote that public readers should not see, a sentence each."""
    if order.level is not Level.PUBLIC:
        return ()
    named = mentions(name for one in given for name in names(one.run.dataset))
    wrote = [
        *(("edit", text) for text in order.edits.values()),
        *(("title", one.title) for one in order.entries),
        *(("about", t) for t in (order.organisation, order.author, order.contact, order.link)),
    ]
    said = [
        words(f"leak.{kind}", where=words(f"leak.where.{where}"), name=name)
        for where, text in wrote
        for kind, found in (("name", named.found(text)), ("place", FINE.findall(text)))
        for name in found
    ]
    return tuple(dict.fromkeys(said))


def leaks(brief: Brief) -> list[str]:
    """What the author wrote into this brief that public readers should not see."""
    return list(brief.warned)


def _fault(one: Given, kept: Sequence[Given]) -> str:
    sites = _sites(one)
    if len(sites) < FEWEST:
        return "small"
    differs = (len(sites ^ _sites(other)) for other in kept)
    return "difference" if any(0 < n < FEWEST for n in differs) else ""


def _sites(one: Given) -> frozenset[str]:
    return frozenset(places.numbers(one.run.dataset))


def _ordered(order: Order, known: Mentions) -> Order:
    """The order as the record keeps it: no site is named by what was chosen."""
    entries = tuple(
        replace(one, params={n: "" if known.found(v) else v for n, v in one.params.items()})
        for one in order.entries
    )
    link = order.link.split("?")[0].split("#")[0] if known.found(order.link) else order.link
    return replace(order, entries=entries, link=link, sites=())
