"""Sign-up by e-mail: from a course page through the letter back to the course; the same answer for known addresses."""

import html
import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from academy.models import User
from tests.factories import PASSWORD

COURSE = "/sq/courses/outreach/"


def sign_up(client, **fields):
    data = {
        "email": "nina@example.org",
        "name": "Nina Sample",
        "password1": PASSWORD,
        "language": "sq",
        "next": COURSE,
        **fields,
    }
    return client.post("/accounts/signup/", data)


def test_the_form_is_in_the_language_of_the_page_she_came_from(client, db):
    response = client.get("/accounts/signup/", {"next": COURSE})
    assert response.context["form"]["language"].value() == "sq"
    assert response["Content-Language"] == "sq"
    assert client.cookies["django_language"].value == "sq"
    assert client.get("/accounts/login/")["Content-Language"] == "sq"
    assert b"/sq/privacy/" in response.content


def test_another_language_chosen_on_the_form_changes_what_comes_next_too(client, db):
    response = client.get("/accounts/signup/", {"next": COURSE})
    address = re.search(r'href="([^"]+)" lang="mk"', response.content.decode()).group(1)
    response = client.get(html.unescape(address))
    assert response["Content-Language"] == "mk"
    assert response.context["redirect_field_value"] == "/mk/courses/outreach/"


def test_a_newcomer_lands_on_the_course_she_came_for(client, site, letters):
    response = sign_up(client)
    assert response.url == reverse("account_email_verification_sent")
    user = User.objects.get(email="nina@example.org")
    assert (user.name, user.language) == ("Nina Sample", "sq")
    assert not EmailAddress.objects.get(user=user).verified
    assert "_auth_user_id" not in client.session

    page = client.get(letters.link())
    assert page.status_code == 200
    assert not EmailAddress.objects.get(user=user).verified, "a mail scanner that follows the link must not confirm"
    response = client.post(page.context["request"].path, {"next": COURSE})
    assert response.url == COURSE
    assert EmailAddress.objects.get(user=user).verified
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_link_opened_on_another_device_leads_to_sign_in_and_then_to_the_course(client, site, letters):
    sign_up(client)
    phone = Client()
    page = phone.get(letters.link())
    assert page["Content-Language"] == "sq"
    response = phone.post(page.context["request"].path, {"next": page.context["redirect_field_value"]})
    assert response.url == "/accounts/login/?next=%2Fsq%2Fcourses%2Foutreach%2F"
    response = phone.post("/accounts/login/", {"login": "nina@example.org", "password": PASSWORD, "next": COURSE})
    assert response.url == COURSE
    # the desk computer, still waiting, can sign in too
    response = client.post("/accounts/login/", {"login": "nina@example.org", "password": PASSWORD, "next": COURSE})
    assert response.url == COURSE


def test_a_used_link_says_what_to_do(client, site, letters):
    sign_up(client)
    path = letters.link()
    client.post(path.partition("?")[0])
    response = Client().get(path)
    assert response.status_code == 200
    assert response.context["confirmation"] is None


def test_without_confirmation_nobody_signs_in_and_another_letter_comes(client, site, letters, settings):
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": None}
    sign_up(client)
    response = Client().post("/accounts/login/", {"login": "nina@example.org", "password": PASSWORD})
    assert response.url == reverse("account_email_verification_sent")
    assert len(letters.to("nina@example.org")) == 2


def test_a_known_address_gets_the_same_answer_and_its_owner_a_letter(site, alice, letters, verify):
    verify(alice)
    known, unknown = Client(), Client()
    answers = []
    for client, email in ((known, "alice@example.org"), (unknown, "nobody@example.org")):
        response = sign_up(client, email=email)
        page = client.get(response.url)
        text = page.content.decode().replace(email, "ADDRESS")
        answers.append((response.status_code, response.url, page.status_code, len(page.content), text))
    assert [answer[:3] for answer in answers] == [answers[0][:3]] * 2
    strip = lambda text: "\n".join(line for line in text.splitlines() if "csrf" not in line)  # noqa: E731
    assert strip(answers[0][4]) == strip(answers[1][4])
    assert User.objects.filter(email="alice@example.org").count() == 1
    assert alice.check_password(PASSWORD)
    letter = letters.to("alice@example.org")[0]
    assert "account already" in letter.subject
    assert "/accounts/password/reset/" in letter.body


def test_a_known_address_costs_a_password_hash_too(site, alice, verify, monkeypatch):
    verify(alice)
    hashed = []
    monkeypatch.setattr("academy.forms.accounts.make_password", hashed.append)
    sign_up(Client(), email="ALICE@example.org", password1="another-long-password")
    assert hashed == ["another-long-password"]


def test_password_reset_answers_the_same_for_known_and_unknown(site, alice, letters, verify):
    verify(alice)
    answers = []
    for email in ("alice@example.org", "nobody@example.org"):
        response = Client().post("/accounts/password/reset/", {"email": email})
        answers.append((response.status_code, response.url))
    assert answers[0] == answers[1]
    assert len(letters) == 2, "a letter either way"


def test_sign_in_answers_the_same_for_known_and_unknown(site, alice, verify):
    verify(alice)
    errors = []
    for email in ("alice@example.org", "nobody@example.org"):
        response = Client().post("/accounts/login/", {"login": email, "password": "wrong-wrong-wrong"})
        errors.append(response.context["form"].errors.as_json())
    assert errors[0] == errors[1]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nina   Sample ", "Nina Sample"),
        ("Љиљана Ђорђевић-Примјер", "Љиљана Ђорђевић-Примјер"),
        ("Şükrü Örnekoğlu", "Şükrü Örnekoğlu"),
        ("E\u0308lira", "Ëlira"),
        ("O'Sample <b>x</b>", "O'Sample <b>x</b>"),
    ],
)
def test_names_in_any_script_are_tidied(client, site, typed, kept):
    sign_up(client, name=typed)
    assert User.objects.get(email="nina@example.org").name == kept


@pytest.mark.parametrize("typed", ["", "   ", "12345", "Nina\u202eelpmaS", "Nina\x07Sample", "N" * 161])
def test_a_name_that_cannot_stand_on_a_certificate_is_refused_and_kept_in_the_form(client, site, typed):
    response = sign_up(client, name=typed)
    assert response.status_code == 200
    assert "name" in response.context["form"].errors
    assert response.context["form"]["name"].value() == typed
    assert response.context["form"]["email"].value() == "nina@example.org"
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short", "nina@example.org", "1234567890123", "Nina Sample"])
def test_a_weak_password_is_refused(client, site, password):
    response = sign_up(client, password1=password)
    assert "password1" in response.context["form"].errors
    assert not User.objects.exists()


def test_a_name_with_markup_is_escaped_on_pages(client, site, letters):
    sign_up(client, name="<script>alert(1)</script> Nina")
    page = client.get(letters.link())
    client.post(page.context["request"].path, {"next": "/accounts/profile/"})
    profile = client.get("/accounts/profile/").content.decode()
    assert "<script>alert(1)" not in profile
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Nina" in profile


def test_letters_to_unverified_addresses_carry_nothing_that_a_stranger_typed(client, site, letters):
    sign_up(client, name="Win a prize at evil dot example")
    assert "prize" not in letters[0].body + letters[0].subject


def test_letters_are_in_the_language_of_the_person_whoever_asks(site, bob, letters, verify, monkeypatch):
    from django.utils import translation

    seen = []
    monkeypatch.setattr(
        "allauth.account.adapter.DefaultAccountAdapter.send_mail",
        lambda self, prefix, email, context: seen.append(translation.get_language()),
    )
    verify(bob)
    Client(headers={"accept-language": "tr"}).post("/accounts/password/reset/", {"email": bob.email})
    sign_up(Client(), email=bob.email)
    assert seen == ["sr", "sr"]


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_a_foreign_next_is_ignored(site, alice, verify, target):
    verify(alice)
    client = Client()
    response = client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD, "next": target})
    assert "evil" not in response.url
    assert "javascript" not in response.url


@pytest.mark.parametrize(("ticked", "ends_with_browser"), [(True, False), (False, True)])
def test_remember_me(client, site, alice, verify, ticked, ends_with_browser):
    verify(alice)
    client.post(
        "/accounts/login/", {"login": alice.email, "password": PASSWORD} | ({"remember": "on"} if ticked else {})
    )
    assert client.session.get_expire_at_browser_close() is ends_with_browser


def test_signing_out_needs_a_post(client, site, alice):
    client.force_login(alice)
    client.get("/accounts/logout/")
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/").url == "/"
    assert "_auth_user_id" not in client.session


def test_too_many_failed_sign_ins_are_stopped(site, alice, verify):
    verify(alice)
    for _attempt in range(5):
        Client().post("/accounts/login/", {"login": alice.email, "password": "wrong-wrong-wrong"})
    response = Client().post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert "Wait" in response.context["form"].errors.as_text()


def test_too_many_sign_ups_from_one_place_get_the_friendly_page(site, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/m/ip"}
    for number in range(2):
        assert sign_up(Client(), email=f"person{number}@example.net").status_code == 302
    response = sign_up(Client(), email="third@example.net")
    assert response.status_code == 429
    assert "429.html" in [template.name for template in response.templates]


def test_behind_a_proxy_the_visitor_is_counted_not_the_proxy(site, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    statuses = [
        sign_up(
            Client(headers={"x-forwarded-for": f"203.0.113.9, 198.51.100.{number}"}), email=f"p{number}@example.net"
        )
        for number in (1, 2, 2)
    ]
    assert [response.status_code for response in statuses] == [302, 302, 429]


def test_the_demo_shows_its_accounts_only_in_a_demo(client, db, settings):
    assert b"learner@example.org" not in client.get("/accounts/login/").content
    settings.DEMO = True
    assert b"learner@example.org" in client.get("/accounts/login/").content


def test_opening_the_used_link_again_signs_nobody_out(client, site, letters):
    sign_up(client)
    path = letters.link()
    client.post(path.partition("?")[0])
    assert client.get(path).status_code == 200
    assert client.get("/accounts/profile/").status_code == 200
