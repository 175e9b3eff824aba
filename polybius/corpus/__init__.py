"""Many reports: from sources to a store, with several workers, limits, and whatever broke off going on again."""

from polybius.corpus.ingest import Ingest, Tally, ingest
from polybius.corpus.recipe import Recipe
from polybius.corpus.workers import Limits, Workers

__all__ = ["Ingest", "Limits", "Recipe", "Tally", "Workers", "ingest"]
