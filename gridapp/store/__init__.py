"""SQL: tables, queries, revisions and the keys that lock them."""
