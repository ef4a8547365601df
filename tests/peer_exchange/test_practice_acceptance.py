"""The library of practices, sentence by sentence of what was asked for, as people live it through the pages.

Sentences that are tested elsewhere, and where:
- every facet value by address, without JavaScript: `views/test_practice_library.py`, `rules/test_facets.py`
- the database refuses Validated without two reviews: `services/test_practice_reviews.py`
- weights and bounds of the rubric: `rules/test_rubric.py`
- CSV and JSON carry the same data, guarded cells, no contact addresses: `views/test_open_data.py`
- a public version is never changed by writing on it: `services/test_practices.py`, `services/test_practice_checks.py`
- asked every 24 months, one click without an account: `services/test_still_running.py`, `views/test_practice_desks.py`
- follow-ups after 3, 9 and 18 months, each once: `services/test_adoptions.py`
- pictures need alt text, credit and consent; documents a licence; nothing but what they say they are:
  `views/test_practice_desks.py`
- from the first draft to Shared without JavaScript: `tests/browser/test_practice_author.py`
- 5,000 practices in 250 ms, constant SQL: `tests/bench/practices.py`, `views/test_practice_library.py`
"""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from academy import site_version
from academy.models import Letter
from peer_exchange.delivery.practice_letters import author_token
from peer_exchange.jobs import ask_adopters
from peer_exchange.models import Adoption, ContactRequest, Practice, PracticeUpload
from peer_exchange.rules.rubric import WEIGHTS
from peer_exchange.services.practice_authors import accept_invitation, invite_author
from peer_exchange.services.practice_checks import submit_practice, withdraw_practice
from peer_exchange.services.practice_reviews import invite_reviewer
from peer_exchange.services.practices import draft_of
from peer_exchange.services.publications import publish_practice
from tests.peer_exchange.full_case import FULL, PARTS
from tests.peer_exchange.notice_makers import make_cluster
from tests.peer_exchange.people import make_region, peer_of
from tests.peer_exchange.practices import make_draft, make_municipality, make_practice, write

QUARTER = timedelta(days=93)


@pytest.fixture
def region(site):
    return make_region()


@pytest.fixture
def case(alice, region):
    return make_practice(alice, region.town, parts=PARTS, **FULL)


def device(user):
    client = Client()
    client.force_login(user)
    return client


def step(draft, name, *, language="en"):
    with translation.override(language):
        return reverse("practice_draft", kwargs={"uuid": draft.uuid, "step": name})


def address(name, practice, *, reader="en", **kwargs):
    with translation.override(reader):
        return reverse(name, kwargs={"slug": practice.slug, **kwargs})


# Writing -----------------------------------------------------------------------------------------------------------


def test_a_draft_survives_a_crash(alice, region):
    draft = make_draft(alice, region.town)
    in_background = {"problem": "Long waiting lists", "version": draft.draft_version}
    device(alice).post(step(draft, "story"), in_background, headers={"HX-Request": "true"})
    after_the_crash = device(alice).get(step(draft, "story")).content.decode()
    assert "Long waiting lists" in after_the_crash
    assert "Saved at" in after_the_crash


def test_a_second_editor_overwrites_nothing_and_both_texts_are_shown(alice, bob, region):
    draft = make_draft(alice, region.town, parts={"steps": [{"what": "Decide"}]})
    invite_author(draft, bob.email, by=alice)
    accept_invitation(author_token(Letter.objects.get(kind="practice_author").data["secret"]), bob)
    read = {"version": draft_of(draft).draft_version, "steps-rows": "1", "objectives": "So far"}
    device(bob).post(step(draft, "case"), read | {"steps-0-what": "Bob decides", "objectives": "Bob was first"})
    hers = read | {"steps-0-what": "Alice decides", "objectives": "Alice was second"}
    refused = device(alice).post(step(draft, "case"), hers)
    page = refused.content.decode()
    assert refused.status_code == 409
    for words in ("Bob was first", "Alice was second", "Bob decides", "Alice decides"):
        assert words in page
    assert [row.what for row in draft_of(draft).steps.all()] == ["Bob decides"]
    now = re.search(r'name="version" value="(\d+)"', page)[1]
    assert device(alice).post(step(draft, "case"), hers | {"version": now}).status_code == 302
    assert draft_of(draft).objectives == "Alice was second"  # after she saw both


def test_who_began_a_draft_throws_it_away_with_its_files(alice, bob, region):
    draft = make_draft(alice, region.town, title="Begun twice")
    draft.authors.create(user=bob)
    upload = PracticeUpload(practice=draft, name="a.pdf", content_type="application/pdf", size=1)
    upload.file.save("a.pdf", ContentFile(b"x"))
    gone = reverse("practice_discard", kwargs={"uuid": draft.uuid})
    assert gone not in device(bob).get(reverse("practices_mine")).content.decode()
    assert device(bob).post(gone).status_code == 403
    submit_practice(draft, by=alice)
    device(alice).post(gone)
    assert Practice.objects.filter(pk=draft.pk).exists()  # others are reading it
    withdraw_practice(draft, by=alice)
    assert gone in device(alice).get(reverse("practices_mine")).content.decode()
    with TestCase.captureOnCommitCallbacks(execute=True):
        device(alice).post(gone)
    assert not Practice.objects.filter(pk=draft.pk).exists()
    assert not upload.file.storage.exists(upload.file.name)
    public = make_practice(alice, region.town)
    assert device(alice).post(reverse("practice_discard", kwargs={"uuid": public.uuid})).status_code == 403


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [
        ("en", "1,200.50", "1200.5"),
        ("sq", "1.200,50", "1200,5"),
        ("sr", "1 200,5", "1200,5"),
        ("mk", "1200.5", "1200,5"),
    ],
)
def test_amounts_are_typed_and_shown_as_the_language_writes_them(alice, region, language, typed, shown):
    draft = make_draft(alice, region.town)
    place = step(draft, "case", language=language)
    cost = {"costs-rows": "1", "costs-0-label": "Bus", "costs-0-kind": "yearly", "costs-0-amount": typed}
    posted = cost | {"costs-0-currency": "eur", "version": draft.draft_version}
    client = device(alice)
    assert client.post(place, posted).status_code == 302
    kept = draft_of(draft).costs.all()[0]
    assert (kept.amount, kept.currency) == (Decimal("1200.5"), "EUR")
    assert f'value="{shown}"' in client.get(place).content.decode()


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        ("about 5", "EUR", "for example 12,500.50"),
        ("1.200", "EUR", "for example 12,500.50"),  # twelve hundred or one point two?
        ("-5", "EUR", "cannot be below zero"),
        ("9" * 13, "EUR", "too large"),
        ("5", "euro", "three letters"),
        ("5", "", "in which currency"),
    ],
)
def test_a_wrong_amount_is_told_in_plain_words_and_kept_to_be_mended(alice, region, amount, currency, said):
    draft = make_draft(alice, region.town)
    cost = {"costs-rows": "1", "costs-0-label": "Bus", "costs-0-kind": "yearly", "costs-0-amount": amount}
    posted = cost | {"costs-0-currency": currency, "objectives": "Kept", "version": draft.draft_version}
    answer = device(alice).post(step(draft, "case"), posted)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{amount}"' in page
    assert draft_of(draft).objectives == "Kept"


# Checking and versions ---------------------------------------------------------------------------------------------


def test_the_public_version_stays_while_an_update_is_checked(alice, region):
    practice = make_practice(alice, region.town, title="Before")
    submit_practice(write(practice, alice, title="After"), by=alice)
    reader = Client()
    page = reader.get(address("practice", practice)).content.decode()
    assert "Before" in page
    assert "After" not in page
    version = draft_of(practice).draft_version
    decision = {"decision": "publish", "version": version}
    device(region.checker).post(reverse("practice_check", kwargs={"uuid": practice.uuid}), decision)
    site_version.bump()
    page = reader.get(address("practice", practice)).content.decode()
    assert "After" in page
    first, second = practice.versions.order_by("number")
    assert (first.content["title"], second.content["title"]) == ("Before", "After")
    assert (first.note, second.note) == ("", "Title")  # what changed stands in the list of versions


# Peer review -------------------------------------------------------------------------------------------------------


def judge(practice, user, editor, **scores):
    """As she does it: invited, free of conflict, a score and a word for each criterion, handed in."""
    review = invite_reviewer(practice, user, by=editor)
    place = reverse("practice_review", kwargs={"uuid": review.uuid})
    client = device(user)
    client.post(place, {"begin": "1"})
    points = dict.fromkeys(WEIGHTS, 2) | scores
    rubric = {f"score-{name}": str(score) for name, score in points.items()}
    rubric |= {f"comment-{name}": f"{user.name} on {name}" for name in WEIGHTS}
    answer = client.post(place, rubric | {"summary": "Thank you", "submit": "1"})
    assert answer.status_code == 302
    return Practice.objects.get(pk=practice.pk).state


def test_two_reviewers_within_a_point_validate_it(region, case, editor, alice):
    assert judge(case, peer_of(region.village, "Vera"), editor) == "shared"
    assert judge(case, peer_of(region.elsewhere, "Emil"), editor, evidence=3) == "validated"
    told = device(alice).get(reverse("practice_reviews_result", kwargs={"uuid": case.uuid})).content.decode()
    assert all(f"on {name}" in told for name in WEIGHTS)
    site_version.bump()
    assert "Validated" in Client().get(address("practice", case)).content.decode()


def test_where_they_differ_by_more_a_third_decides(region, case, editor):
    places = [region.village, region.elsewhere, make_municipality("third-sample", parent=region.association)]
    first, second, decides = (
        peer_of(place, name) for place, name in zip(places, ("Vera", "Emil", "Dora"), strict=True)
    )
    assert judge(case, first, editor, evidence=1) == "shared"
    assert judge(case, second, editor, evidence=3) == "shared"
    desk = device(editor).get(reverse("practice_editing", kwargs={"uuid": case.uuid})).content.decode()
    assert "Invite a third reviewer" in desk
    assert judge(case, decides, editor, evidence=2) == "validated"


@pytest.mark.parametrize("name", ["evidence", "inclusion", "transferability"])
def test_a_zero_where_none_may_be_prevents_it(region, case, editor, name):
    scores = dict.fromkeys(WEIGHTS, 3)
    judge(case, peer_of(region.village, "Vera"), editor, **scores | {name: 1})
    assert judge(case, peer_of(region.elsewhere, "Emil"), editor, **scores | {name: 0}) == "shared"


def test_nobody_judges_a_practice_of_her_own_municipality(region, case, editor):
    own = peer_of(region.town, "Tanja")
    desk = reverse("practice_editing", kwargs={"uuid": case.uuid})
    answer = device(editor).post(desk, {"action": "invite", "invite-email": own.email})
    assert answer.status_code == 422
    assert "works in a municipality of this practice" in answer.content.decode()
    assert not case.reviews.exists()


def test_who_discloses_a_conflict_judges_nothing(region, case, editor):
    vera = peer_of(region.village, "Vera")
    review = invite_reviewer(case, vera, by=editor)
    place = reverse("practice_review", kwargs={"uuid": review.uuid})
    client = device(vera)
    page = client.get(place).content.decode()
    assert "conflict of interest" in page
    assert "score-evidence" not in page
    client.post(place, {"decline": "1"})
    assert "You declined this review" in client.get(place).content.decode()
    client.post(place, {"begin": "1"})
    review.refresh_from_db()
    assert review.state == "declined"


# Nothing leaves by itself ------------------------------------------------------------------------------------------


def test_what_needs_an_update_or_is_not_confirmed_stays_until_an_editor_archives_it(case, editor, region):
    desk = reverse("practice_editing", kwargs={"uuid": case.uuid})
    client = device(editor)
    assert desk in client.get(address("practice", case)).content.decode()
    client.post(desk, {"action": "needs_update", "needs_update-reason": "The <law> changed."})
    long_ago = timezone.now() - timedelta(days=4 * 365)
    Practice.objects.update(confirmed_at=long_ago, first_published_at=long_ago, needs_update_at=long_ago)
    site_version.bump()
    page = Client().get(address("practice", case)).content.decode()
    assert "Nobody has confirmed since" in page
    assert "The &lt;law&gt; changed." in page
    assert desk not in page
    assert desk in client.get(reverse("practices_mine")).content.decode()
    assert desk not in device(region.checker).get(reverse("practices_mine")).content.decode()
    assert "The &lt;law&gt; changed." in client.get(desk).content.decode()
    client.post(desk, {"action": "up_to_date"})
    assert Practice.objects.get().needs_update_at is None
    assert Practice.objects.public().exists()
    client.post(desk, {"action": "archive", "archive-reason": "It ended."})
    assert Practice.objects.get().state == "archived"
    site_version.bump()
    assert Client().get(address("practice", case)).status_code == 410


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_doubtful_ones_costs_the_same_for_one_and_three(
    alice, region, editor, number, django_assert_max_num_queries
):
    for count in range(number):
        make_practice(alice, region.town, title=f"Number {count}")
    Practice.objects.update(needs_update_at=timezone.now())
    client = device(editor)
    client.get(reverse("practices_mine"))
    with django_assert_max_num_queries(18):
        assert client.get(reverse("practices_mine")).content.decode().count("Needs an update") == number


def test_unpublished_it_is_nowhere(case, editor, alice):
    case.title = "Xylophone centre"
    publish(case, alice)
    reader = Client()
    shown_on = {
        "list": reverse("practices"),
        "search": f"{reverse('search')}?q=xylophone",
        "map": reverse("practice_map"),
        "feed": reverse("practice_feed"),
        "csv": reverse("practice_data_file", kwargs={"form": "csv"}),
        "json": reverse("practice_data_file", kwargs={"form": "json"}),
    }
    assert {name for name, place in shown_on.items() if "Xylophone" in read(reader, place)} == set(shown_on)
    brief = address("practice_print", case, form="brief")
    assert read(reader, brief, raw=True).startswith(b"%PDF")
    device(editor).post(reverse("practice_editing", kwargs={"uuid": case.uuid}), {"action": "unpublish"})
    site_version.bump()
    assert not [name for name, place in shown_on.items() if "Xylophone" in read(reader, place)]
    assert reader.get(brief).status_code == 410
    assert not case.files.exists()


def publish(practice, by):
    publish_practice(write(practice, by, title=practice.title), by=None)
    site_version.bump()


def read(client, place, *, raw=False):
    answer = client.get(place)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content if raw else content.decode()


# Replication -------------------------------------------------------------------------------------------------------


def settle(organisation, latitude, longitude):
    organisation.latitude, organisation.longitude = latitude, longitude
    organisation.save()
    return organisation


def test_a_municipality_adopts_and_reports_after_three_months(region, alice, django_capture_on_commit_callbacks):
    settle(region.town, "41.3", "19.8")
    far = settle(region.elsewhere, "42.0", "21.4")
    practice = make_practice(alice, region.town)
    eva = peer_of(far, "Eva")
    eva.language = "sq"
    eva.save()
    cluster = make_cluster("Day centres", members=[eva], approach=practice.approach)
    client = device(eva)
    with django_capture_on_commit_callbacks(execute=True):
        typed = {"organisation": far.pk, "message": "Who drives?", "cluster": cluster.pk}
        answer = client.post(address("adoption_new", practice), typed)
    adoption = Adoption.objects.get()
    assert answer.url == address("adoption", practice, uuid=adoption.uuid)
    [letter] = mail.outbox
    assert (letter.to, letter.reply_to) == ([alice.email], [eva.email])
    assert "Who drives?" in letter.body
    assert (adoption.topic.cluster, adoption.topic.kind) == (cluster, "question")
    assert adoption.stage == "interested"

    mail.outbox.clear()
    Adoption.objects.update(created_at=timezone.now() - QUARTER)  # three months later
    with django_capture_on_commit_callbacks(execute=True):
        ask_adopters()
        ask_adopters()
    [letter] = mail.outbox
    assert letter.to == [eva.email]
    with translation.override("sq"):
        assert letter.subject == gettext("How is it going? %(title)s") % {"title": practice.title}
    asked = address("adoption_follow_up", practice, reader="sq", uuid=adoption.uuid)
    assert asked in letter.body

    assert client.get(asked).status_code == 200
    assert client.post(asked, {"stage": "piloting", "needs": "Një shofer"}).status_code == 302
    site_version.bump()
    page = Client().get(address("practice", practice)).content.decode()
    assert "Adopted by 1 municipality in 1 economy" in page
    assert "Një shofer" not in page  # what would help is for those who can help
    assert "Një shofer" in device(alice).get(address("practice", practice)).content.decode()
    assert f"{practice.title}, adopted in {far.local_name}" in Client().get("/en/practices/map/").content.decode()


def test_who_works_in_a_department_adopts_for_its_municipality(region, case, alice):
    department = make_municipality("department-sample", kind="unit", parent=region.elsewhere)
    dora, colleague = peer_of(department, "Dora"), peer_of(region.elsewhere, "Eva")
    place = address("adoption_new", case)
    assert region.elsewhere.local_name in device(dora).get(place).content.decode()
    assert device(dora).post(place, {"organisation": region.elsewhere.pk}).status_code == 302
    adoption = Adoption.objects.get()
    assert (adoption.organisation, adoption.contact) == (region.elsewhere, dora)
    assert device(colleague).get(place).url == address("adoption", case, uuid=adoption.uuid)  # it tries already
    for person in (dora, colleague):  # the whole municipality reports
        assert device(person).get(address("adoption", case, uuid=adoption.uuid)).status_code == 200
    own = peer_of(make_municipality("own-department", kind="unit", parent=region.town), "Olga")
    assert device(own).get(place).status_code == 403


def test_stopping_is_as_welcome(region, case):
    eva = peer_of(region.elsewhere, "Eva")
    client = device(eva)
    client.post(address("adoption_new", case), {"organisation": region.elsewhere.pk})
    place = address("adoption", case, uuid=Adoption.objects.get().uuid)
    assert "helps others as much as a success" in client.get(place).content.decode()
    client.post(place, {"stage": "stopped", "stopped_reason": "The driver left."})
    site_version.bump()
    page = Client().get(address("practice", case)).content.decode()
    assert "Stopped, because" in page
    assert "The driver left." in page
    assert "Adopted by" not in page


def test_a_practice_whose_people_have_no_account_hears_of_it_too(region, django_capture_on_commit_callbacks):
    practice = make_practice(None, region.town, contact_email="desk@example.org")
    eva = peer_of(region.elsewhere, "Eva")
    with django_capture_on_commit_callbacks(execute=True):
        device(eva).post(address("adoption_new", practice), {"organisation": region.elsewhere.pk, "message": "How?"})
    assert ContactRequest.objects.get().sender == eva
    [letter] = mail.outbox
    assert (letter.to, letter.reply_to) == (["desk@example.org"], [eva.email])
    assert "How?" in letter.body


# Translations ------------------------------------------------------------------------------------------------------


def test_a_translation_is_written_beside_the_original_and_published_by_a_button(alice, bob, case):
    place = address("practice_translation", case, language="sq")
    client = device(alice)
    assert client.post(place, {"title": "Shtëpia jonë", "version": "0", "action": "save"}).status_code == 302
    public = address("practice", case, reader="sq")
    assert "Shtëpia jonë" not in Client().get(public).content.decode()
    stale = client.post(place, {"title": "Tjetër", "version": "0", "action": "publish"})
    assert stale.status_code == 409
    assert "Tjetër" in stale.content.decode()
    assert "Shtëpia jonë" in stale.content.decode()
    client.post(place, {"title": "Shtëpia jonë e re", "version": "1", "action": "publish"})
    site_version.bump()
    assert "Shtëpia jonë e re" in Client().get(public).content.decode()
    client.post(place, {"title": "Shtëpia jonë e re", "version": "2", "action": "hide"})
    site_version.bump()
    assert "Shtëpia jonë e re" not in Client().get(public).content.decode()
    assert device(bob).post(place, {"title": "Mine", "version": "3", "action": "publish"}).status_code == 403
