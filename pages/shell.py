"""The frame round every page: look, language, who may look, menu."""

from pages import warm
from pages.ui import doorway, frame, navigation

frame.dress()
doorway.guard()
place = navigation.build()
frame.head(place)
place.page.run()
warm.first_page_is_there()
