"""Every page in the order of the rail; a new page is one file and one name here."""

from gridapp.ui.page import Page
from gridapp.ui.pages.settings import Settings

PAGES: tuple[type[Page], ...] = (Settings,)
