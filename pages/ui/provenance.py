"""What stands behind a number, in a few lines: data, filter, method, version, range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import analytics
from analytics.core import filtered
from analytics.core.provenance import worded_name
from analytics.core.words import Words
from pages.ui import session
from pages.ui.plain import plain

if TYPE_CHECKING:
    from pages.ui.analysis import Answer

HASH_LETTERS: Final = 8


def told(answer: Answer) -> str:
    """For the sign beside each number; the foot of the page has it in full."""
    words, run = session.words(), answer.run
    own, data = run.analysis.words(answer.language), run.dataset
    core = Words(filtered.HERE, answer.language)
    narrowed = filtered.sentences(data.filtered.filters, core) if data.filtered else ()
    lines = {
        "data": f"{worded_name(data.name, words)} ({data.fingerprint[:HASH_LETTERS]})",
        "filter": "; ".join(narrowed) or words("brief.unfiltered"),
        "method": own("method.summary") if own.has("method.summary") else own("title"),
        "version": f"{run.analysis.slug} {run.analysis.version}, Orewatch {analytics.__version__}",
    }
    rows = [f"**{words(f'behind.{name}')}** {plain(text)}" for name, text in lines.items()]
    return "  \n".join([*rows, words("behind.more")])
