"""Static files with hashed names, their references inside CSS and ES modules rewritten: no bundler."""

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True


StaticStorage = StaticFilesStorage if settings.DEBUG else HashedStorage
