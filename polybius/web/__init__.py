"""Stage 9 of 9: web — needs a store, leaves pages in a browser and a JSON API, from one process on this machine."""
