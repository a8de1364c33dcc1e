"""The hub: who sees what, and what follows from an event."""
