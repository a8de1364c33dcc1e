"""From the rows of a spreadsheet to households: read, checked, planned; nothing is guessed."""
