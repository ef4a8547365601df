"""Writing in the browser, without JavaScript and with it: what is kept, what is refused, two who meet."""

import pytest
from django.test import Client
from django.urls import reverse

from academy.services.organisations import join_organisation
from peer_exchange.forms.practices import STEPS
from peer_exchange.models import Practice
from peer_exchange.services.practice_authors import accept_invitation, invite_author
from peer_exchange.services.practice_checks import return_practice, submit_practice
from peer_exchange.services.practices import draft_of
from tests import factories
from tests.peer_exchange.people import make_region
from tests.peer_exchange.practices import make_draft, make_practice


@pytest.fixture
def region(site):
    return make_region()


@pytest.fixture
def draft(alice, region):
    return make_draft(alice, region.town)


def address(draft, step="story"):
    return reverse("practice_draft", kwargs={"uuid": draft.uuid, "step": step})


def story(draft, **fields):
    now = draft_of(draft)
    names = ("problem", "solution", "results", "no_data_reason")
    return {name: getattr(now, name) for name in names} | {"version": now.draft_version} | fields


def test_a_practice_begins_in_her_municipality_and_language(client, alice, region):
    join_organisation(alice, region.town)
    client.force_login(alice)
    answer = client.post(reverse("practice_new"), {"language": "sq"})
    draft = Practice.objects.get()
    assert answer.url == address(draft, "result")
    assert (draft.organisation, draft.language) == (region.town, "sq")


@pytest.mark.parametrize("step", STEPS)
def test_every_step_opens_empty_and_filled(client, alice, draft, step):
    client.force_login(alice)
    assert client.get(address(draft, step)).status_code == 200


def test_what_is_saved_stands_there_on_another_device(client, alice, draft):
    """A crash between two saves loses nothing but the last seconds."""
    client.force_login(alice)
    assert client.post(address(draft), story(draft, problem="Long waiting lists")).status_code == 302
    other = Client()
    other.force_login(alice)
    assert "Long waiting lists" in other.get(address(draft)).content.decode()


def test_saving_in_the_background_answers_with_the_next_version(client, alice, draft):
    client.force_login(alice)
    posted = story(draft, problem="Saved by itself")
    answer = client.post(address(draft), posted, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert f'name="version" value="{posted["version"] + 1}"' in answer.content.decode()
    assert draft_of(draft).problem == "Saved by itself"


def test_what_is_not_well_formed_is_refused_and_the_rest_is_kept(client, alice, draft):
    client.force_login(alice)
    answer = client.post(address(draft), story(draft, problem="x" * 601, results="30 children"))
    assert answer.status_code == 422
    assert "x" * 601 in answer.content.decode()
    now = draft_of(draft)
    assert now.results == "30 children"
    assert now.problem == "Children with disabilities stayed at home."


def test_two_who_write_at_once_see_both_texts_and_decide(client, alice, bob, draft):
    accept_invitation_of(draft, alice, bob)
    read = story(draft)
    client.force_login(bob)
    client.post(address(draft), {**read, "problem": "Bob was first"})
    client.force_login(alice)
    answer = client.post(address(draft), {**read, "problem": "Alice was second"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Alice was second" in page
    assert "Bob was first" in page
    assert draft_of(draft).problem == "Bob was first"
    assert page.count("Saved meanwhile by somebody else") == 1  # only where the two differ
    in_background = client.post(address(draft), {**read, "problem": "Again"}, headers={"HX-Request": "true"})
    assert "Show both texts" in in_background.content.decode()
    assert f'name="version" value="{read["version"]}"' in in_background.content.decode()
    client.post(address(draft), story(draft, problem="Bob was first. Alice was second."))
    assert draft_of(draft).problem == "Bob was first. Alice was second."


def accept_invitation_of(draft, alice, bob):
    from academy.models import Letter
    from peer_exchange.delivery.practice_letters import author_token

    invite_author(draft, bob.email, by=alice)
    accept_invitation(author_token(Letter.objects.get(kind="practice_author").data["secret"]), bob)


def test_tables_grow_by_a_button_and_an_emptied_row_is_gone(client, alice, draft):
    client.force_login(alice)

    def post(**extra):
        rows = {"steps-rows": "2", "steps-0-what": "Decide", "steps-1-what": "Open", "steps-1-who": "Mayor"}
        return client.post(address(draft, "case"), rows | {"version": draft_of(draft).draft_version} | extra)

    page = post(**{"add-row": "steps"}).content.decode()
    assert 'name="steps-2-what"' in page
    assert [step.what for step in draft_of(draft).steps.all()] == ["Decide", "Open"]
    key = draft_of(draft).steps.all()[1].key
    post(**{"steps-0-what": "", "steps-1-key": str(key)})
    assert [(step.what, step.key) for step in draft_of(draft).steps.all()] == [("Open", key)]


def test_half_a_row_is_refused_with_its_place_and_the_table_stays(client, alice, draft):
    client.force_login(alice)
    posted = {"steps-rows": "1", "steps-0-who": "Mayor", "version": draft.draft_version, "objectives": "Kept"}
    answer = client.post(address(draft, "case"), posted)
    assert answer.status_code == 422
    assert "Mayor" in answer.content.decode()
    assert not draft_of(draft).steps.all()
    assert draft_of(draft).objectives == "Kept"


def test_a_row_that_is_only_chosen_is_blank(client, alice, draft):
    client.force_login(alice)
    posted = {"costs-rows": "1", "costs-0-kind": "yearly", "version": draft.draft_version}
    assert client.post(address(draft, "case"), posted).status_code == 302
    assert not draft_of(draft).costs.all()


def test_what_is_missing_is_said_before_it_is_sent_and_then_it_goes(client, alice, draft):
    client.force_login(alice)
    contact = {"contact_name": "", "contact_email": "sara@example.org", "send": "1"}
    client.post(address(draft, "contact"), contact | {"version": draft.draft_version})
    assert Practice.objects.get().state == "draft"
    contact["contact_name"] = "Sara"
    client.post(address(draft, "contact"), contact | {"version": draft_of(draft).draft_version})
    assert Practice.objects.get().state == "submitted"
    assert "being checked" in client.get(address(draft)).content.decode()
    client.post(reverse("practice_withdraw", kwargs={"uuid": draft.uuid}))
    assert Practice.objects.get().state == "draft"


def test_comments_of_the_check_stand_at_their_fields(client, alice, draft, region):
    submit_practice(draft, by=alice)
    comments = {"problem": "Since when?", "": "Thank you"}
    return_practice(draft, by=region.checker, version=draft.draft_version, comments=comments)
    client.force_login(alice)
    page = client.get(address(draft)).content.decode()
    assert "Since when?" in page
    assert "Thank you" in page
    assert "Since when?" not in client.get(address(draft, "contact")).content.decode()


def test_the_municipality_of_a_public_practice_stays(client, alice, region):
    practice = make_practice(alice, region.town)
    client.force_login(alice)
    posted = {"title": "T", "language": "en", "organisation": region.village.pk, "version": practice.draft_version}
    client.post(address(practice, "result"), posted)
    assert draft_of(practice).organisation == region.town


def test_mine_says_what_is_next_for_each(client, alice, region, django_assert_max_num_queries):
    drafts = [make_draft(alice, region.town, title=f"Draft {number}") for number in range(3)]
    submit_practice(drafts[0], by=alice)
    make_practice(alice, region.town, title="Public one")
    client.force_login(alice)
    with django_assert_max_num_queries(20):
        page = client.get(reverse("practices_mine")).content.decode()
    for words in ("In check", "Go on writing", "Write an update", "Public one"):
        assert words in page


def test_others_learn_nothing(client, charlie, draft):
    client.force_login(charlie)
    for name in ("practice_preview", "practice_reviews_result"):
        assert client.get(reverse(name, kwargs={"uuid": draft.uuid})).status_code == 404
    assert client.get(address(draft)).status_code == 404
    assert client.post(address(draft), {"version": 1}).status_code == 404
    assert draft.title not in client.get(reverse("practices_mine")).content.decode()


def test_a_co_author_comes_by_letter_and_nobody_learns_who_has_an_account(client, alice, draft, mailoutbox):
    factories.UserFactory(email="known@example.org", name="Known Person")
    client.force_login(alice)
    pages = []
    for email in ("known@example.org", "unknown@example.org"):
        client.post(reverse("practice_authors", kwargs={"uuid": draft.uuid}), {"author-email": email})
        page = client.get(address(draft, "contact")).content.decode()
        assert email in page
        pages.append(page)
    assert "Known Person" not in pages[-1]


def test_amounts_come_back_as_they_were_typed(client, alice, draft):
    client.force_login(alice)
    rows = {"indicators-rows": "1", "indicators-0-name": "Children", "indicators-0-latest": "1200"}
    client.post(address(draft, "case"), rows | {"version": draft.draft_version, "indicators-0-baseline": "0.5"})
    page = client.get(address(draft, "case")).content.decode()
    assert 'value="1200"' in page
    assert 'value="0.5"' in page
