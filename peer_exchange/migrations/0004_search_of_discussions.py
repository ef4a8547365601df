from django.db import migrations

TABLES = ("peer_exchange_post", "peer_exchange_topic")


def add_indexes(apps, schema_editor):
    """PostgreSQL finds words by an index over the folded text; SQLite looks through."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in TABLES:
        schema_editor.execute(
            f"CREATE INDEX {table}_words ON {table} USING gin (to_tsvector('simple'::regconfig, COALESCE(folded, '')))"
        )


def remove_indexes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP INDEX {table}_words")


class Migration(migrations.Migration):
    dependencies = [("peer_exchange", "0003_check_comments")]
    operations = [migrations.RunPython(add_indexes, remove_indexes)]
