"""Groups of a site that stood before assignments and the glossary get their rights to them, once.

`setup_courses` gives rights to new groups only; what an administrator takes away later stays away.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

TERMS = ("add_term", "change_term", "view_term")
GIVEN = {
    "Trainers": TERMS,
    "Facilitators": ("review_submission",),
    "Editors": (*TERMS, "delete_term", "review_submission"),
}


def give(apps, schema_editor):
    groups = list(apps.get_model("auth", "Group").objects.filter(name__in=GIVEN))
    if not groups:
        return  # a new site: setup_courses makes them
    courses = apps.get_app_config("courses")
    courses.models_module = True  # else nothing is created: Django does it only after all migrations
    create_permissions(courses, apps=apps, verbosity=0)
    courses.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="courses")
    for group in groups:
        group.permissions.add(*permissions.filter(codename__in=GIVEN[group.name]))


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("courses", "0011_certificate_logo"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
