"""The account pages: profile, address, own data, deletion; who reaches them."""

import json
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from academy.models import User
from tests.factories import PASSWORD

PAGES = [
    "/accounts/profile/",
    "/accounts/data/",
    "/accounts/data/download/",
    "/accounts/data/delete/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
]


@pytest.mark.parametrize("path", PAGES)
def test_visitors_are_sent_to_sign_in_and_back(client, db, path):
    assert client.get(path).url == f"/accounts/login/?next={quote(path)}"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", ["alice", "trainer", "facilitator", "editor"])
def test_everybody_has_her_own(request, client, path, role):
    client.force_login(request.getfixturevalue(role))
    response = client.get(path)
    assert response.status_code == 200
    if path.startswith(("/accounts/profile/", "/accounts/data/")):
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", [path for path in PAGES if "download" not in path])
def test_account_pages_have_no_inline_style_or_script(alice, client, path):
    client.force_login(alice)
    html = client.get(path).content.decode()
    assert " style=" not in html
    assert "<script>" not in html


def profile(**fields):
    return {
        "name": "Alice Sample",
        "name_other_script": "",
        "language": "en",
        "time_zone": "Europe/Skopje",
        **fields,
    }


def test_the_profile_is_saved_and_answers_in_the_new_language(alice, client):
    client.force_login(alice)
    response = client.post(
        "/accounts/profile/",
        profile(name=" Љиљана  Пример", name_other_script="Ljiljana Primer", language="sr", time_zone="Asia/Tbilisi"),
        follow=True,
    )
    alice.refresh_from_db()
    assert (alice.name, alice.name_other_script) == ("Љиљана Пример", "Ljiljana Primer")
    assert (alice.language, alice.time_zone) == ("sr", "Asia/Tbilisi")
    assert response["Content-Language"] == "sr"


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"language": "xx"}, {"time_zone": "Mars/Base"}, {"name_other_script": "a\u202eb"}]
)
def test_a_wrong_profile_changes_nothing_and_keeps_what_was_typed(alice, client, fields):
    client.force_login(alice)
    response = client.post("/accounts/profile/", profile(**{"name": "Alicia Sample"} | fields))
    assert response.status_code == 422
    field = next(iter(fields))
    assert response.context["form"][field].value() == fields[field]
    alice.refresh_from_db()
    assert alice.name == "Alice Sample"
    assert "Alicia" not in response.content.decode().partition("<main")[0]


def test_nobody_makes_herself_an_administrator_by_the_profile(alice, client):
    client.force_login(alice)
    client.post("/accounts/profile/", profile(is_superuser="on", email="other@example.org", is_staff="on"))
    alice.refresh_from_db()
    assert (alice.is_superuser, alice.is_staff, alice.email) == (False, False, "alice@example.org")


def test_an_old_time_zone_stays_choosable(alice, client):
    User.objects.filter(pk=alice.pk).update(time_zone="CET")
    client.force_login(alice)
    assert client.post("/accounts/profile/", profile(time_zone="CET")).status_code == 302


def test_change_of_address_waits_for_the_link(alice, client, verify, letters):
    verify(alice)
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    client.post("/accounts/email/", {"email": "new@example.org", "action_add": "1"})
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    page = client.get(letters.link())
    assert client.post(page.context["request"].path).url == reverse("account_email")
    alice.refresh_from_db()
    assert alice.email == "new@example.org"
    assert list(EmailAddress.objects.filter(user=alice).values_list("email", "verified")) == [("new@example.org", True)]
    assert letters.to("alice@example.org"), "the old address is told"


def test_the_download_holds_her_data_and_nobody_elses(alice, bob, client):
    client.force_login(alice)
    response = client.get("/accounts/data/download/")
    assert response["Content-Disposition"].startswith('attachment; filename="my-data-')
    data = json.loads(response.content)
    assert data["account"]["name"] == "Alice Sample"
    assert "Боб" not in response.content.decode()
    assert "password" not in json.dumps(data)


def test_deletion_asks_for_the_password(alice, client, verify):
    verify(alice)
    client.force_login(alice)
    for password in ("", "wrong-wrong-wrong"):
        assert client.post("/accounts/data/delete/", {"password": password}).status_code == 422
    assert client.get("/accounts/data/delete/").status_code == 200
    assert User.objects.filter(pk=alice.pk).exists()


def test_guessing_the_password_of_an_open_session_is_limited(alice, client, verify):
    verify(alice)
    client.force_login(alice)
    for _attempt in range(6):
        client.post("/accounts/data/delete/", {"password": "wrong-wrong-wrong"})
    response = client.post("/accounts/data/delete/", {"password": PASSWORD})
    assert response.status_code == 422
    assert User.objects.filter(pk=alice.pk).exists()


def test_deletion_signs_out_everywhere_and_says_goodbye(
    alice, client, verify, letters, django_capture_on_commit_callbacks
):
    verify(alice)
    elsewhere = Client()
    elsewhere.force_login(alice)
    client.force_login(alice)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/accounts/data/delete/", {"password": PASSWORD}, follow=True)
    assert response.redirect_chain[0][0] == "/en/"
    assert "Your account is deleted" in response.content.decode()
    assert not User.objects.filter(pk=alice.pk).exists()
    assert not response.wsgi_request.user.is_authenticated
    assert elsewhere.get("/accounts/profile/").status_code == 302
    assert "deleted" in letters.to("alice@example.org")[0].subject


def test_the_last_administrator_cannot_delete_herself(admin, client, verify):
    client.force_login(verify(admin))
    assert "last administrator" in client.get("/accounts/data/").content.decode()
    response = client.post("/accounts/data/delete/", {"password": PASSWORD})
    assert response.status_code == 403
    assert "last administrator" in response.content.decode()
    User.objects.create_superuser("second@example.org", PASSWORD, name="Second")
    assert client.post("/accounts/data/delete/", {"password": PASSWORD}).status_code == 302


def test_an_inactive_person_cannot_sign_in(alice, client, verify):
    verify(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
