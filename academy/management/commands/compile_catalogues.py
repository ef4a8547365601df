"""Compiles the translation catalogues without gettext's tools, and can refuse faulty ones.

What the sentences mean is not its business; a translator's tool looks after that.
"""

import re
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}")


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/*.po to .mo. With --check, fail on fuzzy entries and on lost placeholders."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="fail on what would show wrongly")

    def handle(self, *, check: bool, **options) -> None:
        faults: list[str] = []
        files = find_catalogues()
        for file in files:
            catalogue = polib.pofile(str(file))
            if check:
                faults += [f"{file}:{entry.linenum}: {fault}" for entry in catalogue for fault in faults_of(entry)]
            catalogue.save_as_mofile(str(file.with_suffix(".mo")))
        if faults:
            raise CommandError("\n".join(faults))
        if options["verbosity"]:
            self.stdout.write(f"{len(files)} catalogues compiled")


def find_catalogues() -> list[Path]:
    """The project's own: those of settings.LOCALE_PATHS and of its packages."""
    own = [Path(config.path) for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]
    folders = [Path(folder) for folder in settings.LOCALE_PATHS] + [path / "locale" for path in own]
    return sorted(file for folder in folders for file in folder.glob("*/LC_MESSAGES/*.po"))


def faults_of(entry: polib.POEntry) -> list[str]:
    """A fuzzy entry is not shown at all; a translation that names other placeholders breaks the page or misleads."""
    if entry.obsolete:
        return []
    if entry.fuzzy:
        return [f"fuzzy: {entry.msgid!r}"]
    sources = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
    translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    allowed = set().union(*(placeholders(source) for source in sources))
    needed = set.intersection(*(placeholders(source) for source in sources))
    faults = []
    for translation in filter(None, translations):
        if extra := placeholders(translation) - allowed:
            faults.append(f"placeholders {sorted(extra)} are not in {entry.msgid!r}")
        if missing := needed - placeholders(translation):
            faults.append(f"placeholders {sorted(missing)} are missing in the translation of {entry.msgid!r}")
    return faults


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text)) - {"%%"}
