"""Brief: the answers put aside, in order, as a document, slides or a data pack."""

from pages.ui import briefpage

briefpage.draw()
