"""Stage 3 of 9: find actors, times and places in the Doc."""
