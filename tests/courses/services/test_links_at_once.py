"""Thirty people click the same link in the same moment: never more come in than it allows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import InvitationLink
from courses.services.invitation_links import LinkUsedUp, create_link, use_link
from tests import factories
from tests.courses.services.test_attempts_at_once import at_once, only_postgresql  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_never_over_the_limit(site, only_postgresql):  # noqa: F811
    by = factories.UserFactory()
    association = factories.make_organisation("association")
    factories.run(by, association)
    link = create_link(association, by=by, limit=5, expires_at=timezone.now() + timedelta(days=1))
    people = [factories.UserFactory() for _number in range(15)]
    answers = at_once(lambda user: use_link(link, user), [*people, *people])
    joined = association.memberships.exclude(user=by).count()
    assert (InvitationLink.objects.get().used, joined) == (5, 5)
    assert all(answer is None or isinstance(answer, LinkUsedUp) for answer in answers)
