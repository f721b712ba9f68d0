"""Present: the brief as slides that fill the window, turned by the arrow keys."""

from pages.ui import slides

slides.draw()
