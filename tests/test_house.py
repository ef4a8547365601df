"""The rules of the house that no other tool checks."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.environment import ROOT

LONGEST_FILE = 400  # lines
TOP_LEVEL = {
    ".ci", ".env.example", ".gitignore", "Makefile", "README.md", "academy", "courses", "docs", "locale",
    "manage.py", "package-lock.json", "package.json", "peer_exchange", "pyproject.toml", "requirements", "static",
    "templates", "tests",
}  # fmt: skip
SHARED_DRAWERS = {"utils.py", "util.py", "common.py", "helpers.py", "misc.py"}


def tracked(*patterns: str) -> list[Path]:
    """The files of the repository, without what is only lying about."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return sorted(path for name in output.split("\0") if name and (path := ROOT / name).is_file())


def shown(path: Path, text: str, position: int) -> str:
    return f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, position) + 1}"


def test_top_level_is_fixed():
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP_LEVEL


def test_no_room_grew_too_large():
    exempt = ("migrations", "tests")
    rooms = [path for path in tracked("*.py") if not set(exempt) & set(path.relative_to(ROOT).parts)]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in rooms}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_drawer_for_everything():
    assert [path for path in tracked("*.py") if path.name in SHARED_DRAWERS] == []


def test_every_room_says_what_it_is_for():
    """Migrations, tests of one file's worth and empty packages need no introduction."""
    rooms = [
        path
        for path in tracked("academy/*.py", "courses/*.py", "peer_exchange/*.py", ".ci/*.py")
        if "migrations" not in path.parts and path.read_text("utf-8").strip()
    ]
    silent = [path for path in rooms if not re.match(r'(#!.*\n)?r?"""[\w`]', path.read_text("utf-8"))]
    assert [str(path.relative_to(ROOT)) for path in silent] == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a style attribute", r"<[^>{%]*\sstyle\s*="),
        ("a style element", r"<style[\s>]"),
        ("an event attribute", r"<[^>]*\son[a-z]+\s*="),
        ("a script element without src", r"<script(?![^>]*\bsrc\s*=)(?![^>]*type=\"application/(ld\+)?json\")[^>]*>"),
        ("a javascript: address", r"javascript:"),
    ],
)
def test_no_template_needs_an_unsafe_content_security_policy(what, pattern):
    found = []
    for path in tracked("templates/*.html"):
        if {"pdf", "emails"} & set(path.parts):
            continue  # never part of a page: letters and PDFs know no policy, and mail programs only inline styles
        text = re.sub(r"\{#.*?#\}|\{% comment.*?%\}.*?\{% endcomment %\}", "", path.read_text("utf-8"), flags=re.DOTALL)
        found += [shown(path, text, match.start()) for match in re.finditer(pattern, text, re.IGNORECASE)]
    assert found == [], what


def test_no_template_asks_the_database_by_itself():
    pattern = re.compile(r"\.(objects|all|filter|exclude|count|exists|first|last)\b(?=[ %}|.])")
    found = [
        f"{path.relative_to(ROOT)}: {tag}"
        for path in tracked("templates/*.html")
        for tag in re.findall(r"\{[{%].*?[%}]\}", path.read_text("utf-8"))
        if "forloop." not in tag and pattern.search(tag)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["base", "dev", "node"])
def test_python_locks_pin_every_package_by_hash(name):
    lock = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    packages = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)[1:]
    assert packages
    assert [package.split()[0] for package in packages if "==" not in package.split()[0]] == []
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_front_end_lock_pins_every_package_by_hash():
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_no_file_names_a_package_registry():
    hosts = re.compile(r"(pypi|pythonhosted)\.org|registry\.npmjs|registry\.yarnpkg|index-url|trusted-host")
    files = [*tracked("requirements/*"), *tracked("package*.json", ".npmrc", "pyproject.toml", "Makefile", ".ci/*")]
    assert [
        str(path.relative_to(ROOT))
        for path in files
        if hosts.search(path.read_text("utf-8").replace("--no-emit-index-url", ""))
    ] == []


def test_env_example_lists_every_variable_the_settings_read():
    settings = (ROOT / "academy" / "settings.py").read_text("utf-8")
    read = set(re.findall(r"""env\.\w+\(\s*"([A-Z0-9_]+)\"""", settings))
    listed = set(re.findall(r"^#?\s?([A-Z0-9_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    assert read == listed
