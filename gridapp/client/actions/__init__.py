"""One function per thing a person can do; nothing else writes."""
