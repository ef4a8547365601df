"""Catalogues compile without gettext's tools, and faulty ones are refused."""

import gettext
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


@pytest.fixture
def catalogue(tmp_path: Path, settings) -> Path:
    settings.LOCALE_PATHS = [tmp_path]
    file = tmp_path / "sq" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    return file


def write(file: Path, entries: str) -> None:
    file.write_text(HEAD + entries, "utf-8")


def test_compiled_catalogue_translates(catalogue):
    write(catalogue, 'msgid "Course"\nmsgstr "Kursi"\n')
    call_command("compile_catalogues", check=True, verbosity=0)
    with catalogue.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Course") == "Kursi"


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ('#, fuzzy\nmsgid "Course"\nmsgstr "Kursi"\n', "fuzzy"),
        ('msgid "Hello %(name)s"\nmsgstr "Tungjatjeta"\n', "missing"),
        ('msgid "Hello %(name)s"\nmsgstr "Tungjatjeta %(emri)s"\n', "are not in"),
        ('msgid "{count} left"\nmsgstr "mbeten"\n', "missing"),
        ('msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "një ditë"\nmsgstr[1] "%(n)s ditë"\n', "missing"),
    ],
)
def test_faulty_catalogue_is_refused(catalogue, entries, said):
    write(catalogue, entries)
    with pytest.raises(CommandError, match=said):
        call_command("compile_catalogues", check=True, verbosity=0)


@pytest.mark.parametrize(
    "entries",
    [
        'msgid "Course"\nmsgstr ""\n',
        'msgid "Hello %(name)s, 100%% done"\nmsgstr "100%% gati, %(name)s"\n',
        'msgid "One day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "Një ditë"\nmsgstr[1] "%(n)s ditë"\n',
        '#, fuzzy\n#~ msgid "Old"\n#~ msgstr "I vjetër"\n',
    ],
)
def test_sound_catalogue_passes(catalogue, entries):
    write(catalogue, entries)
    call_command("compile_catalogues", check=True, verbosity=0)
