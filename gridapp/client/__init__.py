"""One worker at one desk: the actions a person can do."""
