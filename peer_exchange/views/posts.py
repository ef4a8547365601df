"""Posts of a topic: answered, changed, taken away, reacted to, accepted; and where each of them stands."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.policies import require
from peer_exchange.enums import PostState, ReactionKind
from peer_exchange.errors import PeerError
from peer_exchange.forms.topics import EditForm, ReplyForm, SolvedForm
from peer_exchange.models import Post, Topic
from peer_exchange.policies import may_edit, may_lead, may_remove, may_reply
from peer_exchange.services import topics as topic_service
from peer_exchange.services.drafts import discard_draft
from peer_exchange.services.posts import add_post, delete_post, edit_post
from peer_exchange.services.reactions import set_reaction
from peer_exchange.views.attachments import keep_files
from peer_exchange.views.cluster_room import cluster_address, cluster_context
from peer_exchange.views.doors_of_posts import listed_topic_or_404, post_or_404
from peer_exchange.views.post_rows import post_rows, posts_with_people
from peer_exchange.views.topics import POSTS_ON_PAGE, TAB, render_topic, tools_of


def post_url(topic: Topic, number: int) -> str:
    """The page of the topic on which the post stands, and its place there; without a query."""
    url = cluster_address("topic", topic.cluster, uuid=topic.uuid)
    page = (number - 1) // POSTS_ON_PAGE + 1
    return f"{url}{f'?page={page}' if page > 1 else ''}#post-{number}"


@require_safe
def find_post(request: HttpRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    """The lasting address of a post leads to the page on which it stands."""
    topic, _standing = listed_topic_or_404(request.user, slug, uuid)
    return redirect(post_url(topic, max(number, 1)))


@require_POST
@login_required
def reply(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    topic, standing = listed_topic_or_404(request.user, slug, uuid)
    require(may_reply(standing, topic))
    if "discard" in request.POST:
        discard_draft(request.user, topic.cluster, topic=topic)
        messages.success(request, gettext("The draft is thrown away."))
        return redirect(cluster_address("topic", topic.cluster, uuid=topic.uuid))
    form = ReplyForm(request.POST, request.FILES, cluster=topic.cluster)
    form.kept = keep_files(request, topic.cluster, form)
    if not form.is_valid():
        return render_topic(request, topic, standing, reply=form, status=422)
    answered = Post.objects.shown().filter(topic=topic, number=form.cleaned_data["reply_to"] or 0).first()
    try:
        post = add_post(
            topic,
            by=request.user,
            body=form.cleaned_data["body"],
            language=form.language_of,
            reply_to=answered,
            attachments=form.kept,
            key=form.cleaned_data["key"],
        )
    except PeerError as error:
        form.add_error(None, error.message)
        return render_topic(request, topic, standing, reply=form, status=422)
    if post.state == PostState.HELD:
        messages.success(request, gettext("Thank you. The facilitator looks at your first posts; then all see them."))
    return redirect(post_url(topic, post.number))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_post(request: HttpRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    post, standing = post_or_404(request.user, slug, uuid, number)
    require(may_edit(request.user, standing, post))
    initial = {"body": post.body, "language": post.language}
    form = EditForm(request.POST or None, initial=initial, cluster=post.cluster)
    if request.method == "POST" and form.is_valid():
        try:
            post = edit_post(post, by=request.user, body=form.cleaned_data["body"], language=form.language_of)
        except PeerError as error:
            form.add_error(None, error.message)
        else:
            waits = gettext("Thank you. The facilitator looks at your first posts; then all see them.")
            messages.success(request, waits if post.state == PostState.HELD else gettext("Your post is changed."))
            return redirect(post_url(post.topic, post.number))
    context = cluster_context(request, post.cluster, standing, TAB) | {
        "post": post,
        "topic": post.topic,
        "form": form,
        "back_url": post_url(post.topic, post.number),
        **tools_of(post.cluster),
    }
    return render(request, "peer_exchange/discussions/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove_post(request: HttpRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    """Asked once more before it goes."""
    post, standing = post_or_404(request.user, slug, uuid, number)
    require(may_remove(request.user, standing, post))
    if request.method == "POST":
        topic = post.topic
        delete_post(post, by=request.user)
        messages.success(request, gettext("The post is deleted."))
        if Topic.objects.standing().filter(pk=topic.pk).exists():
            return redirect(post_url(topic, post.number))
        return redirect(cluster_address(TAB, topic.cluster))
    context = cluster_context(request, post.cluster, standing, TAB) | {
        "row": _row(post, request, standing),
        "topic": post.topic,
        "back_url": post_url(post.topic, post.number),
    }
    return render(request, "peer_exchange/discussions/delete.html", context)


@require_safe
@login_required
def show_history(request: HttpRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    """What stood in a post before it was changed: for who leads the cluster."""
    post, standing = post_or_404(request.user, slug, uuid, number)
    require(may_lead(standing))
    context = cluster_context(request, post.cluster, standing, TAB) | {
        "row": _row(post, request, standing),
        "topic": post.topic,
        "revisions": list(post.revisions.order_by("-at", "-pk")),
        "back_url": post_url(post.topic, post.number),
    }
    return render(request, "peer_exchange/discussions/history.html", context)


def _row(post: Post, request: HttpRequest, standing):
    posts = posts_with_people(Post.objects.filter(pk=post.pk))
    return post_rows(posts, post.topic, request.user, standing)[0]


@require_POST
@login_required
def react(request: HttpRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    """`kind` sets a reaction, `undo` takes it back."""
    post, standing = post_or_404(request.user, slug, uuid, number)
    kind = request.POST.get("kind") or request.POST.get("undo")
    if kind not in ReactionKind.values:
        raise Http404
    try:
        set_reaction(post, by=request.user, kind=ReactionKind(kind), is_on="kind" in request.POST)
    except PeerError as error:
        messages.warning(request, error.message)
    if request.htmx:
        return render(
            request,
            "peer_exchange/discussions/_reactions.html",
            {"row": _row(post, request, standing), "topic": post.topic, "cluster": post.cluster, "touched": kind},
        )
    return redirect(post_url(post.topic, post.number))


@require_POST
@login_required
def accept(request: HttpRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    """`undo` takes it back."""
    post, _standing = post_or_404(request.user, slug, uuid, number)
    try:
        if "undo" in request.POST:
            topic_service.undo_acceptance(post, by=request.user)
        else:
            topic_service.accept_answer(post, by=request.user)
    except PeerError as error:
        messages.warning(request, error.message)
    return redirect(post_url(post.topic, post.number))


@require_POST
@login_required
def solve(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Solved otherwise, or, with nothing written, open again."""
    topic, _standing = listed_topic_or_404(request.user, slug, uuid)
    form = SolvedForm(request.POST, instance=Topic.objects.get(pk=topic.pk))
    if form.is_valid():
        topic_service.solve_otherwise(topic, by=request.user, how=form.cleaned_data["solved_otherwise"])
        messages.success(request, gettext("Thank you. Others who have the same question find it here."))
    else:
        messages.warning(request, gettext("Say it in at most 600 letters."))
    return redirect(cluster_address("topic", topic.cluster, uuid=topic.uuid))
