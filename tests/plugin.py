"""What pytest does around every run: the database file, the markers of the folders, the language."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone, translation

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


@pytest.fixture(autouse=True)
def _language_and_zone_of_the_site() -> Iterator[None]:
    """A request leaves the visitor's language and time zone behind in its thread; the next test starts without."""
    with translation.override("en"), timezone.override(None):
        yield
