"""Long lists: a window on keys, rows read as they come in sight."""
