"""What is seen: windows, pages and notices."""
