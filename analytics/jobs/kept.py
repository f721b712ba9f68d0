"""What a workspace keeps for its brief, as the brief asks for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.core.dataset import Dataset
    from analytics.store.workspace import Basket, Workspace
    from reports.brief.order import Wanted


def put_aside(
    at: Workspace, opened: Callable[[str], Dataset]
) -> tuple[tuple[Wanted, ...], dict[str, str]]:
    """The answers put aside, else the usual ones; and where each data set is, by fingerprint."""
    from reports.brief.answers import standard

    if at.basket:
        entries = tuple(wanted(one, opened(one.data).fingerprint) for one in at.basket)
        return entries, {opened(one.data).fingerprint: one.data for one in at.basket}
    data = opened(at.data)
    usual = (replace(one, filters=at.filters, data=data.fingerprint) for one in standard(data))
    return tuple(usual), {data.fingerprint: at.data}


def wanted(entry: Basket, fingerprint: str) -> Wanted:
    """One answer that was put aside, of the data set with this fingerprint."""
    from reports.brief.order import Wanted

    return Wanted(
        slug=entry.slug,
        params=entry.params,
        filters=entry.filters,
        title=entry.title,
        picture=entry.picture,
        data=fingerprint,
    )
