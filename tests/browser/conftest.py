"""A real Chromium on a real server: a database that outlives the flush, a clean console, and axe."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "preload": False,  # it would ask for imported style sheets at wrong addresses
}


@pytest.fixture(scope="session", autouse=True)
def _database_calls_beside_playwright() -> None:
    """Playwright runs an event loop in this thread; Django would refuse the ORM calls of the tests for that."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The machine's own Chromium; as root it has no sandbox."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert program, "no Chromium on this machine: make setup-dev"
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return browser_type_launch_args | {"executable_path": program, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return browser_context_args | {"locale": "en-GB", "timezone_id": "Europe/Skopje", "reduced_motion": "reduce"}


@pytest.fixture(scope="session", autouse=True)
def _keep_what_migrations_made(django_db_setup: None, request: pytest.FixtureRequest) -> None:
    """Each test with a live server ends with a flush; `serialized_rollback` brings Wagtail's root page and so on back.

    Beside Playwright's loop Django opens other connection objects than before it: they must know the contents too.
    """
    contents = {alias: connections[alias]._test_serialized_contents for alias in connections}
    request.getfixturevalue("playwright")
    for alias in connections:
        connections[alias]._test_serialized_contents = contents[alias]


@pytest.fixture
def console() -> Iterator[list[str]]:
    """A blocked script, a missing file or an exception fails the test that met it; expected refusals are no errors."""
    errors: list[str] = []
    yield errors
    assert errors == []


@pytest.fixture
def context(console: list[str], new_context: Callable[..., BrowserContext]) -> BrowserContext:
    return watched(new_context(), console)


@pytest.fixture
def another_device(console: list[str], new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """`another_device()` is a page where nobody is signed in yet; it takes Playwright's options of a context."""
    return lambda **options: watched(new_context(**options), console).new_page()


def watched(context: BrowserContext, errors: list[str]) -> BrowserContext:
    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            errors.append(f"{message.text} ({message.location.get('url')})")

    context.on("console", note)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    return context


@pytest.fixture
def has_no_barriers() -> Callable[[Page], None]:
    """Fails with axe's report if the page breaks a rule of WCAG 2.2 A or AA."""

    def look(page: Page) -> None:
        page.wait_for_load_state()
        result = Axe().run(page, options=AXE_OPTIONS)
        assert result.violations_count == 0, f"{page.url}\n{result.generate_report()}"

    return look
