"""Brief: the answers put aside, in order, as one document."""

from pages.ui import basket

basket.head()
basket.entries()
basket.downloads()
