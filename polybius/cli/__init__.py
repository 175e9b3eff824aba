"""The command line. One command per file, each a thin shell over a plain function; ``app`` holds them all.

Nothing heavy is imported before a command needs it: ``polybius --help`` must answer at once.
"""

from polybius.cli.commands import app

__all__ = ["app"]
