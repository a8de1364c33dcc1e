"""Spreadsheets, rosters and templates: other people's formats, read and written."""
