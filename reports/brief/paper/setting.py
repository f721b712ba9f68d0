"""A brief as one document: what all of its templates are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

import analytics
from analytics.core.words import Words
from analytics.viz import theme
from reports import imprint, typeset
from reports.brief.compose import HERE
from reports.brief.logo import checked
from reports.brief.paper import method
from reports.brief.paper.front import LOGO, inline_logo
from reports.brief.paper.sheet import GAP_MM

if TYPE_CHECKING:
    from reports.brief.content import Brief
    from reports.brief.paper.front import Front
    from reports.brief.paper.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a document is going: to paper, which measures it first, or to a screen."""

    sheet: Sheet
    is_print: bool

    def logo(self, brief: Brief) -> str:
        """The address of the logo."""
        return LOGO if self.is_print else inline_logo(brief)

    def document(self, template: str, brief: Brief, front: Front, **own: Any) -> str:  # noqa: ANN401 - what each template asks for
        """The whole as HTML."""
        fonts = typeset.print_fonts() if self.is_print else typeset.inline_fonts()
        language = brief.order.language
        told = {
            "is_trial": False,
            "closer": "",
            "map_box": "",
            "cells": (),
            "leaves": (),
            "standing": None,
            **own,
        }
        return typeset.kept_together(
            typeset.templates()
            .get_template(f"brief/{template}")
            .render(
                brief=brief,
                order=brief.order,
                front=front,
                sheet=self.sheet,
                gap_mm=GAP_MM,
                said=Words(HERE, language),
                said_report=Words(imprint.HERE, language),
                language=language,
                created=brief.order.created.astimezone(UTC).isoformat(timespec="seconds"),
                fonts=[(fonts[name], typeset.WEIGHTS[name]) for name in fonts],
                version=analytics.__version__,
                theme=theme,
                style=typeset.style("brief.css"),
                **told,
            )
        )


def pages(text: str, brief: Brief) -> Any:  # noqa: ANN401 - WeasyPrint is not typed
    """The document on its pages; it may load the logo and our fonts, and nothing else."""
    logo = {LOGO: (checked(brief.order.logo), "image/png")} if brief.order.logo else {}
    return typeset.pages(text, logo)


def written(text: str, brief: Brief) -> bytes:
    """The document as tagged PDF that depends on the brief alone."""
    whole = pages(text, brief)
    return typeset.written(whole, identifier=brief.id, sections=method.LANGUAGE)
