"""People in the CMS: listed, found, invited by letter, edited, forgotten; administrators only by administrators."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.models import User
from courses.models import BlockResponse, Step
from tests.factories import PASSWORD, UserFactory, enroll

LIST = "/admin/users/"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False  # see tests/academy/test_second_factor.py


@pytest.fixture
def cms(admin, client):
    client.force_login(admin)
    return client


def person(**fields):
    return {
        "email": "new@example.org",
        "name": "Љиљана Пример",
        "name_other_script": "Ljiljana Primer",
        "language": "sr",
        **fields,
    }


@pytest.fixture
def steward(site):
    """Somebody who manages people in the CMS without being an administrator."""
    user = UserFactory(email="steward@example.org", name="Stella Steward")
    user.user_permissions.add(
        *Permission.objects.filter(
            codename__in=["access_admin", "add_user", "change_user", "delete_user", "view_user"],
            content_type__app_label__in=["academy", "wagtailadmin"],
        )
    )
    return user


@pytest.mark.parametrize("role", ["trainer", "facilitator", "editor", "steward"])
def test_only_those_who_manage_people_see_the_list(request, client, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get(LIST).status_code == (200 if role == "steward" else 302)


def test_the_list_shows_name_address_language_and_access(cms, bob, trainer):
    html = cms.get(LIST).content.decode()
    for text in ("Боб Пример", "bob@example.org", "Српски", "Tina Trainer", "Trainers", "Administrator"):
        assert text in html


@pytest.mark.parametrize("order", ["name", "-name", "email", "language", "is_active", "last_login"])
def test_the_list_can_be_ordered(cms, bob, order):
    assert cms.get(LIST, {"ordering": order}).status_code == 200


@pytest.mark.parametrize("query", ["Боб", "bob@example.org", "bob"])
def test_people_are_found_by_name_and_address(cms, alice, bob, query):
    html = cms.get(LIST, {"q": query}).content.decode()
    assert "Боб Пример" in html
    assert "Alice Sample" not in html


def test_the_list_costs_the_same_for_more_people(cms, trainer):
    cms.get(LIST)
    with CaptureQueriesContext(connection) as few:
        cms.get(LIST)
    for number in range(5):
        UserFactory(name=f"Person {number}").groups.add(Group.objects.get(name="Editors"))
    with CaptureQueriesContext(connection) as many:
        cms.get(LIST)
    assert len(many) == len(few)


def test_an_invited_person_sets_her_password_by_the_letter(cms, letters, django_capture_on_commit_callbacks):
    assert b"password1" not in cms.get("/admin/users/new/").content
    groups = [Group.objects.get(name="Trainers").pk]
    with django_capture_on_commit_callbacks(execute=True):
        response = cms.post("/admin/users/new/", person(email="New@Example.org", groups=groups))
    assert response.url == LIST
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    assert [group.name for group in user.groups.all()] == ["Trainers"]
    letter = letters.to("new@example.org")[0]
    assert "Ada Admin" in letter.body
    assert "Љиљана Пример" in letter.body

    phone = Client()
    page = phone.get(letters.link(), follow=True)
    assert page["Content-Language"] == "sr"
    response = phone.post(
        page.context["action_url"] + "?next=/sr/", {"password1": PASSWORD, "password2": PASSWORD, "next": "/sr/"}
    )
    assert response.url == "/sr/"
    assert phone.session["_auth_user_id"] == str(user.pk), "no second letter to confirm the address"
    assert EmailAddress.objects.get(user=user).verified
    assert Client().get(letters.link(0), follow=True).context["token_fail"], "the link works once"


def test_names_with_markup_stay_text_in_letters_and_lists(cms, letters, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        cms.post("/admin/users/new/", person(name="<b>Ann</b> O'Sample & Co"))
    assert "Hello <b>Ann</b> O'Sample & Co," in letters[0].body or "<b>Ann</b> O'Sample & Co" in letters[0].body
    assert letters[0].alternatives == []
    html = cms.get(LIST).content.decode()
    assert "<b>Ann</b>" not in html
    assert "&lt;b&gt;Ann&lt;/b&gt;" in html


@pytest.mark.parametrize(
    "fields", [{"email": "ALICE@example.org"}, {"email": "no address"}, {"name": ""}, {"name": "123"}]
)
def test_a_wrong_invitation_is_refused_and_kept(cms, alice, fields):
    count = User.objects.count()
    response = cms.post("/admin/users/new/", person(**fields))
    assert response.status_code == 200
    assert next(iter(fields)) in response.context["form"].errors
    assert User.objects.count() == count


def edited(user, **fields):
    return {
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "time_zone": user.time_zone,
        "is_active": "on",
        **fields,
    }


def test_a_person_is_edited(cms, alice, verify):
    verify(alice)
    response = cms.post(
        f"/admin/users/edit/{alice.pk}/",
        edited(alice, name="Alicia Sample", time_zone="Europe/Chisinau", language="ro", is_superuser="on"),
    )
    assert response.url == LIST
    alice.refresh_from_db()
    assert (alice.name, alice.time_zone, alice.language) == ("Alicia Sample", "Europe/Chisinau", "ro")
    assert alice.is_superuser
    assert alice.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=alice).verified


def test_an_address_changed_by_an_administrator_has_to_be_confirmed(cms, alice, verify, letters):
    verify(alice)
    cms.post(f"/admin/users/edit/{alice.pk}/", edited(alice, email="Alicia@example.org"))
    (address,) = EmailAddress.objects.filter(user=alice)
    assert (address.email, address.verified, address.primary) == ("alicia@example.org", False, True)
    client = Client()
    client.post("/accounts/login/", {"login": "alicia@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert letters.to("alicia@example.org")


def test_another_link_can_be_sent(cms, alice, letters, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        cms.post(f"/admin/users/edit/{alice.pk}/", edited(alice, send_link="on"))
    assert letters.to(alice.email)
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_nobody_locks_herself_out(cms, admin):
    cms.post(
        f"/admin/users/edit/{admin.pk}/",
        {"email": admin.email, "name": admin.name, "language": "en", "time_zone": "UTC"},
    )
    admin.refresh_from_db()
    assert (admin.is_active, admin.is_superuser, admin.time_zone) == (True, True, "UTC")


def test_only_administrators_touch_and_make_administrators(client, steward, admin, alice):
    client.force_login(steward)
    response = client.post(f"/admin/users/edit/{admin.pk}/", edited(admin, email="mine@example.org"))
    admin.refresh_from_db()
    assert admin.email == "admin@example.org"
    assert response.status_code in (302, 403)
    client.post(f"/admin/users/edit/{alice.pk}/", edited(alice, name="Alicia", is_superuser="on"))
    alice.refresh_from_db()
    assert (alice.name, alice.is_superuser) == ("Alicia", False)
    client.post("/admin/users/new/", person(is_superuser="on"))
    assert not User.objects.get(email="new@example.org").is_superuser


def test_deleting_in_the_cms_forgets_as_the_person_would(cms, alice, course_page):
    enrollment = enroll(alice, course_page)
    assert cms.get(f"/admin/users/delete/{alice.pk}/").status_code == 200
    cms.post(f"/admin/users/delete/{alice.pk}/")
    enrollment.refresh_from_db()
    assert enrollment.user is None
    assert not User.objects.filter(pk=alice.pk).exists()


def test_deleting_many_forgets_each(cms, alice, bob, course_page):
    enrollment = enroll(alice, course_page)
    BlockResponse.objects.create(
        enrollment=enrollment,
        step=Step.objects.first(),
        block="5f0c2c0e-6f4e-5d0a-9a43-7f0c2b1f6f11",
        data={"note": "x"},
    )
    cms.post(f"/admin/bulk/academy/user/delete/?id={alice.pk}&id={bob.pk}&next=/admin/users/")
    assert not User.objects.filter(pk__in=[alice.pk, bob.pk]).exists()
    assert not BlockResponse.objects.exists()


def test_the_account_page_of_the_cms_knows_our_one_name(cms, admin):
    page = cms.get("/admin/account/")
    assert page.status_code == 200
    html = page.content.decode()
    assert "first_name" not in html
    assert 'name="name_email-name"' in html
    fields = {name: value for form in panels(page) for name, value in initial(form).items()}
    response = cms.post("/admin/account/", {**fields, "name_email-name": "Ada Renamed"})
    assert response.status_code == 302
    admin.refresh_from_db()
    assert admin.name == "Ada Renamed"


def panels(page):
    return [panel.get_form() for tab in page.context["panels_by_tab"].values() for panel in tab]


def initial(form):
    return {form.add_prefix(name): form[name].value() or "" for name in form.fields if name != "avatar"}


@pytest.mark.parametrize("role", ["trainer", "editor", "facilitator"])
def test_every_role_of_the_cms_opens_its_account_page(request, client, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get("/admin/account/").status_code == 200


def test_strangers_do_not_open_it(client, alice):
    client.force_login(alice)
    assert client.get("/admin/account/").status_code == 403
