"""Practices from a file: the real ones, and what is said of a wrong one."""

import pytest
import yaml

from academy.models import Approach
from peer_exchange.management.commands.load_practices import FILE
from peer_exchange.models import Practice, PracticeVersion
from peer_exchange.services.practice_files import PracticeFileError, load_practices
from peer_exchange.services.publications import unpublish_practice
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db

ENTRY = {
    "slug": "sample-bus",
    "title": "Sample: a bus to the doctor",
    "result_line": "Forty people go.",
    "organisation": "sample-place",
    "approach": "day-care",
    "target_groups": ["older_people"],
    "solution": "A bus.",
    "partners": ["Sample drivers"],
    "lessons": ["Ask the drivers", "Start on Mondays"],
    "documentation": "source",
    "source_title": "Sample report",
    "latitude": 41.5,
}


@pytest.fixture
def place(approaches):
    return make_organisation("municipality", name="Sample place", key="sample-place", economy="AL", population=9000)


@pytest.fixture
def approaches():
    return [Approach.objects.get_or_create(key=key)[0] for key in ("day-care", "outreach")]


def write(path, *entries):
    file = path / "practices.yaml"
    file.write_text(yaml.safe_dump(list(entries), allow_unicode=True), "utf-8")
    return file


def test_an_entry_is_public_as_it_is_written(tmp_path, place):
    assert load_practices(write(tmp_path, ENTRY)) == 1
    practice = Practice.objects.public().get()
    assert (practice.slug, practice.state, practice.version) == ("sample-bus", "shared", 1)
    assert practice.code.endswith("-0001")
    assert (practice.organisation, practice.economy, practice.population) == (place, "AL", 9000)
    assert [part.name for part in practice.partners.all()] == ["Sample drivers"]
    assert [(part.text, part.is_reading) for part in practice.lessons.all()] == [
        ("Ask the drivers", True),
        ("Start on Mondays", True),
    ]
    assert practice.confirmed_at is None  # nobody of the municipality said it is true
    assert PracticeVersion.objects.get().content["slug"] == "sample-bus"
    assert "monday" in practice.folded


def test_loading_again_changes_nothing_and_leaves_what_an_editor_took_off(tmp_path, place):
    file = write(tmp_path, ENTRY, ENTRY | {"slug": "sample-van"})
    assert load_practices(file) == 2
    unpublish_practice(Practice.objects.get(slug="sample-van"), by=None)
    before = list(Practice.objects.order_by("pk").values())
    assert load_practices(file) == 0
    assert list(Practice.objects.order_by("pk").values()) == before
    assert PracticeVersion.objects.count() == 2


def test_codes_follow_the_order_of_the_file(tmp_path, place):
    load_practices(write(tmp_path, *(ENTRY | {"slug": f"sample-{n}"} for n in (3, 1, 2))))
    slugs = list(Practice.objects.order_by("code").values_list("slug", flat=True))
    assert slugs == ["sample-3", "sample-1", "sample-2"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"organisation": "nowhere"}, "there is no nowhere"),
        ({"approach": "magic"}, "there is no magic"),
        ({"target_groups": ["wizards"]}, "wizards"),
        ({"funding": ["gold"]}, "gold"),
        ({"titel": "x"}, "titel"),
        ({"title": "x" * 101}, "sample-wrong"),
        ({"run_state": "walking"}, "walking"),
    ],
)
def test_a_wrong_entry_says_what_is_wrong_and_nothing_is_loaded(tmp_path, place, change, said):
    with pytest.raises(PracticeFileError, match=said):
        load_practices(write(tmp_path, ENTRY, ENTRY | {"slug": "sample-wrong"} | change))
    assert not Practice.objects.exists()


def test_an_entry_without_an_address_is_named_by_its_title(tmp_path, place):
    with pytest.raises(PracticeFileError, match="Sample: a bus"):
        load_practices(write(tmp_path, {name: value for name, value in ENTRY.items() if name != "slug"}))


def test_the_real_practices_have_a_source_and_tell_our_reading_from_theirs():
    rows = yaml.safe_load(FILE.read_text("utf-8"))
    assert len({row["slug"] for row in rows}) == len(rows) == 41
    assert all(row["source_url"].startswith("http") and row["lessons"] for row in rows)
