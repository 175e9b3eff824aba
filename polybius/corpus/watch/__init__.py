"""Feeds watched for weeks: asked politely, again and again, and what is new in them coded into a store."""

from polybius.corpus.watch.feed_list import FeedList, FeedListError, Manners, WatchedFeed, read_feed_list
from polybius.corpus.watch.watch import Watch, Watched

__all__ = ["FeedList", "FeedListError", "Manners", "Watch", "Watched", "WatchedFeed", "read_feed_list"]
