"""Topics and their answers, files, drafts: what the services refuse, and what stays when they are called twice."""

import zipfile
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.utils import timezone
from PIL import Image

from peer_exchange.enums import ClusterRole, TopicKind
from peer_exchange.errors import AnswerGone, NotInCluster, StaleDraft, TooManyAsked
from peer_exchange.models import Attachment, Draft, Notice, Topic
from peer_exchange.services.attachment_files import FileRefused, check_file, safe_name
from peer_exchange.services.attachments import add_attachment, sweep_attachments
from peer_exchange.services.drafts import draft_of, save_draft, sweep_drafts
from peer_exchange.services.posts import delete_post
from peer_exchange.services.topics import accept_answer, undo_acceptance
from tests.factories import UserFactory, make_organisation
from tests.peer_exchange.discussions import ask, reply
from tests.peer_exchange.notice_makers import join, make_cluster


@pytest.fixture
def cluster(alice, bob, facilitator):
    cluster = make_cluster(host=make_organisation("association", key="host"))
    join(cluster, alice, organisation=make_organisation(key="alfa"))
    join(cluster, bob, organisation=make_organisation(key="bravo"))
    join(cluster, facilitator, role=ClusterRole.FACILITATOR)
    return cluster


def test_a_topic_begins_with_its_text(cluster, alice):
    topic = ask(cluster, alice, "  Where?  ", tried="All")
    assert topic.posts.get().number == 1
    topic.refresh_from_db()
    assert (topic.last_post_no, topic.posts_count, topic.organisation.key) == (1, 1, "alfa")


def test_opened_twice_it_is_one_topic(cluster, alice):
    key = uuid4()
    assert ask(cluster, alice, key=key) == ask(cluster, alice, key=key)
    assert Topic.objects.count() == 1


def test_the_same_from_a_page_sent_anew_is_one_topic_within_seconds(cluster, alice, bob):
    first = ask(cluster, alice, key=uuid4())
    assert ask(cluster, alice, key=uuid4()) == first
    assert ask(cluster, alice, "Who pays the fuel?", key=uuid4()) != first
    assert ask(cluster, alice, body="<p>Another van.</p>", key=uuid4()) != first
    assert ask(cluster, bob, key=uuid4()) != first
    assert ask(cluster, alice, key=uuid4(), now=timezone.now() + timedelta(minutes=2)) != first


def test_what_belongs_to_questions_stays_with_them(cluster, alice, bob):
    topic = ask(
        cluster,
        alice,
        kind=TopicKind.DISCUSSION,
        is_anonymous=True,
        tried="x",
        needed_by=timezone.localdate(),
        asked=[bob],
    )
    assert (topic.is_anonymous, topic.tried, topic.needed_by) == (False, "", None)
    assert not topic.asked.exists()


def test_three_are_asked_at_most_and_only_of_the_cluster(cluster, alice, bob, facilitator, charlie):
    others = [UserFactory() for _n in range(2)]
    for person in others:
        join(cluster, person)
    with pytest.raises(TooManyAsked):
        ask(cluster, alice, asked=[bob, facilitator, *others])
    with pytest.raises(NotInCluster):
        ask(cluster, alice, asked=[charlie])
    with pytest.raises(NotInCluster):
        ask(cluster, alice, asked=[make_organisation(key="far")])
    assert not Topic.objects.exists()
    assert ask(cluster, alice, asked=[bob, bob, alice]).asked.count() == 1


def test_several_answers_are_accepted_and_undone(cluster, alice, bob):
    topic = ask(cluster, alice)
    first, second = reply(topic, bob), reply(topic, bob)
    for post in (first, second, second):
        accept_answer(post, by=alice)
    undo_acceptance(first, by=alice)
    topic.refresh_from_db()
    assert topic.solved_at is not None
    assert Notice.objects.filter(user=bob, kind="accepted").count() == 2
    delete_post(second, by=bob)
    topic.refresh_from_db()
    assert topic.solved_at is None


def test_a_question_does_not_answer_itself(cluster, alice, bob):
    topic = ask(cluster, alice)
    with pytest.raises(AnswerGone):
        accept_answer(topic.posts.get(), by=alice)
    talk = ask(cluster, alice, kind=TopicKind.DISCUSSION)
    with pytest.raises(AnswerGone):
        accept_answer(reply(talk, bob), by=alice)


def test_a_draft_counts_its_saves(cluster, bob):
    one = save_draft(bob, cluster, fields={"title": "a"}, version=0)
    assert save_draft(bob, cluster, fields={"title": "a"}, version=0).version == one.version == 1
    assert save_draft(bob, cluster, fields={"title": "b"}, version=1).version == 2
    with pytest.raises(StaleDraft) as stale:
        save_draft(bob, cluster, fields={"title": "c"}, version=1)
    assert stale.value.draft.fields == {"title": "b"}
    assert draft_of(bob, cluster).fields == {"title": "b"}


def test_a_draft_that_was_sent_elsewhere_does_not_come_back(cluster, bob):
    with pytest.raises(StaleDraft):
        save_draft(bob, cluster, fields={"title": "c"}, version=3)
    assert not Draft.objects.exists()


def test_old_drafts_go(cluster, bob):
    save_draft(bob, cluster, fields={"title": "a"}, version=0, now=timezone.now() - timedelta(days=91))
    sweep_drafts()
    assert not Draft.objects.exists()


def picture(kind="JPEG", size=(30, 20), **extra) -> bytes:
    output = BytesIO()
    Image.new("RGB", size, "red").save(output, kind, **extra)
    return output.getvalue()


def test_files_without_a_post_go_after_a_day_unless_a_draft_holds_them(cluster, bob, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    old = timezone.now() - timedelta(days=2)
    lost, drafted = (
        add_attachment(cluster, by=bob, file=BytesIO(picture()), name="a.jpg", now=old) for _twice in range(2)
    )
    young = add_attachment(cluster, by=bob, file=BytesIO(picture()), name="a.jpg")
    save_draft(bob, cluster, fields={"body": f'<img src="/clusters/files/{drafted.uuid}/">'}, version=0)
    path = tmp_path / lost.file.name
    assert path.exists()
    assert sweep_attachments() == 1
    assert set(Attachment.objects.all()) == {drafted, young}


def test_a_picture_is_drawn_anew_without_what_it_carried():
    exif = Image.Exif()
    exif[0x010E] = "where it was taken"
    data = picture(exif=exif, size=(4000, 10)) + b"<script>alert(1)</script>"
    checked = check_file(data, "x.png")
    assert (checked.content_type, checked.ending, checked.width) == ("image/jpeg", "jpg", 1800)
    assert b"where it was taken" not in checked.data
    assert b"script" not in checked.data


def office(*parts, mimetype=None) -> bytes:
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for part in parts:
            archive.writestr(part, "x")
    return output.getvalue()


def test_documents_are_known_by_what_is_in_them():
    docx = check_file(office("[Content_Types].xml", "word/document.xml"), "evil.exe")
    assert docx.ending == "docx"
    odt = check_file(office("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "x")
    assert odt.ending == "odt"
    assert check_file("шта".encode(), "x.csv").content_type == "text/csv"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "x.docx"),
        (office("a.txt"), "x.zip"),
        (b"\xff\xfe\x00", "x.txt"),
        (b"<html>", "x.html"),
        (b"\x89PNG broken", "x.png"),
        (b"x" * (10 * 1024 * 1024 + 1), "x.txt"),
    ],
)
def test_other_files_are_refused(data, name):
    with pytest.raises(FileRefused):
        check_file(data, name)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\plan.pdf", "plan.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ('a"<b>.txt', "ab.txt"),
    ],
)
def test_names_of_files_mislead_nobody(name, safe):
    assert safe_name(name) == safe
