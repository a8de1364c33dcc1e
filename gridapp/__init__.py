"""gridapp: door-knock visits and household issues, written down without a network and never lost."""

__version__ = "0.1.0"
