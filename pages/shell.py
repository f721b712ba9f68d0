"""The frame round every page: look, language, who may look, menu."""

from pages import once, warm
from pages.ui import doorway, frame, navigation

with once.in_a_run():
    frame.dress()
    doorway.guard()
    place = navigation.build()
    frame.head(place)
    place.page.run()
warm.first_page_is_there()
