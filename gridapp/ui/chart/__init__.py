"""The door chart: signs, places, painting, and the panel of the current door."""
