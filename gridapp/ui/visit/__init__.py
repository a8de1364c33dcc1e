"""The rows of the visit form."""
