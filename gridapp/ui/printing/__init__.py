"""The parts of the page of lists: choose a place, look at the paper, print it, save it as PDF."""
