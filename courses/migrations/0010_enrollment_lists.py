"""Indexes for lists of an organisation's people; the search by parts of names uses trigrams where PostgreSQL has them."""

from decimal import Decimal

from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from courses.migrations._trigrams import ADD_TRIGRAMS


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
        ADD_TRIGRAMS,
    ]
