"""The hub over HTTP: the one place where the web framework is known."""
