"""Many models at once, and the squashed migrations that are written with it."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from academy.migration_operations import CreateModels

APPS = {"academy", "courses"}
LOOM = migrations.CreateModel("Loom", [("id", models.BigAutoField(primary_key=True))])
THREAD = migrations.CreateModel(
    "Thread",
    [("id", models.BigAutoField(primary_key=True)), ("loom", models.ForeignKey("sample.Loom", models.CASCADE))],
)


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("sample_")}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_models_that_refer_to_each_other_come_and_go_together():
    migration = type("Migration", (migrations.Migration,), {"operations": [CreateModels([LOOM, THREAD])]})
    before = ProjectState()
    before.apps  # noqa: B018, rendered, as `migrate` has it
    with connection.schema_editor() as editor:
        after = migration("0001_initial", "sample").apply(before.clone(), editor)
    assert tables() == {"sample_loom", "sample_thread"}
    assert after.apps.get_model("sample", "Thread")._meta.get_field("loom").related_model.__name__ == "Loom"
    with connection.schema_editor() as editor:
        migration("0001_initial", "sample").unapply(before.clone(), editor)
    assert tables() == set()


def test_squashed_migrations_lead_to_the_models_of_those_they_replace():
    together, apart = MigrationLoader(None), MigrationLoader(None, replace_migrations=False)
    squashed = {key: node for key, node in together.graph.nodes.items() if node.replaces and key[0] in APPS}
    assert {app for app, _name in squashed} == APPS
    for key, migration in squashed.items():
        step_by_step, at_once = apart.project_state(migration.replaces[-1]), together.project_state(key)
        assert key[0] not in MigrationAutodetector(step_by_step, at_once)._detect_changes(), key
