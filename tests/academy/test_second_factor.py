"""Two-step sign-in: offered to everybody, required of everybody who enters the CMS where the site says so."""

import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD

ACTIVATE = "/accounts/2fa/totp/activate/"


def code_for(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, totp.yield_hotp_counters_from_time().__next__()))


def sign_in(user) -> Client:
    client = Client()
    response = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert response.status_code == 302
    return client


def confirm_password(client):
    """Before anything about security changes the password is asked once more."""
    return client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": ACTIVATE})


@pytest.mark.parametrize("role", ["trainer", "editor", "facilitator", "admin"])
def test_staff_without_it_is_led_to_the_set_up_page(request, settings, verify, role):
    settings.REQUIRE_SECOND_FACTOR = True
    client = sign_in(verify(request.getfixturevalue(role)))
    assert client.get("/admin/").url == ACTIVATE
    assert client.post("/admin/pages/add/").url == ACTIVATE
    page = client.get(ACTIVATE, follow=True)
    assert "Set it up here once" in page.content.decode()
    response = confirm_password(client)
    assert response.url == ACTIVATE
    assert client.get(ACTIVATE).status_code == 200


@pytest.mark.parametrize("role", ["trainer", "editor", "facilitator", "admin"])
def test_staff_with_it_enters(request, settings, with_second_factor, role):
    settings.REQUIRE_SECOND_FACTOR = True
    client = Client()
    client.force_login(with_second_factor(request.getfixturevalue(role)))
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("role", ["trainer", "admin"])
def test_where_the_site_does_not_require_it_staff_enters_without(request, settings, role):
    settings.REQUIRE_SECOND_FACTOR = False
    client = Client()
    client.force_login(request.getfixturevalue(role))
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("required", [True, False])
def test_learners_are_never_asked_for_it(alice, settings, required, client):
    settings.REQUIRE_SECOND_FACTOR = required
    client.force_login(alice)
    assert client.get("/accounts/profile/").status_code == 200
    refused = client.get("/admin/")
    assert refused.status_code == 403
    assert "no role in the CMS" in refused.content.decode()


def test_visitors_are_sent_to_sign_in_not_to_set_up(site, settings, client):
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get("/admin/").url == "/accounts/login/?next=/admin/"


def test_requests_of_the_editor_get_403_instead_of_a_page(admin, settings, client):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(admin)
    assert client.get("/admin/", headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    assert client.get("/admin/api/main/pages/", headers={"accept": "application/json"}).status_code == 403


def test_sign_out_stays_reachable(admin, settings, client):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(admin)
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session


def test_set_up_shows_a_qr_code_that_the_policy_allows_then_sign_in_asks_for_it(alice, verify):
    client = sign_in(verify(alice))
    confirm_password(client)
    page = client.get(ACTIVATE)
    html = page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in html
    images = re.search(r"img-src ([^;]+)", page["Content-Security-Policy"]).group(1)
    assert "data:" in images.split()
    assert "style=" not in html

    response = client.post(ACTIVATE, {"code": code_for(page.context["form"].secret)})
    assert response.url == reverse("mfa_view_recovery_codes")
    assert len(client.get(response.url).context["unused_codes"]) == 10
    assert get_adapter().is_mfa_enabled(alice)

    other = Client()
    response = other.post("/accounts/login/", {"login": alice.email, "password": PASSWORD, "next": "/sq/courses/"})
    assert response.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in other.session
    recovery = Authenticator.objects.get(user=alice, type="recovery_codes").wrap().get_unused_codes()[0]
    assert other.post(response.url, {"code": "000000"}).status_code == 200
    assert other.post(response.url, {"code": recovery}).url == "/sq/courses/"


def test_a_new_password_does_not_open_the_account_without_the_second_factor(
    alice, verify, with_second_factor, letters, client
):
    with_second_factor(verify(alice))
    client.post("/accounts/password/reset/", {"email": alice.email})
    page = client.get(letters.link(), follow=True)
    response = client.post(
        page.context["action_url"], {"password1": "another-long-password", "password2": "another-long-password"}
    )
    assert response.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
