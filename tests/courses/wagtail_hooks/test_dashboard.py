"""The first page of the CMS: the courses a person may edit, and no others."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def test_a_trainer_finds_her_courses(client, course_page, trainer):
    client.force_login(trainer)
    body = client.get("/admin/").content.decode()
    assert f"/admin/pages/{course_page.pk}/edit/" in body
    assert "img/mark.svg" in body


def test_who_may_edit_no_course_sees_no_list(client, course_page, facilitator):
    client.force_login(facilitator)
    assert f"/admin/pages/{course_page.pk}/edit/" not in client.get("/admin/").content.decode()


def test_the_list_costs_the_same_for_any_number_of_courses(client, site, trainer):
    client.force_login(trainer)
    costs = []
    for more in (1, 2):
        for _ in range(more):
            factories.make_course(f"Course {uuid4().hex[:8]}", lessons=1, quiz=False, final_test=False)
        client.get("/admin/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/")
        costs.append(len(queries))
    assert costs[0] == costs[1]
