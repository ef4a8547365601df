"""The pages of discussions: who sees what, what a form keeps, how often the database is asked."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from academy.models import Organisation, User
from academy.sockets import search_sources
from peer_exchange.enums import ClusterRole, PollKind, PostState, TopicKind, Visibility, VoteValue
from peer_exchange.models import Attachment, Draft, Post, Practice, Reaction, Section, Topic, Vote
from peer_exchange.services.polls import NewPoll, close_poll
from peer_exchange.services.posts import edit_post
from peer_exchange.services.practices import draft_of
from peer_exchange.services.topics import accept_answer, open_topic
from peer_exchange.views.topics import peers_of
from tests.factories import make_organisation, steps_of
from tests.peer_exchange.discussions import ask, reply
from tests.peer_exchange.notice_makers import join, make_cluster


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def cluster(alice, bob, facilitator):
    cluster = make_cluster(host=make_organisation("association", key="host"))
    join(cluster, alice, organisation=make_organisation(key="alfa", population=12_345, economy="AL"))
    join(cluster, bob, organisation=make_organisation(key="bravo"))
    join(cluster, facilitator, role=ClusterRole.FACILITATOR)
    return cluster


@pytest.fixture
def topic(cluster, alice):
    return ask(cluster, alice)


def at(name, thing, **kwargs):
    """The address of a topic, a post or a cluster, in English."""
    if isinstance(thing, Post):
        kwargs |= {"uuid": thing.topic.uuid, "number": thing.number}
        thing = thing.cluster
    elif isinstance(thing, Topic):
        kwargs |= {"uuid": thing.uuid}
        thing = thing.cluster
    return reverse(name, kwargs={"slug": thing.slug, **kwargs})


def form(**fields):
    return {"key": str(uuid4()), "version": "0", "body": "We do it so.", "language": ""} | fields


def topic_form(**fields):
    return form(kind="question", title="How do you pay the driver?", seen="1") | fields


def fetch(client, uuid):
    """The answer to who asks for an attachment; its file is closed."""
    response = client.get(reverse("attachment", kwargs={"uuid": uuid}))
    for close in response._resource_closers:  # response.close() would end the connection of the test too
        close()
    return response


def picture(size=(40, 30)) -> bytes:
    output = BytesIO()
    Image.new("RGB", size, "red").save(output, "PNG")
    return output.getvalue()


# Reading ---------------------------------------------------------------------------------------------------------


def test_a_member_reads_a_topic_with_its_posts(client, topic, bob):
    post = reply(topic, bob, "<p>Од буџета.</p>", language="sr")
    client.force_login(bob)
    html = client.get(at("topic", topic)).content.decode()
    assert "We have a van." in html
    assert 'lang="sr"><p>Од буџета.</p>' in html
    assert f'id="post-{post.number}"' in html
    assert "10,000 to 20,000 people" in html
    assert "12345" not in html


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.HIDDEN])
def test_who_does_not_read_the_cluster_finds_nothing(client, cluster, topic, bob, charlie, visibility):
    cluster.visibility = visibility
    cluster.save()
    post = reply(topic, bob)
    file = Attachment.objects.create(
        cluster=cluster, post=post, uploader=bob, file="clusters/attachments/x", name="x", content_type="x", size=1
    )
    poll = open_topic(
        cluster, by=bob, kind=TopicKind.DISCUSSION, title="When?", body="<p>x</p>", language="en",
        poll=NewPoll(PollKind.OPT_IN, "Who comes?"),
    )  # fmt: skip
    client.force_login(charlie)
    nothing = 404 if visibility == Visibility.HIDDEN else 403
    for name in ("cluster_discussions", "topic_new", "cluster_people", "topics_similar"):
        assert client.get(at(name, cluster)).status_code == nothing, name
    assert client.get(at("topic", topic)).status_code == 404
    for name in ("topic_post", "post_edit", "post_delete", "post_history"):
        assert client.get(at(name, post)).status_code == 404, name
    for name in ("post_react", "post_accept"):
        assert client.post(at(name, post), {"kind": "useful"}).status_code == 404, name
    for name in ("topic_reply", "reply_draft", "topic_solve"):
        assert client.post(at(name, topic), form()).status_code in {404, nothing}, name
    assert client.post(at("poll_vote", poll)).status_code == 404
    assert client.post(at("attachment_new", cluster)).status_code == nothing
    assert fetch(client, file.uuid).status_code == 404
    assert not Draft.objects.exists()


def test_the_search_stays_inside_what_she_reads(rf, cluster, topic, bob, charlie, facilitator):
    reply(topic, bob, "<p>Дневни центар у Шкодри</p>")
    held = reply(topic, facilitator, "<p>jarebica</p>")
    Post.objects.filter(pk=held.pk).update(state=PostState.HIDDEN)
    search = search_sources.get("discussions")

    def found(user, words):
        request = rf.get("/")
        request.user = user
        return [row["title"] for row in search(request, words)["results"]]

    assert found(bob, "dnevni centar Škodri") == [topic.title]
    assert found(bob, "ДНЕВ") == [topic.title]
    assert found(bob, "pay driver van") == [topic.title]  # words of the title and of the text
    assert found(bob, "jarebica") == []
    assert found(charlie, "dnevni") == []
    Topic.objects.filter(pk=topic.pk).update(deleted_at=timezone.now())
    assert found(bob, "dnevni") == []


def test_the_name_of_an_anonymous_asker_is_seen_by_who_leads_and_by_herself(client, cluster, alice, bob, facilitator):
    topic = ask(cluster, alice, is_anonymous=True)
    mine = reply(topic, alice, "<p>More of it</p>")
    reply(topic, bob, "<p>An answer</p>", reply_to=mine)
    reply(topic, bob, "<p>Another</p>", reply_to=mine)
    client.force_login(bob)
    for address in (
        at("topic", topic),
        at("cluster_discussions", cluster),
        at("cluster_discussions", cluster) + "?q=van",
    ):
        html = client.get(address).content.decode()
        assert "Alice" not in html
        assert "alfa" not in html.lower()
    assert "In reply to A member of the cluster, post 2" in client.get(at("topic", topic)).content.decode()
    client.force_login(facilitator)
    assert "Alice Sample" in client.get(at("topic", topic)).content.decode()
    client.force_login(alice)
    assert "Name hidden from the members" in client.get(at("topic", topic)).content.decode()


def test_a_topic_that_waits_is_there_for_its_author_and_who_leads(client, cluster, bob, charlie, facilitator):
    join(cluster, charlie, is_vetted=False)
    topic = ask(cluster, charlie, "Is that allowed?")
    for person, status in ((charlie, 200), (facilitator, 200), (bob, 404)):
        client.force_login(person)
        assert client.get(at("topic", topic)).status_code == status
        listed = topic.title in client.get(at("cluster_discussions", cluster)).content.decode()
        assert listed is (status == 200)


def test_a_held_post_is_seen_by_its_author_and_who_leads(client, cluster, topic, bob, charlie, facilitator):
    join(cluster, charlie, is_vetted=False)
    post = reply(topic, charlie, "<p>Wait for me</p>")
    for person, is_seen in ((charlie, True), (facilitator, True), (bob, False)):
        client.force_login(person)
        assert ("Wait for me" in client.get(at("topic", topic)).content.decode()) is is_seen
        assert client.get(at("topic_post", post)).status_code == 302


def test_who_wrote_a_hidden_post_finds_it_though_it_was_the_last(client, topic, bob, alice):
    Post.objects.filter(pk=reply(topic, bob).pk).update(state=PostState.HIDDEN)
    Topic.objects.filter(pk=topic.pk).update(last_post_no=1, posts_count=1)
    client.force_login(bob)
    assert "Hidden until it is reviewed." in client.get(at("topic", topic)).content.decode()
    client.force_login(alice)
    assert 'id="post-2"' not in client.get(at("topic", topic)).content.decode()


def test_deleted_words_are_nowhere(client, topic, bob):
    post = reply(topic, bob, "<p>Unspeakable</p>")
    reply(topic, bob, "<p>Later</p>")
    client.force_login(bob)
    client.post(at("post_delete", post))
    html = client.get(at("topic", topic)).content.decode()
    assert "Unspeakable" not in html
    assert "This post was deleted." in html
    assert client.get(at("post_edit", post)).status_code == 404


def test_history_is_for_who_leads(client, topic, bob, facilitator):
    post = reply(topic, bob, "<p>First words</p>")
    edit_post(post, by=bob, body="<p>Second words</p>", language="en")
    client.force_login(bob)
    assert client.get(at("post_history", post)).status_code == 403
    client.force_login(facilitator)
    assert "First words" in client.get(at("post_history", post)).content.decode()


def test_long_topics_come_page_by_page_and_posts_keep_their_address(client, topic, bob):
    Post.objects.bulk_create(
        Post(topic=topic, cluster=topic.cluster, number=number, author=bob, language="en", body=f"<p>No. {number}</p>")
        for number in range(2, 66)
    )
    Topic.objects.filter(pk=topic.pk).update(last_post_no=65, posts_count=65)
    client.force_login(bob)
    assert "No. 31" not in client.get(at("topic", topic)).content.decode()
    there = client.get(at("topic_post", topic.posts.get(number=31)))
    assert there.url == f"{at('topic', topic)}?page=2#post-31"
    assert "No. 31" in client.get(there.url).content.decode()


def test_accepted_answers_stand_on_top(client, topic, alice, bob):
    for words in ("One way", "Another way"):
        accept_answer(reply(topic, bob, f"<p>{words}</p>"), by=alice)
    client.force_login(bob)
    html = client.get(at("topic", topic)).content.decode()
    top = html[html.index('class="answers"') : html.index('class="posts"')]
    assert "One way" in top
    assert "Another way" in top


def test_filters_narrow_the_list(client, cluster, alice, bob):
    money = Section.objects.create(cluster=cluster, name="Money")
    answered = ask(cluster, alice, "Answered question", section=money)
    reply(answered, bob)
    ask(cluster, alice, "Питање без одговора", language="sr")
    open_topic(cluster, by=bob, kind=TopicKind.CHALLENGE, title="Hard one", body="<p>zebra</p>", language="en")
    client.force_login(bob)

    def titles(**query):
        html = client.get(at("cluster_discussions", cluster), query).content.decode()
        return set(re.findall(r"<h2><a [^>]*>([^<]*)", html))

    assert titles() == {"Answered question", "Питање без одговора", "Hard one"}
    assert titles(kind="challenge") == {"Hard one"}
    assert titles(unanswered="on") == {"Питање без одговора"}
    assert titles(language="sr") == {"Питање без одговора"}
    assert titles(section=str(money.uuid)) == {"Answered question"}
    assert titles(q="pitanje") == {"Питање без одговора"}
    assert titles(q="zebra") == {"Hard one"}
    assert titles(kind="nonsense", section="x") == {"Answered question", "Питање без одговора", "Hard one"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_many_topics(
    client, cluster, alice, bob, count, django_assert_num_queries
):
    for number in range(count):
        reply(ask(cluster, alice, f"Question {number}"), bob)
    client.force_login(bob)
    client.get(at("cluster_discussions", cluster))
    with django_assert_num_queries(12):
        client.get(at("cluster_discussions", cluster))


@pytest.mark.parametrize("count", [1, 3])
def test_a_topic_asks_the_database_as_often_for_many_posts(
    client, cluster, alice, bob, facilitator, count, django_assert_num_queries
):
    topic = ask(cluster, alice, asked=[bob, facilitator])
    for _number in range(count):
        post = reply(topic, facilitator, reply_to=topic.posts.get(number=1))
        Reaction.objects.create(post=post, user=alice, kind="useful")
        Attachment.objects.create(
            cluster=cluster, post=post, uploader=bob, file="x", name="x.pdf", content_type="application/pdf", size=1
        )
        accept_answer(post, by=alice)
    client.force_login(bob)
    client.get(at("topic", topic))
    with django_assert_num_queries(TOPIC_QUERIES):
        client.get(at("topic", topic))


TOPIC_QUERIES = 15


# Writing ---------------------------------------------------------------------------------------------------------


def test_a_plain_field_is_enough_to_answer(client, topic, bob):
    client.force_login(bob)
    response = client.post(at("topic_reply", topic), form(body="First\n\n- one\n- two\n\n<script>x</script>"))
    post = topic.posts.get(number=2)
    assert response.url == f"{at('topic', topic)}#post-2"
    assert post.body == "<p>First</p><ul><li>one</li><li>two</li></ul><p>&lt;script&gt;x&lt;/script&gt;</p>"


def test_what_the_editor_sends_is_cleaned(client, topic, bob):
    client.force_login(bob)
    client.post(at("topic_reply", topic), form(body_html="<p onclick=x>Hi <b>you</b><script>x</script></p>"))
    assert topic.posts.get(number=2).body == "<p>Hi <strong>you</strong></p>"


def test_a_double_click_answers_once(client, topic, bob):
    client.force_login(bob)
    data = form()
    assert client.post(at("topic_reply", topic), data).url == client.post(at("topic_reply", topic), data).url
    assert topic.posts.count() == 2


def test_an_empty_answer_is_told_and_the_page_stays(client, topic, bob):
    client.force_login(bob)
    response = client.post(at("topic_reply", topic), form(body=" \n"))
    assert response.status_code == 422
    assert "Write a few words first." in response.content.decode()


def test_too_many_posts_are_refused_and_the_words_are_kept(client, topic, bob):
    now = timezone.now()
    Post.objects.bulk_create(
        Post(topic=topic, cluster=topic.cluster, number=number, author=bob, language="en", body="x", created_at=now)
        for number in range(2, 22)
    )
    client.force_login(bob)
    response = client.post(at("topic_reply", topic), form(body="My long thought"))
    assert response.status_code == 422
    assert "Wait a little" in response.content.decode()
    assert "My long thought" in response.content.decode()


def test_the_language_is_guessed_and_can_be_chosen(client, topic, bob):
    client.force_login(bob)
    client.post(at("topic_reply", topic), form(body="Ние го плаќаме возачот од буџетот на општината."))
    client.post(at("topic_reply", topic), form(body="Ok.", language="sq"))
    assert [post.language for post in topic.posts.all()[1:]] == ["mk", "sq"]


def test_observers_read_and_are_told_why_they_do_not_write(client, cluster, topic, charlie):
    join(cluster, charlie, role=ClusterRole.OBSERVER)
    client.force_login(charlie)
    assert "Observers read and do not write." in client.get(at("topic", topic)).content.decode()
    assert client.post(at("topic_reply", topic), form()).status_code == 403
    assert client.get(at("topic_new", cluster)).status_code == 403
    assert topic.posts.count() == 1


def test_a_closed_topic_says_so(client, topic, bob):
    Topic.objects.filter(pk=topic.pk).update(closed_at=timezone.now(), closed_reason="Answered in the guide")
    client.force_login(bob)
    html = client.get(at("topic", topic)).content.decode()
    assert "Closed: Answered in the guide" in html
    assert 'name="body"' not in html
    assert client.post(at("topic_reply", topic), form()).status_code == 403


def test_a_quotation_stands_in_the_field(client, topic, bob):
    client.force_login(bob)
    html = client.get(at("topic", topic), {"quote": "1"}).content.decode()
    assert "&gt; We have a van." in html
    assert '<input type="hidden" name="reply_to" value="1"' in html


def test_a_question_is_asked_with_all_it_has(client, cluster, alice, bob, facilitator):
    client.force_login(alice)
    page = client.get(at("topic_new", cluster)).content.decode()
    assert "The others see that you ask from" in page
    assert f'<option value="{bob.name} (' in page
    peers = re.findall(r"<datalist.*?</datalist>", page, re.S)[0]
    bobs = re.search(rf'value="({bob.name}[^"]*)"', peers)[1]
    day = timezone.localdate() + timedelta(days=3)
    data = topic_form(tried="All", needed_by=day.isoformat(), asked_1=bobs, asked_2=facilitator.name, is_anonymous="on")
    response = client.post(at("topic_new", cluster), data)
    topic = Topic.objects.get()
    assert response.url == at("topic", topic)
    assert (topic.kind, topic.tried, topic.needed_by, topic.is_anonymous) == ("question", "All", day, True)
    assert {peer.user for peer in topic.asked.all()} == {bob, facilitator}
    client.post(at("topic_new", cluster), data)
    assert Topic.objects.count() == 1


def test_only_people_of_the_cluster_are_asked(client, cluster, alice, charlie):
    client.force_login(alice)
    response = client.post(at("topic_new", cluster), topic_form(asked_1=charlie.name))
    assert response.status_code == 422
    assert "from the list" in response.content.decode()
    assert not Topic.objects.exists()


def test_announcements_are_made_by_who_leads(client, cluster, alice, facilitator):
    for person, status in ((alice, 422), (facilitator, 302)):
        client.force_login(person)
        assert client.post(at("topic_new", cluster), topic_form(kind="announcement")).status_code == status


def test_what_resembles_it_is_shown_before_it_is_sent(client, cluster, topic, bob):
    client.force_login(bob)
    data = topic_form(title="Who pays drivers of vans?", body="Tell me.")
    del data["seen"]
    response = client.post(at("topic_new", cluster), data)
    html = response.content.decode()
    assert response.status_code == 200
    assert at("topic", topic) in html
    assert "Tell me." in html
    assert client.post(at("topic_new", cluster), data | {"seen": "1"}).status_code == 302
    assert at("topic", topic) in client.get(at("topics_similar", cluster), {"title": "The driver"}).content.decode()


def test_a_hidden_cluster_does_not_show_among_what_resembles(client, cluster, bob, alice):
    other = make_cluster("Secret cluster", visibility=Visibility.HIDDEN, host=cluster.host)
    join(other, alice)
    ask(other, alice, "Driver of the van")
    client.force_login(bob)
    assert "Driver" not in client.get(at("topics_similar", cluster), {"title": "driver van"}).content.decode()


def test_only_its_author_changes_a_post(client, topic, alice, bob, facilitator):
    post = topic.posts.get()
    for person in (bob, facilitator):
        client.force_login(person)
        assert client.post(at("post_edit", post), {"body": "Mine"}).status_code == 403
    client.force_login(alice)
    assert client.post(at("post_edit", post), {"body": "Changed", "language": "en"}).status_code == 302
    post.refresh_from_db()
    assert post.body == "<p>Changed</p>"


def test_words_that_were_not_touched_keep_their_form_without_javascript(client, topic, alice):
    post = topic.posts.get()
    edit_post(post, by=alice, body="<p>We have <strong>a van</strong>.</p>", language="en")
    client.force_login(alice)
    html = client.get(at("post_edit", post)).content.decode()
    before = re.search(r'name="body_before" value="([^"]*)"', html)[1].replace("&lt;", "<").replace("&gt;", ">")
    client.post(at("post_edit", post), {"body": "We have a van.", "body_before": before, "language": "sq"})
    post.refresh_from_db()
    assert post.body == "<p>We have <strong>a van</strong>.</p>"
    assert post.language == "sq"


def test_reactions_are_set_and_taken_back(client, topic, bob, alice):
    post = topic.posts.get()
    client.force_login(bob)
    for _twice in range(2):
        client.post(at("post_react", post), {"kind": "same_here"})
    assert post.reactions.count() == 1
    fragment = client.post(at("post_react", post), {"undo": "same_here"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="false"' in fragment.content.decode()
    assert not post.reactions.exists()
    assert client.post(at("post_react", post), {"kind": "hate"}).status_code == 404
    client.force_login(alice)
    client.post(at("post_react", post), {"kind": "useful"})  # her own
    assert not post.reactions.exists()


def test_answers_are_accepted_by_the_asker_and_experts_and_undone(client, topic, alice, bob, facilitator):
    post = reply(topic, bob)
    client.force_login(bob)
    assert client.post(at("post_accept", post)).status_code == 403
    client.force_login(alice)
    client.post(at("post_accept", post))
    topic.refresh_from_db()
    assert topic.solved_at is not None
    client.force_login(facilitator)
    client.post(at("post_accept", post), {"undo": "1"})
    topic.refresh_from_db()
    assert topic.solved_at is None
    client.post(at("topic_solve", topic), {"solved_otherwise": "The ministry paid."})
    topic.refresh_from_db()
    assert (topic.solved_otherwise, topic.solved_at is not None) == ("The ministry paid.", True)


def test_a_topic_becomes_the_draft_of_a_practice_once(client, topic, alice):
    client.force_login(alice)
    pages = {client.post(at("topic_practice", topic)).url for _twice in range(2)}
    practice = Practice.objects.get()
    assert (practice.source_topic, practice.created_by, practice.live) == (topic, alice, False)
    assert draft_of(practice).title == topic.title
    assert len(pages) == 1


def test_a_lesson_brings_its_question(client, cluster, alice, course_page):
    step = steps_of(course_page)[0]
    client.force_login(alice)
    page = client.get(at("topic_new", cluster), {"step": str(step.key)})
    assert "Lesson 1" in page.content.decode()
    assert page.context["form"].initial["kind"] == TopicKind.QUESTION
    client.post(at("topic_new", cluster), topic_form(step=str(step.key)))
    topic = Topic.objects.get()
    assert topic.step == step
    assert "About the lesson" in client.get(at("topic", topic)).content.decode()


# Files -----------------------------------------------------------------------------------------------------------


def test_files_are_kept_with_an_answer_and_handed_out_to_readers(client, topic, bob, alice):
    client.force_login(bob)
    file = SimpleUploadedFile("../evil\u202e.png", picture(), "text/html")
    client.post(at("topic_reply", topic), form(files=[file]))
    attachment = Attachment.objects.get()
    assert attachment.post.number == 2
    assert attachment.name == "evil.png"
    assert attachment.file.name == f"clusters/attachments/{attachment.uuid}.png"
    client.force_login(alice)
    response = fetch(client, attachment.uuid)
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Disposition"].startswith("inline")
    client.logout()
    assert fetch(client, attachment.uuid).status_code == 404


def test_documents_are_handed_out_to_be_kept(client, topic, bob):
    client.force_login(bob)
    client.post(at("topic_reply", topic), form(files=[SimpleUploadedFile("plan.pdf", b"%PDF-1.7 x")]))
    response = fetch(client, Attachment.objects.get().uuid)
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'


def test_a_file_that_waits_is_its_uploaders_alone(client, cluster, bob, facilitator):
    client.force_login(bob)
    answer = client.post(at("attachment_new", cluster), {"file": SimpleUploadedFile("a.png", picture())}).json()
    assert (answer["width"], answer["height"]) == (40, 30)
    assert fetch(client, answer["uuid"]).status_code == 200
    client.force_login(facilitator)
    assert fetch(client, answer["uuid"]).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("x.png", b"\x89PNG\r\n\x1a\nnot really"),
        ("x.pdf", b"MZ\x90 program"),
        ("x.zip", b"PK\x03\x04 broken"),
        ("empty.txt", b""),
    ],
)
def test_what_is_not_what_it_says_is_refused_by_name(client, topic, bob, name, data):
    client.force_login(bob)
    response = client.post(at("topic_reply", topic), form(body="My words", files=[SimpleUploadedFile(name, data)]))
    html = response.content.decode()
    assert response.status_code == 422
    assert "My words" in html
    assert not Attachment.objects.exists()


# Drafts ----------------------------------------------------------------------------------------------------------


def test_a_draft_is_shown_again_and_goes_with_the_post(client, topic, bob, alice):
    client.force_login(bob)
    answer = client.post(at("reply_draft", topic), form(body_html="<p>Half a <b>thought</b></p>")).json()
    assert answer["version"] == 1
    html = client.get(at("topic", topic)).content.decode()
    assert "Half a thought" in html
    assert 'name="version" value="1"' in html
    client.force_login(alice)
    assert "Half a thought" not in client.get(at("topic", topic)).content.decode()
    client.force_login(bob)
    client.post(at("topic_reply", topic), form())
    assert not Draft.objects.exists()


def test_the_list_leads_back_to_what_was_begun(client, cluster, topic, bob, alice):
    client.force_login(bob)
    client.post(at("reply_draft", topic), form(body="Half an answer"))
    client.post(at("topic_draft", cluster), topic_form(title="Who drives on Sundays?"))
    html = client.get(at("cluster_discussions", cluster)).content.decode()
    assert "You began to write: Who drives on Sundays?" in html
    assert f'href="{at("topic", topic)}#reply"' in html
    Topic.objects.filter(pk=topic.pk).update(closed_at=timezone.now(), closed_reason="Solved")
    assert "#reply" not in client.get(at("cluster_discussions", cluster)).content.decode()
    client.force_login(alice)
    assert "You began" not in client.get(at("cluster_discussions", cluster)).content.decode()


def test_two_tabs_overwrite_nothing(client, topic, bob):
    client.force_login(bob)
    client.post(at("reply_draft", topic), form(body="One"))
    first = client.post(at("reply_draft", topic), form(body="Two", version="1"))
    second = client.post(at("reply_draft", topic), form(body="Three", version="1"))
    assert first.json()["version"] == 2
    assert second.status_code == 409
    assert second.json()["body"] == "<p>Two</p>"
    assert Draft.objects.get().fields["body"] == "<p>Two</p>"
    kept = client.post(at("reply_draft", topic), form(body="Three", version="2"))
    assert kept.status_code == 200


def test_a_draft_of_a_topic_keeps_every_field(client, cluster, bob):
    client.force_login(bob)
    client.post(
        at("topic_draft", cluster), topic_form(tried="Much", **{"poll-kind": "choice", "poll-question": "Which?"})
    )
    html = client.get(at("topic_new", cluster)).content.decode()
    for words in ("How do you pay the driver?", "We do it so.", "Much", "Which?"):
        assert words in html
    client.post(at("topic_new", cluster), {"discard": "1"})
    assert not Draft.objects.exists()


# Mentions --------------------------------------------------------------------------------------------------------


def test_members_are_found_in_any_script(client, cluster, alice, bob, charlie):
    client.force_login(alice)

    def found(q):
        return [row["name"] for row in client.get(at("cluster_people", cluster), {"q": q}).json()["people"]]

    assert found("pri") == [bob.name]
    assert found("БОБ") == [bob.name]
    assert charlie.name not in found("")
    assert "@" not in str(client.get(at("cluster_people", cluster)).json())


def test_whom_a_question_may_ask_is_found_in_any_script_and_of_this_cluster_only(client, cluster, alice, bob, charlie):
    make_cluster("Other sample", members=[charlie, alice])
    client.force_login(alice)

    def found(q):
        return client.get(at("cluster_peers", cluster), {"q": q}).json()["peers"]

    assert found("bob") == found("БОБ") == [words for words in found("") if words.startswith(bob.name)]
    assert charlie.name not in str(found(""))
    assert alice.name not in str(found("")), "nobody asks herself"
    assert found("ob") == [], "words begin with it"
    offered = peers_of(cluster, but=alice)
    assert set(found("")) <= set(offered), "what is offered may be chosen"
    assert {type(offered[words]) for words in found("")} == {User, Organisation}


# Polls -----------------------------------------------------------------------------------------------------------


def make_poll(cluster, by, kind=PollKind.CHOICE, **fields):
    now = timezone.now()
    options = {
        PollKind.CHOICE: ("North", "South", "East"),
        PollKind.TIME: tuple((now + timedelta(days=n), now + timedelta(days=n, hours=1)) for n in (1, 2)),
    }.get(kind, ())
    topic = open_topic(
        cluster, by=by, kind=TopicKind.DISCUSSION, title="Where?", body="<p>x</p>", language="en",
        poll=NewPoll(kind, "Where do we go?", options, **fields),
    )  # fmt: skip
    return topic.poll


def test_a_vote_counts_once_and_can_be_changed(client, cluster, alice, bob):
    poll = make_poll(cluster, alice)
    north, south, _east = poll.options.all()
    client.force_login(bob)
    for option in (north, south, south):
        client.post(at("poll_vote", poll.topic), {"choice": option.pk})
    assert [vote.option for vote in Vote.objects.all()] == [south]
    client.post(at("poll_vote", poll.topic), {"choice": [north.pk, south.pk]})
    assert [vote.option for vote in Vote.objects.all()] == [south]  # one only
    html = client.get(at("topic", poll.topic)).content.decode()
    assert "1 · 100 %" in html
    assert bob.name in html[html.index('id="poll"') :]


def test_a_secret_poll_shows_no_names(client, cluster, alice, bob):
    poll = make_poll(cluster, alice, shows_names=False)
    client.force_login(bob)
    client.post(at("poll_vote", poll.topic), {"choice": poll.options.all()[0].pk})
    client.force_login(alice)
    html = client.get(at("topic", poll.topic)).content.decode()
    assert bob.name not in html[html.index('class="poll"') : html.index('class="posts"')]


def test_a_closed_poll_takes_no_votes(client, cluster, alice, bob):
    poll = make_poll(cluster, alice)
    close_poll(poll, by=alice)
    client.force_login(bob)
    client.post(at("poll_vote", poll.topic), {"choice": poll.options.all()[0].pk})
    assert not Vote.objects.exists()
    assert client.post(at("poll_close", poll.topic)).status_code == 403


def test_observers_do_not_vote(client, cluster, alice, charlie):
    join(cluster, charlie, role=ClusterRole.OBSERVER)
    poll = make_poll(cluster, alice)
    client.force_login(charlie)
    assert client.post(at("poll_vote", poll.topic), {"choice": poll.options.all()[0].pk}).status_code == 403


def test_a_time_poll_is_in_the_zone_of_its_reader(client, cluster, alice, bob):
    poll = make_poll(cluster, alice, PollKind.TIME)
    first, second = poll.options.all()
    bob.time_zone = "Europe/Bucharest"
    bob.language = "en"
    bob.save()
    client.force_login(bob)
    client.post(
        at("poll_vote", poll.topic), {f"option-{first.pk}": VoteValue.YES, f"option-{second.pk}": VoteValue.IF_NEEDED}
    )
    assert dict(Vote.objects.values_list("option", "value")) == {first.pk: 2, second.pk: 1}
    html = client.get(at("topic", poll.topic)).content.decode()
    assert "Europe/Bucharest" in html
    assert (
        f'datetime="{first.starts_at.astimezone(timezone.zoneinfo.ZoneInfo("Europe/Bucharest")):%Y-%m-%dT%H:%M}' in html
    )
