"""The number beside the bell is right at once, though it is kept: after a reply, its removal, a decision, leaving."""

import pytest

from peer_exchange.delivery.spreading import spread_post
from peer_exchange.enums import ClusterRole
from peer_exchange.services import members, moderation, posts
from peer_exchange.services.reading import bell_count, note_read
from tests.peer_exchange.notice_makers import join, make_cluster, make_post, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(alice, bob, facilitator):
    cluster = make_cluster(members=[alice, bob])
    join(cluster, facilitator, ClusterRole.FACILITATOR)
    return make_topic(cluster, alice, kind="question")


def test_it_is_counted_anew_when_something_changes(
    question, alice, bob, facilitator, django_capture_on_commit_callbacks, django_assert_num_queries
):
    assert bell_count(alice) == 0
    answers = [make_post(question, bob, organisation=question.cluster.host) for _number in range(3)]

    def after(change, *args, **kwargs) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            change(*args, **kwargs)
        count = bell_count(alice)
        with django_assert_num_queries(0):
            assert bell_count(alice) == count
        return count

    assert [after(spread_post, answer.pk) for answer in answers] == [1, 2, 3]
    assert after(posts.delete_post, answers[2], by=bob) == 2
    assert after(moderation.hide_post, answers[1], by=facilitator, reason="Names a child.") == 1
    assert after(moderation.restore_post, answers[1], by=facilitator) == 2
    assert after(note_read, alice, question, answers[0].number) == 1
    assert after(members.leave_cluster, question.cluster, alice) == 0
