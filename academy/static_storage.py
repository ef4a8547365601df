"""Static files with hashed names, references in CSS and ES modules rewritten, one joined style sheet: no bundler."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from academy.stylesheets import bundle

JOINED = "css/main.css"


class HashedStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only our own modules: type comments of packages (htmx's extensions) look like imports of files not there.
        self._patterns["js/*.js"] = self._patterns.pop("*.js")

    def post_process(self, paths: dict[str, Any], *args: Any, **kwargs: Any) -> Iterator[Any]:
        if JOINED in paths:
            paths = {**paths, JOINED: (join_sheets(paths), JOINED)}
        yield from super().post_process(paths, *args, **kwargs)


def join_sheets(paths: dict[str, Any]) -> InMemoryStorage:
    """A storage with the joined style sheet, made of the collected files (name → (storage, path))."""

    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()

    joined = InMemoryStorage()
    joined.save(JOINED, ContentFile(bundle(JOINED, read).encode()))
    return joined


StaticStorage = StaticFilesStorage if settings.DEBUG else HashedStorage
