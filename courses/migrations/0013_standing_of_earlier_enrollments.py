"""Enrollments from before there were organisations get what lists and reports ask: a name to sort by, when begun."""

from datetime import timedelta

from django.db import migrations
from django.db.models import F, Q
from django.utils import timezone

from academy.folding import fold

BATCH = 500
SILENCE = timedelta(days=14)  # as in courses.rules.standing


def fill(apps, schema_editor):
    enrollments = apps.get_model("courses", "Enrollment").objects
    begun = Q(last_step__isnull=False) | Q(percent__gt=0) | Q(state="completed")
    enrollments.filter(begun, started_at__isnull=True).update(started_at=F("enrolled_at"))
    enrollments.filter(percent__gte=50, half_at__isnull=True).update(half_at=F("last_activity_at"))
    enrollments.filter(behind_at__isnull=True).update(behind_at=F("last_activity_at") + SILENCE)
    last_pk = 0
    nameless = enrollments.filter(sort_name="", user__isnull=False).select_related("user").order_by("pk")
    while batch := list(nameless.filter(pk__gt=last_pk)[:BATCH]):
        last_pk = batch[-1].pk
        for row in batch:
            row.sort_name = fold(row.user.name or row.user.email)[:160]
        enrollments.bulk_update(batch, ["sort_name"])
    enrollments.update(changed_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("courses", "0012_rights_of_existing_groups")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
