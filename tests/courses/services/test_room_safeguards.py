"""Safeguards of the organisations' rooms: nobody grants herself anything, rights end with the role, letters are few."""

import pytest
from django.core.exceptions import PermissionDenied

from academy.models import AccessRecord
from academy.services.organisations import join_organisation
from academy.services.staff import set_position
from courses.models import Adjustment
from courses.services.adjustments import grant_attempts
from courses.services.places import seat_person
from tests import factories

pytestmark = pytest.mark.django_db


def test_nobody_grants_herself_anything(course_page, alice, bob, admin):
    municipality = factories.make_organisation()
    factories.run(alice, municipality, "administrator")
    hers = factories.enroll(alice, course_page)
    his = factories.enroll(bob, course_page)
    seat_person(factories.make_edition(course_page, facilitators=[bob]), bob)
    for enrollment, who in ((hers, alice), (his, bob), (factories.enroll(admin, course_page), admin)):
        with pytest.raises(PermissionDenied):
            grant_attempts(enrollment, who, 1, step=None, reason="For me")
    assert not Adjustment.objects.exists()
    grant_attempts(hers, admin, 1, step=None, reason="For her")


def test_changes_of_her_own_record_are_in_the_log(alice):
    municipality = factories.make_organisation()
    join_organisation(alice, municipality, role="administrator")
    set_position(alice, municipality, "Head", by=alice)
    assert AccessRecord.objects.filter(actor=alice, person=alice, what="position").count() == 1
