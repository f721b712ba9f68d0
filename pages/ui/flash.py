"""One page on an answer, for a desk: its key numbers, its map, what is asked."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics.core.params import as_text
from pages.ui import briefing, downloads, inuse, session, work
from reports.media import MIME

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset
    from pages.ui.analysis import Answer
    from reports.brief.order import Order


def button(answer: Answer) -> None:
    """Made when it is pressed, as the page is filtered and set now."""
    lacks = downloads.lacks_for_pdf()
    st.download_button(
        session.words()("flash"),
        partial(_made, _order(answer), inuse.opened(work.current().data)),
        file_name=f"orewatch-flash{downloads.mark(answer.run.dataset)}.pdf",
        mime=MIME[".pdf"],
        on_click="ignore",
        icon=":material/bolt:",
        key=f"flash_{answer.run.analysis.slug}",
        disabled=lacks is not None,
        help=lacks.text(session.language()) if lacks else session.words()("flash.help"),
    )


def _order(answer: Answer) -> Order:
    from reports.brief.order import Audience, Wanted

    wanted = Wanted(
        slug=answer.run.analysis.slug,
        params=as_text(answer.run.params),
        filters=inuse.filters().as_lists(),
        data=inuse.opened(work.current().data).fingerprint,
    )
    asked = replace(briefing.order(), audience=Audience.FLASH, language=session.language())
    return replace(asked, entries=(wanted,), edits={}, actions=None)


def _made(order: Order, data: Dataset) -> bytes:
    """Outside the page's run: whatever it needs was handed over."""
    from reports.brief import make

    return make.make(order, lambda _: data, ".pdf").content
