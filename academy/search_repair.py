"""Keeps a quotation mark or a NUL byte in somebody's search words from breaking the search of the CMS.

On SQLite a `"` ends the quoted word of the full-text query (wagtail issue 13227), on both databases a NUL byte is
refused. Remove this module when the search library quotes by itself.
"""

from django.db import connection

FORBIDDEN = {ord('"'): " ", 0: " "}


def repair() -> None:
    """Make the search library drop those characters from every word it looks for. Called once, at start."""
    if connection.vendor == "sqlite":
        from modelsearch.backends.database.sqlite.query import Lexeme
    elif connection.vendor == "postgresql":
        from modelsearch.backends.database.postgres.query import Lexeme
    else:
        return
    original = Lexeme.as_sql

    def as_sql(self, compiler, connection):
        self.value = self.value.translate(FORBIDDEN)
        return original(self, compiler, connection)

    Lexeme.as_sql = as_sql
