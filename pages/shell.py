"""The frame round every page: look, language, menu."""

from pages import warm
from pages.ui import frame, navigation

frame.dress()
page = navigation.build()
frame.head()
page.run()
warm.first_page_is_there()
