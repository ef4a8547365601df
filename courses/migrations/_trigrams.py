"""The index for the search by parts of names, where PostgreSQL has trigrams."""

from django.db import DatabaseError, migrations, transaction

NAME = "enrollment_name_parts"


def add_trigrams(apps, schema_editor):
    """Without the extension, or the right to install it, the search reads every name of the branch instead."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {NAME} ON courses_enrollment USING gin (sort_name gin_trgm_ops)"
            )
    except DatabaseError:
        return


def remove_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


ADD_TRIGRAMS = migrations.RunPython(add_trigrams, remove_trigrams)
