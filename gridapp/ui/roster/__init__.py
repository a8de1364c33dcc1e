"""The steps of an import, one widget each."""
