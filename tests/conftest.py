"""The people and the place of every test: Alice learns, Bob learns too, Charlie is a stranger, and the staff."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as properties

from academy import site_version, sockets
from academy.models import HomePage
from academy.services.site import setup_site
from tests import factories

# How fast a machine makes up examples says nothing of the rule they are for.
properties.register_profile("academy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("academy")


@pytest.fixture(autouse=True)
def clean_process():
    """Nothing that one test cached, and no language it spoke, is left for the next."""
    cache.clear()
    site_version.bump()
    translation.activate(settings.LANGUAGE_CODE)


def set_up_site() -> None:
    setup_site()
    for _name, setup in sockets.site_setup:
        setup()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test database begins with a site as `manage.py setup_site` leaves it; a flush brings that back too."""
    with django_db_blocker.unblock():
        set_up_site()
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()


@pytest.fixture
def site(db):
    """The site; brought back after a test that emptied the database."""
    if not HomePage.objects.exists():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


@pytest.fixture
def course_page(site):
    """A published course: two lessons, a quiz, a final test."""
    return factories.make_course()


@pytest.fixture
def alice(site):
    """A learner."""
    return factories.UserFactory(email="alice@example.org", name="Alice Sample")


@pytest.fixture
def bob(site):
    """Another learner, enrolled elsewhere."""
    return factories.UserFactory(email="bob@example.org", name="Боб Пример", language="sr")


@pytest.fixture
def charlie(site):
    """A stranger with an account."""
    return factories.UserFactory(email="charlie@example.org", name="Charlie Sample")


def staff(email: str, name: str, group: str):
    user = factories.UserFactory(email=email, name=name)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def trainer(site):
    return staff("trainer@example.org", "Tina Trainer", "Trainers")


@pytest.fixture
def editor(site):
    return staff("editor@example.org", "Edi Editor", "Editors")


@pytest.fixture
def facilitator(site):
    return staff("facilitator@example.org", "Fani Facilitator", "Facilitators")


@pytest.fixture
def organisation(site):
    """An administrator of an association; her rooms come with organisations."""
    return staff("organisation@example.org", "Ora Organisation", "Organisation administrators")


@pytest.fixture
def admin(site):
    return factories.UserFactory(email="admin@example.org", name="Ada Admin", is_superuser=True, is_staff=True)


@pytest.fixture
def enrollment(alice, course_page):
    """Alice's, just begun."""
    return factories.enroll(alice, course_page)
