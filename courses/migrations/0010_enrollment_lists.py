"""Indexes for lists of an organisation's people; the search by parts of names uses trigrams where PostgreSQL has them."""

from decimal import Decimal

from django.db import DatabaseError, migrations, models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

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


class Migration(migrations.Migration):
    dependencies = [("courses", "0009_enrollment_due_at")]

    operations = [
        migrations.AddIndex(
            "enrollment", models.Index(fields=["organisation", "sort_name", "id"], name="enrollment_names_within")
        ),
        migrations.AddIndex("enrollment", models.Index(fields=["sort_name", "id"], name="enrollment_by_name")),
        migrations.AddIndex(
            "enrollment", models.Index(fields=["last_activity_at", "id"], name="enrollment_by_activity")
        ),
        migrations.AddIndex("enrollment", models.Index(fields=["percent", "id"], name="enrollment_by_percent")),
        migrations.AddIndex(
            "enrollment",
            models.Index(Coalesce("score", Value(Decimal(-1))), F("id"), name="enrollment_by_score"),
        ),
        migrations.AddIndex("enrollment", models.Index(fields=["organisation", "course"], name="enrollment_to_tally")),
        migrations.AddIndex(
            "enrollment",
            models.Index(
                fields=["organisation", "deadline_at", "behind_at", "started_at"],
                condition=Q(state="active"),
                name="enrollment_going_on",
            ),
        ),
        migrations.RunPython(add_trigrams, remove_trigrams),
    ]
