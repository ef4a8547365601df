"""Flags, the queue of those who lead a cluster, decisions about a post, and order among topics."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.policies import require
from peer_exchange.errors import PeerError
from peer_exchange.forms.moderation import CloseForm, DecisionForm, FlagForm, MergeForm, MoveForm, SplitForm
from peer_exchange.models import Post, Topic
from peer_exchange.policies import Standing, may_flag, may_lead
from peer_exchange.services import moderation, topic_order
from peer_exchange.views.cluster_room import cluster_context
from peer_exchange.views.doors import led_cluster_or_404, topic_or_404
from peer_exchange.writing import excerpt_of
from peer_exchange.writing import render as render_text

PER_PAGE = 20
LOG = 30  # of the newest decisions
MOST_SPLIT = 200  # posts that the page of a topic offers to split off


@require_safe
@login_required
@never_cache
def show_queue(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits, the longest waiting first, and what was decided."""
    cluster, standing = led_cluster_or_404(request.user, slug)
    posts = moderation.waiting_posts(cluster).select_related("topic", "author", "organisation")
    rows = [_waiting(post) for post in posts.prefetch_related("flags", "organisation__names")]
    rows.sort(key=lambda row: row["since"])
    context = {
        **cluster_context(request, cluster, standing, "cluster_board"),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "waiting": len(rows),
        "overdue": sum(row["is_overdue"] for row in rows),
        "log": cluster.moderation_records.select_related("by", "topic")[:LOG],
    }
    return render(request, "peer_exchange/moderation/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def flag_post(request: HttpRequest, slug: str, post: UUID) -> HttpResponse:
    found, standing = _post_or_404(request, slug, post)
    if not found.is_shown:
        raise Http404
    require(may_flag(request.user, standing, found))
    form = FlagForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            moderation.flag_post(found, by=request.user, **form.cleaned_data)
        except PeerError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, gettext("Thank you. The facilitator looks at it."))
        return redirect("topic", slug, found.topic.uuid)
    context = {
        **cluster_context(request, found.cluster, standing, "cluster_discussions"),
        "form": form,
        "post": found,
        "text": render_text(found.body),
    }
    return render(request, "peer_exchange/moderation/flag.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def decide_post(request: HttpRequest, slug: str, post: UUID) -> HttpResponse:
    """One post with its flags and what was decided before; a decision leads back to the queue or to the topic."""
    found, standing = _post_or_404(request, slug, post)
    require(may_lead(standing))
    flags = list(found.flags.select_related("user"))
    has_flags = any(flag.resolved_at is None for flag in flags)
    form = DecisionForm(request.POST if request.method == "POST" else None, post=found, has_flags=has_flags)
    version = found.edited_at.isoformat() if found.edited_at else ""
    if form.is_valid():
        if request.POST.get("version", "") == version:
            return _decide(request, found, form)
        form.add_error(None, gettext("Its author changed this post meanwhile. Read the new words, then decide."))
    context = {
        **cluster_context(request, found.cluster, standing, "cluster_board"),
        "form": form,
        "post": found,
        "text": render_text(found.body),
        "flags": flags,
        "log": found.moderation_records.select_related("by", "topic"),
        "is_deleted": found.deleted_at is not None,
        "back": request.POST.get("from") or request.GET.get("from", ""),
        "version": version,
    }
    return render(request, "peer_exchange/moderation/post.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def order_topic(request: HttpRequest, slug: str, topic: UUID) -> HttpResponse:
    """Close, move, split and merge, each a form of its own; `do` says which was sent."""
    found, standing = topic_or_404(request.user, slug, topic)
    require(may_lead(standing))
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    forms = _forms(request, found, doing)
    if doing in forms and forms[doing].is_valid():
        try:
            return redirect("topic", slug, _order(request, found, doing, forms[doing]).uuid)
        except PeerError as error:
            forms[doing].add_error(None, error.message)
    context = {
        **cluster_context(request, found.cluster, standing, "cluster_discussions"),
        "topic": found,
        "forms": forms,
        "has_sections": found.cluster.sections.exists(),
    }
    status = 422 if doing in forms and forms[doing].errors else 200
    return render(request, "peer_exchange/moderation/topic.html", context, status=status)


@require_POST
@login_required
def pin_topic(request: HttpRequest, slug: str, topic: UUID) -> HttpResponse:
    found, standing = topic_or_404(request.user, slug, topic)
    require(may_lead(standing))
    topic_order.pin_topic(found, by=request.user, is_pinned=request.POST.get("pin") == "1")
    return redirect("topic", slug, topic)


def _post_or_404(request: HttpRequest, slug: str, uuid: UUID) -> tuple[Post, Standing]:
    """A post of a topic that stands, whatever its state, with its author and organisation."""
    posts = Post.objects.select_related("author", "organisation", "topic")
    found = get_object_or_404(posts, uuid=uuid, cluster__slug=slug)
    topic, standing = topic_or_404(request.user, slug, found.topic.uuid)
    found.topic, found.cluster = topic, topic.cluster
    return found, standing


def _waiting(post: Post) -> dict:
    open_flags = [flag for flag in post.flags.all() if flag.resolved_at is None]
    since = min([flag.created_at for flag in open_flags], default=post.created_at)
    waited = timezone.now() - since
    return {
        "post": post,
        "excerpt": excerpt_of(post.body),
        "reasons": sorted({flag.get_reason_display() for flag in open_flags}),
        "flags": len(open_flags),
        "since": since,
        "hours": waited // timedelta(hours=1),
        "is_overdue": waited > moderation.OVERDUE,
    }


def _decide(request: HttpRequest, post: Post, form: DecisionForm) -> HttpResponse:
    reason = form.cleaned_data["reason"]
    try:
        match form.cleaned_data["action"]:
            case DecisionForm.APPROVE:
                moderation.approve_post(post, by=request.user)
            case DecisionForm.HIDE:
                moderation.hide_post(post, by=request.user, reason=reason)
            case DecisionForm.RESTORE:
                moderation.restore_post(post, by=request.user, reason=reason)
            case DecisionForm.DELETE:
                moderation.remove_post(post, by=request.user, reason=reason)
    except PeerError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, gettext("It is decided."))
    stands = Topic.objects.standing().filter(pk=post.topic_id).exists()
    if request.POST.get("from") == "topic" and stands:
        return redirect("topic", post.cluster.slug, post.topic.uuid)
    return redirect("cluster_moderation", post.cluster.slug)


def _forms(request: HttpRequest, topic: Topic, doing: str) -> dict[str, Form]:
    """`{what: form}`; only the one that was sent is bound."""

    def data(what: str):
        return request.POST if what == doing else None

    posts = topic.posts.filter(deleted_at__isnull=True, number__gt=1)[:MOST_SPLIT]
    choices = [(post.number, f"{post.number} · {excerpt_of(post.body, 90)}") for post in posts]
    return {
        "close": CloseForm(data("close")),
        "reopen": Form(data("reopen")),
        "move": MoveForm(data("move"), topic=topic),
        "split": SplitForm(data("split"), choices=choices),
        "merge": MergeForm(data("merge"), topic=topic),
    }


def _order(request: HttpRequest, topic: Topic, doing: str, form: Form) -> Topic:
    """Do it; returns the topic to look at afterwards. Raises PeerError."""
    by, values = request.user, form.cleaned_data
    match doing:
        case "close":
            topic_order.close_topic(topic, by=by, reason=values["closed_reason"])
            messages.success(request, gettext("The topic is closed."))
        case "reopen":
            topic_order.reopen_topic(topic, by=by)
            messages.success(request, gettext("The topic is open again."))
        case "move":
            topic_order.move_topic(topic, by=by, section=values["section"])
            messages.success(request, gettext("The topic is moved."))
        case "split":
            topic = topic_order.split_topic(topic, by=by, numbers=values["posts"], title=values["title"])
            messages.success(request, gettext("This is the new topic."))
        case "merge":
            topic = topic_order.merge_topics(topic, into=values["into"], by=by)
            messages.success(request, gettext("Both topics are one now."))
    return topic
