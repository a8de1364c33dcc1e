"""Scripts of the checkout: set-up, checks and packaging. Never part of the app."""
