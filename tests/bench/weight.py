"""What a first visit weighs: HTML, style sheets, scripts and fonts, with gzip, as a browser asked for them."""

import gzip
import os
import shutil
from collections import Counter
from dataclasses import dataclass

from playwright.sync_api import Browser, Response, sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET

COMPRESSED = {"document", "stylesheet", "script"}  # fonts are compressed already; images do not count


@dataclass(frozen=True)
class Weight:
    total: int
    scripts: int


def weigh(origin: str, pages: dict[str, tuple[str, str]]) -> dict[str, Weight]:
    """`pages`: name → (path, cookie)."""
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        return {name: weigh_page(browser, origin, path, cookie) for name, (path, cookie) in pages.items()}


def weigh_page(browser: Browser, origin: str, path: str, cookie: str) -> Weight:
    context = browser.new_context()
    for part in filter(None, cookie.split("; ")):
        name, _equals, value = part.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": origin}])
    responses: list[Response] = []
    page = context.new_page()
    page.on("response", lambda response: responses.append(response))
    page.goto(origin + path, wait_until="networkidle")
    bytes_of: Counter[str] = Counter()
    for response in responses:
        kind = response.request.resource_type
        if kind in COMPRESSED:
            bytes_of[kind] += len(gzip.compress(response.body(), 6))
        elif kind == "font":
            bytes_of[kind] += len(response.body())
    context.close()
    return Weight(bytes_of.total(), bytes_of["script"])
