"""The WSGI entry for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings")
application = get_wsgi_application()

# A quarter of a million objects live as long as the process: looked through again and again, they would hold up one
# request in twenty by a fifth of a second
gc.collect()
gc.freeze()
