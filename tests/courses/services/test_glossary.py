"""Loading the glossary: again, and nothing happens; edited, and only that changes; the CMS stands until then."""

from pathlib import Path

import pytest
from django.core.management import call_command

import courses
from academy import site_version
from courses.errors import CourseFileError
from courses.models import Term
from courses.services.glossary import GlossaryReport, load_glossary

REAL = Path(courses.__file__).parent / "content" / "glossary.yaml"
TEXT = """
terms:
  - key: referral
    domain: social
    en: {name: referral, forms: [referrals], meaning: To a service that helps.}
    mk: {name: упатување}
  - key: course
    domain: lms
    mark: false
    en: {name: course, meaning: A set of lessons.}
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path, site):
    path = tmp_path / "glossary.yaml"
    path.write_text(TEXT, "utf-8")
    return path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def term(key: str, language: str = "en") -> Term:
    return Term.objects.get(key=key, locale__language_code=language)


def test_terms_are_loaded_once(file):
    assert load_glossary(file) == GlossaryReport(created=3)
    assert load_glossary(file) == GlossaryReport(unchanged=3)
    assert term("referral").words == ("referral", "referrals")
    assert term("referral").translation_key == term("referral", "mk").translation_key
    assert not term("course").is_marked


def test_the_cms_stands_until_the_file_changes(file):
    load_glossary(file)
    Term.objects.filter(pk=term("referral").pk).update(meaning="As the editor says.")
    Term.objects.filter(pk=term("referral", "mk").pk).update(meaning="Во институција.")
    assert load_glossary(file).is_empty
    edit(file, "To a service that helps.", "To the right service.")
    assert load_glossary(file) == GlossaryReport(updated=1, unchanged=2)
    assert term("referral").meaning == "To the right service."
    assert term("referral", "mk").meaning == "Во институција."


def test_what_the_file_leaves_out_is_not_emptied(file):
    load_glossary(file)
    Term.objects.filter(pk=term("referral", "mk").pk).update(meaning="Во институција.")
    edit(file, "упатување", "упатувања")
    load_glossary(file)
    assert (term("referral", "mk").name, term("referral", "mk").meaning) == ("упатувања", "Во институција.")


def test_a_term_taken_out_goes_but_not_one_of_the_editors(file):
    load_glossary(file)
    own = term("course")
    Term.objects.create(key="ours", name="ours", locale=own.locale)
    file.write_text(TEXT.split("  - key: course")[0], "utf-8")
    assert load_glossary(file) == GlossaryReport(removed=1, unchanged=2)
    assert set(Term.objects.values_list("key", flat=True)) == {"referral", "ours"}


def test_lessons_are_made_anew_when_a_term_changes(file, django_capture_on_commit_callbacks):
    before = site_version.current()
    with django_capture_on_commit_callbacks(execute=True):
        load_glossary(file)
    loaded = site_version.current()
    with django_capture_on_commit_callbacks(execute=True):
        term("course").save()
    saved = site_version.current()
    with django_capture_on_commit_callbacks(execute=True):
        term("course").delete()
    assert before < loaded < saved < site_version.current()


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("domain: social", "domain: sport", "term referral: `domain` must be one of lms, government, social."),
        ("key: course", "key: referral", "term referral: the key stands twice"),
        (", meaning: A set of lessons.", "", "term course, en: `meaning` is missing"),
        ("mk:", "xx:", "xx"),
        ("terms:", "term:", "terms"),
    ],
)
def test_every_mistake_is_named_and_nothing_is_loaded(file, old, new, finding):
    edit(file, old, new)
    with pytest.raises(CourseFileError) as caught:
        load_glossary(file)
    assert finding in str(caught.value)
    assert not Term.objects.exists()


def test_the_command_says_what_it_did(file, capsys):
    call_command("load_glossary", str(file))
    call_command("load_glossary", str(file))
    assert capsys.readouterr().out == "Glossary: 3 created, 0 unchanged.\nGlossary: nothing changed.\n"


def test_the_glossary_of_this_repository_is_sound(site, settings):
    report = load_glossary(REAL)
    languages = len(settings.LANGUAGES)
    assert report.created == 105 * languages
    for row in Term.objects.filter(locale__language_code="en"):
        assert 30 <= len(row.meaning) <= 300, row.key
