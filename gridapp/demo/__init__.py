"""The demo community and its headless day."""
