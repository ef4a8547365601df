"""How many queries an address makes, asked in this process with an empty cache."""

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def count_queries(path: str, cookie: str = "", form: str = "") -> int:
    """The most a visitor can cause: the first request after a publication. Raises where there is no such page."""
    client = Client(headers={"cookie": cookie} if cookie else {})
    cache.clear()
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
