"""Every page in the order of the rail; a new page is one file and one name here."""

from gridapp.ui.page import Page
from gridapp.ui.pages.buildings import Buildings
from gridapp.ui.pages.household import HouseholdPage
from gridapp.ui.pages.households import HouseholdsPage
from gridapp.ui.pages.issue import IssuePage
from gridapp.ui.pages.issues import Issues
from gridapp.ui.pages.lists import ListsPage
from gridapp.ui.pages.office import OfficePage
from gridapp.ui.pages.report import Report
from gridapp.ui.pages.roster import RosterPage
from gridapp.ui.pages.settings import Settings
from gridapp.ui.pages.today import TodayPage
from gridapp.ui.pages.visit import VisitPage
from gridapp.ui.pages.waiting import WaitingPage
from gridapp.ui.pages.walk import WalkPage

PAGES: tuple[type[Page], ...] = (
    TodayPage,
    Buildings,
    VisitPage,
    HouseholdsPage,
    HouseholdPage,
    Issues,
    Report,
    IssuePage,
    ListsPage,
    WalkPage,
    RosterPage,
    WaitingPage,
    Settings,
    OfficePage,
)
