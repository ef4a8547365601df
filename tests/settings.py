"""The site's own settings as the tests run them: cheap passwords, plain static files, tasks at once."""

from tests import environment

FOLDER = environment.prepare()

from academy.settings import *  # noqa: E402, F403
from academy.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(environment.sqlite_file(FOLDER))}
DATABASES["default"]["CONN_MAX_AGE"] = 0

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
BACKGROUND_INLINE = True  # what a request starts in a thread is done when it answers (academy.background)
CELERY_TASK_ALWAYS_EAGER = True  # also beside Redis; tests of a real worker switch it off, see tests/services
