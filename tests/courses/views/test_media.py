"""Documents: handed out as attachments; video and audio in the parts that players ask for."""

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from courses.views.media import LONGEST_PART, part_of

CONTENT = bytes(range(256)) * 8


@pytest.fixture
def film(site):
    return Document.objects.create(title="A film", file=ContentFile(CONTENT, name="film.mp4"))


@pytest.mark.parametrize(
    ("wanted", "told", "content"),
    [
        ("bytes=0-", "bytes 0-2047/2048", CONTENT),
        ("bytes=0-1", "bytes 0-1/2048", CONTENT[:2]),
        ("bytes=2000-9999", "bytes 2000-2047/2048", CONTENT[2000:]),
        ("bytes=-10", "bytes 2038-2047/2048", CONTENT[-10:]),
    ],
)
def test_a_player_gets_the_part_it_asks_for(client, film, wanted, told, content):
    response = client.get(film.url, headers={"range": wanted})
    assert (response.status_code, response["Content-Range"], response.content) == (206, told, content)
    assert response["Content-Type"] == "video/mp4"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("wanted", ["bytes=2048-", "bytes=9-3", "bytes=-0", "bytes=-"])
def test_what_does_not_lie_in_the_file_is_refused(client, film, wanted):
    response = client.get(film.url, headers={"range": wanted})
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */2048")


@pytest.mark.parametrize("wanted", ["", "bytes=0-1,5-6", "lines=1-2", "bytes=" + "9" * 5000 + "-"])
def test_anything_else_gets_the_whole_file(client, film, wanted):
    response = client.get(film.url, headers={"range": wanted})
    assert response.status_code == 200
    assert response.getvalue() == CONTENT


@pytest.mark.parametrize("name", ["plan.pdf", "page.html", "film.mp4"])
def test_uploads_are_attachments(client, site, name):
    document = Document.objects.create(title="A plan", file=ContentFile(b"%PDF-1.4", name=name))
    response = client.get(document.url, headers={"range": "bytes=0-1"} if name.endswith("mp4") else {})
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()


def test_a_private_film_stays_private_in_parts(client, film):
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    film.collection = collection
    film.save()
    response = client.get(film.url, headers={"range": "bytes=0-"})
    assert response.status_code == 302


@given(st.integers(0, 10**7), st.one_of(st.just(""), st.integers(0, 10**7).map(str)), st.integers(1, 10**7))
def test_a_part_lies_in_the_file_and_is_never_too_long(first, last, size):
    part = part_of(str(first), last, size)
    if part is not None:
        assert 0 <= first == part[0] <= part[1] < size
        assert part[1] - part[0] < LONGEST_PART
