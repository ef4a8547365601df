"""The demo accounts: one per role, only in a demo, never touching what people changed."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from academy.demo import PASSWORD, PEOPLE
from academy.models import User


def test_outside_a_demo_it_refuses(site):
    with pytest.raises(CommandError, match="DEMO"):
        call_command("load_demo_people")
    assert not User.objects.exists()


def test_it_can_be_forced(site, capsys):
    call_command("load_demo_people", force=True)
    assert User.objects.count() == len(PEOPLE)
    out = capsys.readouterr().out
    assert PASSWORD in out
    assert "learner@example.org" in out


def test_without_groups_it_says_what_to_run(db, settings):
    settings.DEMO = True
    Group.objects.all().delete()
    with pytest.raises(CommandError, match="setup_site"):
        call_command("load_demo_people")
    assert not User.objects.exists(), "all or nothing"


def test_everybody_signs_in_with_the_documented_password(site, settings):
    settings.DEMO = True
    call_command("load_demo_people")
    for person in PEOPLE:
        client = Client()
        response = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        assert response.status_code == 302
        assert "_auth_user_id" in client.session, person.email


@pytest.mark.parametrize(
    ("email", "enters"),
    [
        ("learner@example.org", False),
        ("organisation@example.org", False),
        ("trainer@example.org", True),
        ("facilitator@example.org", True),
        ("editor@example.org", True),
        ("admin@example.org", True),
    ],
)
def test_who_enters_the_cms(site, settings, client, email, enters):
    settings.DEMO = True
    settings.REQUIRE_SECOND_FACTOR = False
    call_command("load_demo_people")
    client.force_login(User.objects.get(email=email))
    assert (client.get("/admin/").status_code == 200) is enters


def test_run_again_it_changes_nothing_that_people_changed(site, settings):
    settings.DEMO = True
    call_command("load_demo_people")
    learner = User.objects.get(email="learner@example.org")
    learner.name, learner.language = "Somebody Else", "tr"
    learner.set_password("another-long-password")
    learner.save()
    User.objects.get(email="editor@example.org").delete()
    call_command("load_demo_people")
    learner.refresh_from_db()
    assert (learner.name, learner.language) == ("Somebody Else", "tr")
    assert learner.check_password("another-long-password")
    assert User.objects.count() == len(PEOPLE)
