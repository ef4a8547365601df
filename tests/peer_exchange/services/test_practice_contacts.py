"""Messages to the people of a practice: what the writer is told, what she can take with her, what is forgotten."""

import pytest

from peer_exchange.models import ContactRequest
from peer_exchange.services.practice_contacts import send_contact_request
from peer_exchange.services.practice_data import erase_practices, export_practices
from tests.peer_exchange.practices import make_municipality, make_practice


@pytest.fixture
def practice(site, alice):
    return make_practice(alice, make_municipality())


def test_her_messages_are_in_her_data_and_in_nobody_elses(practice, charlie, alice):
    send_contact_request(practice, by=charlie, subject="visits", message="May we come in May?", language="en")
    told = export_practices(charlie)["messages_to_practices"]
    assert [(row["practice"], row["message"]) for row in told] == [(practice.title, "May we come in May?")]
    assert export_practices(alice)["messages_to_practices"] == []


def test_her_messages_go_with_her_account(practice, charlie, bob):
    for person in (charlie, bob):
        send_contact_request(practice, by=person, subject="answers", message="How?", language="en")
    erase_practices(charlie, frozenset())
    assert [row.sender for row in ContactRequest.objects.all()] == [bob]


def test_what_the_page_wrote_for_her_is_no_message(client, practice, charlie):
    client.force_login(charlie)
    address = f"/en/practices/{practice.slug}/contact/?about=knowledge&field=costs"
    begun = client.get(address).context["form"].initial["message"]
    answer = client.post(address, {"subject": "knowledge", "message": begun})
    assert answer.status_code == 422
    assert answer.context["form"].errors["message"]
    assert client.post(address, {"subject": "knowledge", "message": f"{begun} 5,000 euros"}).status_code == 302
    assert ContactRequest.objects.get().message.endswith("5,000 euros")


def test_who_asks_is_told_nothing_of_who_gets_it(client, practice, charlie):
    client.force_login(charlie)
    address = f"/en/practices/{practice.slug}/contact/"
    sent = client.post(address, {"subject": "answers", "message": "How?"}, follow=True)
    for page in (client.get(address), sent):
        assert "sara@example.org" not in page.content.decode()
        assert "alice@example.org" not in page.content.decode()
