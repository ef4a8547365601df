"""How many queries an address makes, asked in this process with an empty cache."""

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def count_queries(path: str, cookie: str = "", form: str = "") -> tuple[int, int | str]:
    """First request after a publication, and the next; a form is sent once. Raises where there is no such page."""
    cache.clear()
    first = count_once(path, cookie, form)
    return first, "" if form else count_once(path, cookie)


def count_once(path: str, cookie: str, form: str = "") -> int:
    client = Client(headers={"cookie": cookie} if cookie else {})
    with CaptureQueriesContext(
        connection,
    ) as queries:
        if form:
            response = client.post(path, form, content_type="application/x-www-form-urlencoded")
        else:
            response = client.get(path)
    if response.status_code not in (200, 302) or "/accounts/" in response.get("Location", ""):
        raise RuntimeError(f"{path} answered {response.status_code}.")
    return len(queries)
