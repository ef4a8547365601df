"""Posts: numbered, held, counted, bound to their files, edited and taken away."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from peer_exchange.enums import ClusterRole, PostState
from peer_exchange.errors import NothingWritten, TooLong, TooManyHeld
from peer_exchange.models import Attachment, Draft, Post, PostRevision, Topic, TopicRead
from peer_exchange.services import posts as service
from peer_exchange.services.moderation import approve_post
from peer_exchange.services.posts import add_post, delete_post, edit_post
from tests.factories import make_organisation
from tests.peer_exchange.discussions import ask, reply
from tests.peer_exchange.notice_makers import join, make_cluster


@pytest.fixture
def cluster(alice, bob, facilitator):
    cluster = make_cluster()
    join(cluster, alice, organisation=make_organisation(key="alfa"))
    join(cluster, bob, organisation=make_organisation(key="bravo"))
    join(cluster, facilitator, role=ClusterRole.FACILITATOR)
    return cluster


@pytest.fixture
def topic(cluster, alice):
    return ask(cluster, alice)


def test_posts_are_numbered_and_counted(topic, bob, cluster):
    posts = [reply(topic, bob), reply(topic, bob)]
    topic.refresh_from_db()
    assert [post.number for post in posts] == [2, 3]
    assert (topic.last_post_no, topic.posts_count) == (3, 3)
    assert topic.last_post_at == posts[-1].created_at


def test_a_post_keeps_the_municipality_of_its_day(topic, bob, cluster):
    post = reply(topic, bob)
    cluster.members.filter(user=bob).update(organisation=make_organisation(key="charlie"))
    post.refresh_from_db()
    assert post.organisation.key == "bravo"


def test_sent_twice_it_is_one_post(topic, bob):
    key = uuid4()
    assert reply(topic, bob, key=key) == reply(topic, bob, key=key)
    assert topic.posts.count() == 2


def test_the_same_words_from_a_page_sent_anew_are_one_post_within_seconds(topic, alice, bob):
    now = timezone.now()
    first = reply(topic, bob, key=uuid4(), now=now)
    assert reply(topic, bob, key=uuid4(), now=now + timedelta(seconds=20)) == first
    assert reply(topic, bob, "<p>Or from fees.</p>", key=uuid4(), now=now + timedelta(seconds=20)) != first
    assert reply(topic, alice, key=uuid4(), now=now + timedelta(seconds=20)) != first
    assert reply(topic, bob, key=uuid4(), now=now + timedelta(minutes=1)) != first
    assert topic.posts.count() == 5


def test_the_same_words_in_another_topic_are_another_post(cluster, topic, alice, bob):
    other = ask(cluster, alice, "Who pays the fuel?")
    assert reply(topic, bob, key=uuid4()) != reply(other, bob, key=uuid4())


def test_words_that_were_deleted_may_be_said_again(topic, bob):
    first = reply(topic, bob, key=uuid4())
    delete_post(first, by=bob)
    assert reply(topic, bob, key=uuid4()).number == 3


def test_a_key_that_somebody_else_used_gives_a_post_of_its_own(topic, alice, bob):
    key = uuid4()
    first, second = reply(topic, alice, key=key), reply(topic, bob, key=key)
    assert first.author == alice
    assert second.author == bob
    assert second.uuid != key


def test_the_first_two_posts_of_who_is_not_vetted_are_held(topic, charlie, cluster):
    join(cluster, charlie, is_vetted=False)
    first = reply(topic, charlie)
    topic.refresh_from_db()
    assert first.state == PostState.HELD
    assert (topic.last_post_no, topic.posts_count) == (1, 1)
    assert reply(topic, charlie).state == PostState.HELD
    assert reply(topic, charlie).state == PostState.HELD  # as long as nobody looked at them
    Post.objects.filter(author=charlie, number__lte=3).update(state=PostState.VISIBLE)
    assert reply(topic, charlie).state == PostState.VISIBLE


def test_new_words_of_who_is_not_vetted_wait_again_until_she_is_trusted(topic, charlie, cluster, facilitator):
    join(cluster, charlie, is_vetted=False)
    post = reply(topic, charlie, "<p>Hello.</p>")
    approve_post(post, by=facilitator)
    edit_post(post, by=charlie, body="<p>Buy <a href='https://spam.example/'>this</a>.</p>", language="en")
    post.refresh_from_db()
    topic.refresh_from_db()
    assert (post.state, topic.posts_count) == (PostState.HELD, 1)
    approve_post(post, by=facilitator)
    approve_post(reply(topic, charlie, "<p>Second.</p>"), by=facilitator)
    edit_post(post, by=charlie, body="<p>Hello again.</p>", language="en")
    post.refresh_from_db()
    topic.refresh_from_db()
    assert (post.state, topic.posts_count) == (PostState.VISIBLE, 3)


def test_so_many_posts_wait_of_one_person_at_most(topic, charlie, cluster, facilitator, monkeypatch):
    monkeypatch.setattr(service, "MOST_HELD", 2)
    join(cluster, charlie, is_vetted=False)
    first = reply(topic, charlie, "<p>First.</p>")
    delete_post(reply(topic, charlie, "<p>Second.</p>"), by=charlie)
    reply(topic, charlie, "<p>Third.</p>")
    with pytest.raises(TooManyHeld):
        reply(topic, charlie, "<p>Fourth.</p>")
    approve_post(first, by=facilitator)
    assert reply(topic, charlie, "<p>Fourth.</p>").state == PostState.HELD


def test_who_leads_is_never_held(topic, facilitator, cluster):
    cluster.members.filter(user=facilitator).update(is_vetted=False)
    assert reply(topic, facilitator).state == PostState.VISIBLE


@pytest.mark.parametrize("role", [None, ClusterRole.OBSERVER])
def test_strangers_and_observers_do_not_write(topic, charlie, cluster, role):
    if role:
        join(cluster, charlie, role=role)
    with pytest.raises(PermissionDenied):
        reply(topic, charlie)
    assert topic.posts.count() == 1


def test_a_closed_topic_takes_posts_of_who_leads_only(topic, bob, facilitator):
    Topic.objects.filter(pk=topic.pk).update(closed_at=timezone.now(), closed_reason="Solved")
    with pytest.raises(PermissionDenied):
        reply(topic, bob)
    assert reply(topic, facilitator).number == 2


def test_an_ended_cluster_takes_no_posts(topic, facilitator, cluster):
    cluster.archived_at = timezone.now()
    cluster.save()
    with pytest.raises(PermissionDenied):
        reply(topic, facilitator)


@pytest.mark.parametrize("body", ["", "<p> </p>", "<script>alert(1)</script>", "<blockquote><p> </p></blockquote>"])
def test_a_post_says_something(topic, bob, body):
    with pytest.raises(NothingWritten):
        reply(topic, bob, body)


def test_a_post_is_no_book(topic, bob):
    with pytest.raises(TooLong):
        reply(topic, bob, f"<p>{'word ' * 5000}</p>")


def test_mentions_are_members_by_their_names(topic, alice, bob, charlie):
    post = reply(
        topic, bob,
        f'<p><span data-mention="{alice.uuid}">@Nobody</span> and <span data-mention="{charlie.uuid}">@Charlie</span>'
        f' and <span data-mention="{bob.uuid}">@me</span></p>',
    )  # fmt: skip
    assert [mention.user for mention in post.mentions.all()] == [alice]
    assert f'<span data-mention="{alice.uuid}">@Alice Sample</span> and @Charlie and' in post.body
    plain = reply(topic, bob, "<p>Thanks @alice sample, and @Charlie Sample</p>")
    assert [mention.user for mention in plain.mentions.all()] == [alice]
    assert str(charlie.uuid) not in plain.body


def test_the_search_finds_it_without_diacritics_and_in_both_scripts(topic, bob):
    assert reply(topic, bob, "<p>Дневни <strong>центар</strong> у Шкодри</p>").folded == "dnevni centar u skodri"


def make_file(cluster, uploader, **fields) -> Attachment:
    defaults = {"file": "clusters/attachments/x", "name": "x.png", "content_type": "image/png", "size": 1}
    return Attachment.objects.create(cluster=cluster, uploader=uploader, **(defaults | fields))


def test_files_belong_to_the_post_that_was_sent_with_them(topic, alice, bob, cluster):
    shown, listed, foreign = (make_file(cluster, person, width=1, height=1) for person in (bob, bob, alice))
    body = "".join(f'<p>a<img src="/clusters/files/{row.uuid}/" alt=""></p>' for row in (shown, foreign))
    post = reply(topic, bob, body, attachments=[listed.uuid, foreign.uuid])
    assert set(post.attachments.all()) == {shown, listed}
    assert str(foreign.uuid) not in post.body
    assert str(shown.uuid) in post.body


def test_sending_forgets_the_draft_and_counts_as_read(topic, bob, cluster):
    Draft.objects.create(user=bob, cluster=cluster, topic=topic, fields={"body": "x"})
    reply(topic, bob)
    assert not Draft.objects.exists()
    assert TopicRead.objects.get(user=bob, topic=topic).last_no == 2


def test_an_edit_keeps_what_stood_there(topic, bob):
    post = reply(topic, bob, "<p>First</p>")
    edit_post(post, by=bob, body="<p>Second</p>", language="sr")
    edit_post(post, by=bob, body="<p>Second</p>", language="sr")
    post.refresh_from_db()
    assert (post.body, post.language, post.folded) == ("<p>Second</p>", "sr", "second")
    assert post.edited_at is not None
    assert [revision.body for revision in PostRevision.objects.filter(post=post)] == ["<p>First</p>"]


def test_nobody_edits_the_words_of_another(topic, bob, facilitator):
    with pytest.raises(PermissionDenied):
        edit_post(reply(topic, bob), by=facilitator, body="<p>Mine</p>", language="en")


def test_a_deleted_post_leaves_its_number_only(topic, bob, cluster, django_capture_on_commit_callbacks):
    post = reply(topic, bob, "<p>Oh dear</p>")
    make_file(cluster, bob, post=post)
    edit_post(post, by=bob, body="<p>Oh no</p>", language="en")
    with django_capture_on_commit_callbacks(execute=True):
        delete_post(post, by=bob)
        delete_post(post, by=bob)
    post.refresh_from_db()
    topic.refresh_from_db()
    assert (post.body, post.folded, post.deleted_by) == ("", "", bob)
    assert not post.revisions.exists()
    assert not Attachment.objects.exists()
    assert (topic.last_post_no, topic.posts_count) == (1, 1)
    assert reply(topic, bob).number == 3


def test_a_topic_goes_with_its_only_post(topic, alice):
    delete_post(topic.posts.get(), by=alice)
    topic.refresh_from_db()
    assert topic.deleted_at is not None


def test_nobody_deletes_the_words_of_another_member(topic, alice, bob):
    with pytest.raises(PermissionDenied):
        delete_post(topic.posts.get(), by=bob)


def test_a_post_is_told_once_it_stands(topic, bob, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        post = add_post(topic, by=bob, body="<p>x</p>", language="en")
    post.refresh_from_db()
    assert post.spread_at is not None
