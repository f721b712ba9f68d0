"""The frame round every page: look, language, who may look, menu."""

from pages import warm
from pages.ui import doorway, frame, navigation

frame.dress()
doorway.guard()
page = navigation.build()
frame.head()
page.run()
warm.first_page_is_there()
