"""The Discussions tab, a topic with its posts, and opening a topic."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from academy.folding import fold
from academy.models import Organisation, User
from courses.models import Step
from courses.outline import Item, outline_for, page_key_of_step
from peer_exchange import writing
from peer_exchange.delivery.post_letters import author_of
from peer_exchange.enums import TopicKind
from peer_exchange.errors import PeerError
from peer_exchange.forms.topics import PollForm, ReplyForm, SolvedForm, TopicForm, TopicsForm
from peer_exchange.models import AskedPeer, Cluster, Draft, Poll, Post, Topic
from peer_exchange.policies import Standing, may_accept, may_reply, may_subscribe, may_write, may_write_practice_of
from peer_exchange.services import reading
from peer_exchange.services.drafts import discard_draft, draft_of
from peer_exchange.services.topic_order import merged_topic
from peer_exchange.services.topics import open_topic
from peer_exchange.views import subscriptions
from peer_exchange.views.attachments import keep_files, loose_files
from peer_exchange.views.cluster_room import cluster_address, cluster_context
from peer_exchange.views.doors import readable_cluster_or_404
from peer_exchange.views.doors_of_posts import listed_topic_or_404, writable_cluster_or_404
from peer_exchange.views.drafts import initial_of, poll_initial_of, said_of
from peer_exchange.views.post_rows import poll_context, post_rows, posts_with_people
from peer_exchange.views.similar import similar_to

TAB = "cluster_discussions"
TOPICS_ON_PAGE = 30
POSTS_ON_PAGE = 30
DRAFTS = 5  # of hers, named above the list


@dataclass(frozen=True)
class TopicRow:
    """A line of the list; `author` is as its reader may see it."""

    topic: Topic
    url: str
    author: str
    place: str
    language: str
    replies: int
    is_waiting: bool


@require_safe
def list_topics(request: HttpRequest, slug: str) -> HttpResponse:
    cluster, standing = readable_cluster_or_404(request.user, slug)
    form = TopicsForm(request.GET, cluster=cluster)
    topics = form.filter(Topic.objects.filter(cluster=cluster).listed_to(request.user, leads=standing.leads))
    if words := fold(form.cleaned_data.get("q", "")).split():
        found = Post.objects.filter(cluster=cluster).shown().matching(words)
        topics = topics.filter(pk__in=found.order_by().values("topic"))
    topics = topics.with_reading(request.user).select_related("section", "author", "organisation")
    topics = topics.prefetch_related("organisation__names")
    topics = topics.order_by(F("pinned_at").desc(nulls_last=True), "-last_post_at", "-pk")
    page = Paginator(topics, TOPICS_ON_PAGE).get_page(request.GET.get("page"))
    context = cluster_context(request, cluster, standing, TAB) | {
        "form": form,
        "page": page,
        "rows": [_row(topic, cluster, request.user, standing) for topic in page],
        "query": urlencode({name: value for name, value in request.GET.items() if name != "page" and value}),
        "may_write": bool(may_write(standing, cluster)),
        "drafts": _begun(request.user, cluster) if may_write(standing, cluster) else [],
        "new_url": cluster_address("topic_new", cluster),
        "reset_url": cluster_address(TAB, cluster),
        "read_url": cluster_address("cluster_read", cluster) if standing.is_joined else "",
    }
    return render(request, "peer_exchange/discussions/list.html", context)


def _begun(user: User, cluster: Cluster) -> list[dict[str, str]]:
    """What she began to write here and did not send, the newest first: `[{title, url}]`; one query."""
    begun = Draft.objects.filter(user=user, cluster=cluster).select_related("topic")
    return [
        {
            "title": draft.topic.title if draft.topic else draft.fields.get("title", ""),
            "url": f"{cluster_address('topic', cluster, uuid=draft.topic.uuid)}#reply"
            if draft.topic
            else cluster_address("topic_new", cluster),
        }
        for draft in begun.filter(topic__closed_at__isnull=True)[:DRAFTS]
        if draft.fields.get("body") or draft.fields.get("title")
    ]


def _row(topic: Topic, cluster: Cluster, user: User, standing: Standing) -> TopicRow:
    sees_name = standing.leads or (topic.author_id is not None and topic.author_id == user.pk)
    is_masked = topic.is_anonymous and not sees_name
    return TopicRow(
        topic=topic,
        url=cluster_address("topic", cluster, uuid=topic.uuid),
        author=author_of(topic, is_revealed=sees_name),
        place=topic.organisation.local_name if topic.organisation and topic.author and not is_masked else "",
        language=topic.language if topic.language != get_language() else "",
        replies=max(topic.posts_count - 1, 0),
        is_waiting=topic.posts_count == 0,
    )


@require_safe
def show_topic(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """A topic that was joined with another leads there."""
    try:
        topic, standing = listed_topic_or_404(request.user, slug, uuid)
    except Http404:
        joined = merged_topic(uuid, slug)
        if joined is None:
            raise
        topic, standing = listed_topic_or_404(request.user, slug, joined.uuid)
        return redirect(cluster_address("topic", topic.cluster, uuid=topic.uuid))
    return render_topic(request, topic, standing)


def render_topic(
    request: HttpRequest, topic: Topic, standing: Standing, *, reply: ReplyForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a topic; `reply` is a form that was sent and could not be taken, shown below the last posts."""
    cluster, user = topic.cluster, request.user
    listed = Post.objects.filter(topic=topic).listed_to(user, leads=standing.leads)
    hers = reading.reading_of(user, topic, listed) if standing.leads or standing.is_joined else None
    paginator = Paginator(range(1, (hers.last_no if hers else topic.last_post_no) + 1), POSTS_ON_PAGE)
    page = paginator.get_page(paginator.num_pages if reply else request.GET.get("page"))
    wanted = Q(number__gte=page.start_index(), number__lte=page.end_index())
    if shows_answers := topic.kind == TopicKind.QUESTION and page.number == 1 and topic.solved_at is not None:
        wanted |= Q(acceptance__isnull=False)
    new_from = first_new(topic, hers) if hers and standing.is_joined else None
    found = post_rows(
        posts_with_people(listed.filter(wanted).order_by("number")), topic, user, standing, new_from=new_from
    )
    rows = [row for row in found if row.post.number <= page.end_index()]
    accepted = [row for row in found if row.is_accepted and row.post.is_shown] if shows_answers else []
    if hers and standing.is_joined:
        seen = max((row.post.number for row in rows if row.post.is_shown), default=0)
        _note(user, topic, seen, new_from, is_new=hers.read_no is None)
    is_mine = topic.author_id is not None and topic.author_id == user.pk
    accepts = topic.kind == TopicKind.QUESTION and user.is_authenticated and bool(may_accept(user, standing, topic))
    verdict = may_reply(standing, topic)
    draft = draft_of(user, cluster, topic) if verdict and reply is None else None
    if verdict and reply is None:
        reply = _reply_form(request, topic, rows, draft)
    context = cluster_context(request, cluster, standing, TAB) | {
        "topic": topic,
        "topic_url": cluster_address("topic", cluster, uuid=topic.uuid),
        "author": author_of(topic, is_revealed=standing.leads or is_mine),
        "is_masked": topic.is_anonymous and not (standing.leads or is_mine),
        "is_mine": is_mine,
        "is_question": topic.kind == TopicKind.QUESTION,
        "language": topic.language if topic.language != get_language() else "",
        "lesson": _lesson(topic.step),
        "asked": _asked(topic),
        "poll": poll_context(_poll(topic), user, standing),
        "accepted": accepted,
        "page": page,
        "rows": rows,
        "new_from": new_from if new_from != page.start_index() else None,
        "refusal": "" if verdict else verdict.reason,
        "reply": reply,
        "draft_said": said_of(draft) if draft else "",
        "files": loose_files(user, cluster, _keys(reply)),
        "may_accept": accepts,
        "may_make_practice": user.is_authenticated and bool(may_write_practice_of(user, standing, topic)),
        "solved_form": SolvedForm(instance=topic) if accepts else None,
        "back_url": cluster_address(TAB, cluster),
        "draft_url": cluster_address("reply_draft", cluster, uuid=topic.uuid),
        "control": subscriptions.control_of_topic(topic, hers.level) if hers and may_subscribe(standing) else None,
        **tools_of(cluster),
    }
    return render(request, "peer_exchange/discussions/topic.html", context, status=status)


def tools_of(cluster: Cluster) -> dict[str, str]:
    """What the editor asks: who may be mentioned, where pictures go."""
    return {
        "people_url": cluster_address("cluster_people", cluster),
        "upload_url": cluster_address("attachment_new", cluster),
    }


def _reply_form(request: HttpRequest, topic: Topic, rows: list, draft) -> ReplyForm:
    initial = initial_of(draft)
    number = request.GET.get("quote") or request.GET.get("reply") or ""
    answered = next((row.post for row in rows if str(row.post.number) == number and row.post.is_shown), None)
    if answered is not None:
        initial["reply_to"] = answered.number
        if "quote" in request.GET:
            initial["body"] = initial.get("body", "") + writing.quote_of(answered.body)
    return ReplyForm(initial=initial, cluster=topic.cluster)


def _keys(form) -> list[UUID]:
    """The files that belong to a form, sent or not."""
    if form is None:
        return []
    values = getattr(form, "kept", None) or form.initial.get("attachments") or []
    return form.fields["attachments"].to_python(values)


def first_new(topic: Topic, hers: reading.Reading) -> int | None:
    """Number of the first post that she has not read; 0 where she never was, None where nothing is new."""
    if hers.read_no is None:
        return hers.first_unread(topic) or 0
    return hers.read_no + 1 if topic.last_post_no > hers.read_no else None


def _note(user: User, topic: Topic, number: int, new_from: int | None, *, is_new: bool) -> None:
    """Nothing is written where nothing is new."""
    if (new_from is not None and number >= new_from) or reading.bell_count(user):
        reading.note_read(user, topic, number, is_new=is_new)


def _asked(topic: Topic) -> list[AskedPeer]:
    if topic.kind != TopicKind.QUESTION:
        return []
    return list(topic.asked.select_related("user", "organisation").prefetch_related("organisation__names"))


def _poll(topic: Topic) -> Poll | None:
    poll = getattr(topic, "poll", None)
    if poll is not None:
        poll.topic = topic
    return poll


def _lesson(step: Step | None) -> Item | None:
    """The lesson in its course, in the language of the page; None where it is not published."""
    page_key = page_key_of_step(step.key) if step is not None else None
    outline = outline_for(page_key, get_language()) if page_key else None
    return outline.find(step.key) if outline and step else None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Written, then, where something resembles it, looked at once more, then sent."""
    cluster, standing = writable_cluster_or_404(request.user, slug)
    peers = peers_of(cluster, but=request.user)
    if request.method != "POST":
        return _show_new(request, cluster, standing, peers)
    if "discard" in request.POST:
        discard_draft(request.user, cluster)
        messages.success(request, gettext("The draft is thrown away."))
        return redirect(cluster_address(TAB, cluster))
    form = TopicForm(request.POST, request.FILES, cluster=cluster, standing=standing, peers=peers)
    poll = PollForm(request.POST)
    form.kept = keep_files(request, cluster, form)
    if not (poll.is_valid() and form.is_valid()):
        return _render_new(request, cluster, standing, form, poll, peers, status=422)
    data = form.cleaned_data
    if "seen" not in request.POST and (similar := similar_to(request, cluster, data["title"])):
        return _render_new(request, cluster, standing, form, poll, peers, similar=similar)
    try:
        topic = open_topic(
            cluster,
            by=request.user,
            kind=TopicKind(data["kind"]),
            title=data["title"],
            body=data["body"],
            language=form.language_of,
            section=data.get("section"),
            step=_step(request.POST.get("step", "")),
            tried=data["tried"],
            needed_by=data["needed_by"],
            asked=form.asked,
            is_anonymous=data["is_anonymous"],
            poll=poll.poll,
            attachments=form.kept,
            key=data["key"],
        )
    except PeerError as error:
        form.add_error(None, error.message)
        return _render_new(request, cluster, standing, form, poll, peers, status=422)
    if topic.posts_count:
        messages.success(request, gettext("Your topic is open. The others see it now."))
    else:
        messages.success(request, gettext("Thank you. The facilitator looks at your first posts; then all see them."))
    return redirect(cluster_address("topic", cluster, uuid=topic.uuid))


def _show_new(request: HttpRequest, cluster: Cluster, standing: Standing, peers: dict) -> HttpResponse:
    draft = draft_of(request.user, cluster)
    initial = {"kind": TopicKind.DISCUSSION} | initial_of(draft)
    if draft is None:
        if request.GET.get("kind") in TopicKind.values:
            initial["kind"] = request.GET["kind"]
        elif _step(request.GET.get("step", "")):
            initial["kind"] = TopicKind.QUESTION
        initial["title"] = request.GET.get("title", "")[:200]
    form = TopicForm(initial=initial, cluster=cluster, standing=standing, peers=peers)
    poll = PollForm(initial=poll_initial_of(draft)) if draft else PollForm()
    return _render_new(request, cluster, standing, form, poll, peers, draft=draft)


def _render_new(
    request: HttpRequest,
    cluster: Cluster,
    standing: Standing,
    form: TopicForm,
    poll: PollForm,
    peers: dict,
    *,
    draft=None,
    similar: dict[str, list[dict]] | None = None,
    status: int = 200,
) -> HttpResponse:
    step_key = request.POST.get("step") or request.GET.get("step") or (draft.fields.get("step", "") if draft else "")
    step = _step(step_key)
    context = cluster_context(request, cluster, standing, TAB) | {
        "form": form,
        "poll_form": poll,
        "poll_is_open": bool(poll["kind"].value() or poll.errors),
        "peers": sorted(peers),
        "workplace": _workplace(standing),
        "step": step,
        "lesson": _lesson(step),
        "similar": similar,
        "has_draft": draft is not None,
        "draft_said": said_of(draft) if draft else "",
        "files": loose_files(request.user, cluster, _keys(form)),
        "back_url": cluster_address(TAB, cluster),
        "draft_url": cluster_address("topic_draft", cluster),
        "similar_url": cluster_address("topics_similar", cluster),
        "peers_url": cluster_address("cluster_peers", cluster),
        **tools_of(cluster),
    }
    return render(request, "peer_exchange/discussions/new.html", context, status=status)


@require_safe
@login_required
def show_similar(request: HttpRequest, slug: str) -> HttpResponse:
    """What resembles a title while it is being written; a part of the page."""
    cluster, _standing = readable_cluster_or_404(request.user, slug)
    similar = similar_to(request, cluster, request.GET.get("title", "")[:200])
    return render(request, "peer_exchange/discussions/_similar.html", {"similar": similar})


def _step(key: str) -> Step | None:
    try:
        return Step.objects.filter(key=UUID(key)).first()
    except ValueError:
        return None


def _workplace(standing: Standing) -> Organisation | None:
    return standing.member.organisation if standing.is_joined and standing.member else None


def peers_of(cluster: Cluster, *, but: User) -> dict[str, User | Organisation]:
    """Whom a question may ask, by the words that a form offers: "Name (municipality)", and municipalities themselves.

    Two who share all words are told apart by a number.
    """
    members = cluster.members.joined().filter(user__is_active=True).exclude(user=but)
    members = members.select_related("user", "organisation").prefetch_related("organisation__names")
    found: dict[str, User | Organisation] = {}
    places: dict[int, Organisation] = {}
    for member in members.order_by("user__name", "pk"):
        place = member.organisation
        words = f"{member.user.name} ({place.local_name})" if place else member.user.name
        found[_free(" ".join(words.split()), found)] = member.user
        if place is not None:
            places[place.pk] = place
    for place in places.values():
        found[_free(" ".join(place.local_name.split()), found)] = place
    return found


def _free(words: str, taken: dict) -> str:
    number, free = 1, words
    while free in taken:
        number += 1
        free = f"{words} {number}"
    return free
