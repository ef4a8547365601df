"""Publishing: code, address, versions, words for the search; and taking it off."""

from datetime import UTC, datetime

import pytest

from academy import site_version
from peer_exchange.delivery.practice_record import record, with_record
from peer_exchange.enums import Documentation, PracticeState
from peer_exchange.models import Practice, PracticeText, PracticeVersion
from peer_exchange.practice_words import originals
from peer_exchange.rules.digests import digest_of
from peer_exchange.services.publications import (
    archive_practice,
    publish_practice,
    refold,
    unpublish_practice,
)
from tests.peer_exchange.practices import make_draft, make_municipality, make_practice, write

NEW_YEAR = datetime(2027, 1, 3, 9, tzinfo=UTC)


def test_codes_count_each_year_without_gaps(alice):
    first, second = make_draft(alice), make_draft(alice)
    third = make_draft(alice)
    now = datetime(2026, 5, 1, tzinfo=UTC)
    codes = [publish_practice(draft, by=None, now=at).code for draft, at in ((second, now), (first, now))]
    assert codes == ["GP-2026-0001", "GP-2026-0002"]
    assert publish_practice(third, by=None, now=NEW_YEAR).code == "GP-2027-0001"


def test_code_and_address_never_change_and_versions_are_appended(alice):
    practice = make_practice(alice, title="Дневни центар")
    code, slug = practice.code, practice.slug
    assert slug == "dnevni-tsentar"
    write(practice, alice, title="Another title")
    practice = publish_practice(practice, by=None, note="New title")
    assert (practice.code, practice.slug, practice.version) == (code, slug, 2)
    versions = PracticeVersion.objects.filter(practice=practice)
    assert [(row.number, row.content["title"], row.note) for row in versions] == [
        (2, "Another title", "New title"),
        (1, "Дневни центар", ""),
    ]


def test_the_same_title_gets_another_address_and_an_address_of_the_site_is_not_taken(alice):
    assert make_practice(alice, title="Map").slug == "map-2"
    assert make_practice(alice, title="Map").slug == "map-3"
    assert make_practice(alice, title="…").slug == "practice"


def test_a_code_taken_meanwhile_is_not_given_twice(alice, monkeypatch):
    from peer_exchange.services import publications

    first = make_practice(alice)
    answers = iter([first.code, f"{first.code[:-4]}0002"])
    monkeypatch.setattr(publications, "_next_code", lambda year: next(answers))
    assert make_practice(alice, title="Other").code.endswith("-0002")


def test_the_place_is_filled_from_the_municipality_where_nobody_wrote_it(alice):
    town = make_municipality(latitude="41.1", longitude="20.1", population=12_000)
    practice = make_practice(alice, town)
    assert (practice.economy, practice.population, float(practice.latitude)) == ("AL", 12_000, 41.1)
    assert make_practice(alice, town, population=900).population == 900


def test_the_search_finds_all_words_in_any_script_and_those_of_translations(alice):
    practice = make_practice(alice, title="Дневни центар", parts={"partners": [{"name": "Udruženje roditelja"}]})
    PracticeText.objects.create(
        practice=practice, language="sq", texts={"title": "Qendër ditore"}, published_at=NEW_YEAR
    )
    PracticeText.objects.create(practice=practice, language="tr", texts={"title": "Okul"})
    refold(practice)
    practice.refresh_from_db()
    for words in ("dnevni centar", "udruzenje roditelja", "qender ditore", practice.code.lower().replace("-", " ")):
        assert words in practice.folded
    assert "okul" not in practice.folded  # not published
    assert "sara example org" not in practice.folded


def test_the_contact_s_address_stands_in_no_record(alice):
    practice = make_practice(alice)
    assert "sara@example.org" not in str(practice.versions.get().content)
    assert practice.versions.get().content["contact_name"] == "Sara Sample"


def test_a_record_speaks_a_published_translation_as_long_as_it_fits(alice):
    practice = make_practice(alice, parts={"lessons": [{"text": "Ask the parents"}, {"text": "Count"}]})
    sources = {path: digest_of(text) for path, text in originals(practice)}
    key = practice.lessons.all()[0].key
    texts = {"title": "Qendër ditore", f"lessons.{key}.text": "Pyetni prindërit", "problem": "Problemi"}
    row = PracticeText.objects.create(
        practice=practice, language="sq", texts=texts, sources={**sources, "problem": "of an older text"}
    )
    read = lambda: record(with_record(Practice.objects.all()).get(pk=practice.pk), "sq")  # noqa: E731
    assert read()["title"] == "A day centre in an old school"  # not published yet
    row.published_at = NEW_YEAR
    row.save()
    assert read()["title"] == "Qendër ditore"
    assert read()["lessons"][0]["text"] == "Pyetni prindërit"
    assert read()["lessons"][1]["text"] == "Count"
    assert read()["problem"] == "Children with disabilities stayed at home."
    assert read()["translations"] == ["sq"]


@pytest.mark.parametrize("number", [1, 3])
def test_records_of_many_cost_as_many_questions_as_of_one(alice, django_assert_max_num_queries, number):
    for _ in range(number):
        make_practice(alice, parts={"steps": [{"what": "Decide"}], "lessons": [{"text": "Ask"}]})
    with django_assert_max_num_queries(16):
        assert len([record(practice) for practice in with_record(Practice.objects.public())]) == number


def test_taken_off_it_is_nowhere_and_keeps_its_code(alice, editor):
    practice = make_practice(alice)
    unpublish_practice(practice, by=editor)
    assert not Practice.objects.public().exists()
    practice.refresh_from_db()
    assert practice.state == PracticeState.DRAFT
    assert practice.code
    again = publish_practice(practice, by=editor)
    assert again.code == practice.code
    assert Practice.objects.public().exists()


def test_archived_it_says_why(alice, editor):
    practice = make_practice(alice)
    archive_practice(practice, by=editor, reason="The law changed.")
    practice.refresh_from_db()
    assert practice.state == PracticeState.ARCHIVED
    assert practice.archived_at
    assert practice.update_reason
    assert not Practice.objects.public().exists()


def test_the_version_of_the_site_rises_with_the_commit(alice, django_capture_on_commit_callbacks):
    practice = make_draft(alice)
    for change in (publish_practice, unpublish_practice, archive_practice):
        before = site_version.current(Practice.site_part)
        with django_capture_on_commit_callbacks() as committed:
            change(practice, by=None)
        assert site_version.current(Practice.site_part) == before  # nobody may cache what is not committed
        for callback in committed:
            callback()
        assert site_version.current(Practice.site_part) > before


def test_who_confirms_is_its_author_not_a_source(alice):
    assert make_practice(alice).confirmed_at is not None
    assert make_practice(alice, documentation=Documentation.SOURCE).confirmed_at is None
