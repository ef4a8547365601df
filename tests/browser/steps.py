"""What journeys do again and again: sign in, open a link of a letter, answer a question. It asserts nothing."""

import re
from email.message import EmailMessage

from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page

from academy.models import User
from tests.factories import PASSWORD

LINK = re.compile(r"https?://\S+")


def sign_in(page: Page, user: User, *, at: str) -> None:
    """By the form, as people do, with an address that is confirmed; `at` is the address of the site."""
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    page.goto(f"{at}/accounts/login/")
    fill_in_sign_in(page, user.email)


def fill_in_sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    main(page).get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def come_signed_in(page: Page, user: User, *, at: str) -> None:
    """With the cookie of a session, where signing in is not what is tried."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": at}])


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def question(page: Page, text: str) -> Locator:
    """The group of choices of a question, on whatever page it is asked."""
    return page.get_by_role("group").filter(has_text=text)


def choose(page: Page, text: str, choice: str) -> None:
    question(page, text).get_by_label(choice).check()


def link_in(letter: EmailMessage) -> str:
    """The first address in a letter."""
    found = LINK.search(letter.body)
    assert found, letter.body
    return found.group()
