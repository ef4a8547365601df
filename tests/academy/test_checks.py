"""System checks: a production that forgot something is told what."""

import pytest

from academy.checks import check_production


@pytest.fixture
def production(settings):
    settings.DEBUG = settings.DEMO = False
    settings.SECRET_KEY = "x" * 60
    settings.REQUIRE_SECOND_FACTOR = True
    settings.REDIS_URL = "redis://redis/0"
    settings.SITE_URL = "https://academy.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    return settings


def test_a_complete_production_has_no_finding(production):
    assert check_production(None) == []


@pytest.mark.parametrize(
    ("name", "value", "id"),
    [
        ("DEBUG", True, "academy.E001"),
        ("DEMO", True, "academy.E001"),
        ("SECRET_KEY", "only-for-development-and-the-demo-never-for-a-public-server", "academy.E002"),
        ("SITE_URL", "http://127.0.0.1:8000", "academy.E003"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "academy.E004"),
        ("REQUIRE_SECOND_FACTOR", False, "academy.W001"),
        ("REDIS_URL", "", "academy.W002"),
    ],
)
def test_each_omission_is_named(production, name, value, id):
    setattr(production, name, value)
    assert [problem.id for problem in check_production(None)] == [id]
