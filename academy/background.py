"""Work that a request starts and does not wait for, on a site without a broker.

With a broker Celery is the place for it; this knows neither tasks nor what it runs.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections

logger = logging.getLogger(__name__)


def start(function: Callable[..., Any], *args: Any) -> None:
    """Run `function(*args)` in a thread that ends with the process; tests run it at once (BACKGROUND_INLINE)."""
    if getattr(settings, "BACKGROUND_INLINE", False):
        function(*args)
        return
    threading.Thread(target=_run, args=(function, args), daemon=True, name=function.__name__).start()


def _run(function: Callable[..., Any], args: tuple[Any, ...]) -> None:
    try:
        function(*args)
    except Exception:
        logger.exception("%s%s failed in the background", function.__name__, args)
    finally:
        connections.close_all()
