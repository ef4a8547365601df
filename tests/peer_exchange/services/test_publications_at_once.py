"""Several publish in the same moment; real threads on real connections."""

import pytest

from peer_exchange.models import Practice
from peer_exchange.services.publications import publish_practice
from tests.courses.services.test_attempts_at_once import at_once, only_postgresql  # noqa: F401
from tests.peer_exchange.practices import make_draft

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_their_codes_follow_one_another(alice, only_postgresql):  # noqa: F811
    drafts = [make_draft(alice, title="The same title") for _ in range(4)]
    at_once(lambda draft: publish_practice(draft, by=None), drafts)
    public = Practice.objects.public()
    assert sorted(code[-4:] for code in public.values_list("code", flat=True)) == ["0001", "0002", "0003", "0004"]
    assert len(set(public.values_list("slug", flat=True))) == len(drafts)
