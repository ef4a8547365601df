"""What pytest does around every run: the database file, the markers of the folders."""

import os
from pathlib import Path

import pytest

from tests import environment

MARKED_FOLDERS = ("browser", "services")


def pytest_sessionstart(session: pytest.Session) -> None:
    if os.environ["DATABASE_URL"].startswith("sqlite:"):
        environment.copy_migrated_database(Path(os.environ["VAR_DIR"]))


def pytest_itemcollected(item: pytest.Item) -> None:
    folders = item.path.relative_to(environment.ROOT).parts
    for name in MARKED_FOLDERS:
        if folders[1] == name:
            item.add_marker(name)
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))
