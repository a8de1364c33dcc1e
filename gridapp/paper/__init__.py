"""What stands on paper: pages (pure) and the drawing of them."""
