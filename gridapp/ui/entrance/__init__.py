"""What stands in the window while no desk is open."""
