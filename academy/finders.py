"""Serves single files of npm packages as static files, so that nothing else of a package gets out.

Whole `dist` folders hold files that `collectstatic` cannot hash (type comments that look like imports) and megabytes
that no page uses. Knows only the setting VENDOR_FILES.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import Warning as CheckWarning
from django.core.files.storage import FileSystemStorage


class VendorFinder(BaseFinder):
    """Finds the files of VENDOR_FILES: static path → path below NODE_MODULES."""

    def check(self, **kwargs: Any) -> list[CheckWarning]:
        missing = [source for source in settings.VENDOR_FILES.values() if not self.path_of(source).is_file()]
        if not missing:
            return []
        return [CheckWarning(f"Missing: {', '.join(missing)}", hint="Run `npm ci`.", id="academy.W001")]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        source = settings.VENDOR_FILES.get(Path(path).as_posix())
        found = [str(self.path_of(source))] if source and self.path_of(source).is_file() else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, "VendorStorage"]]:
        storage = VendorStorage(location=settings.NODE_MODULES)
        for path, source in settings.VENDOR_FILES.items():
            if self.path_of(source).is_file():
                yield path, storage

    @staticmethod
    def path_of(source: str) -> Path:
        return Path(settings.NODE_MODULES) / source


class VendorStorage(FileSystemStorage):
    """Opens a file of VENDOR_FILES under its static path."""

    def path(self, name: str) -> str:
        return super().path(settings.VENDOR_FILES.get(name, name))
