"""Who belongs to a cluster and what they bring out; the ways in and out; what who leads decides about a member."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.models import Organisation
from academy.policies import deny, require
from peer_exchange.enums import ClusterRole, MemberState, OutputKind
from peer_exchange.errors import PeerError
from peer_exchange.forms.members import IntroductionForm, JoinForm, MemberForm
from peer_exchange.models import Cluster, ClusterMember, Output
from peer_exchange.policies import Standing, may_join
from peer_exchange.services import members as service
from peer_exchange.views.cluster_room import cluster_context
from peer_exchange.views.doors import cluster_or_404, led_cluster_or_404, readable_cluster_or_404


@require_safe
def list_members(request: HttpRequest, slug: str) -> HttpResponse:
    """People by municipality, and per municipality from the concept to the documented practice. Visitors of a public
    cluster see municipalities and outputs, no names.
    """
    cluster, standing = readable_cluster_or_404(request.user, slug)
    members = list(people_of(cluster))
    context = cluster_context(request, cluster, standing, "cluster_members") | {
        "groups": by_organisation(members, outputs_of(cluster)),
        "count": len(members),
        "sees_people": standing.is_joined or standing.leads,
        "roles": ClusterRole.choices,
        "kinds": OutputKind.choices,
        "today": timezone.localdate(),
    }
    if standing.leads:
        rows = cluster.members.select_related("user", "organisation").prefetch_related("organisation__names")
        waiting = list(rows.filter(state__in=[MemberState.ASKED, MemberState.INVITED], user__is_active=True))
        context["requests"] = [row for row in waiting if row.state == MemberState.ASKED]
        context["invited"] = [row for row in waiting if row.state == MemberState.INVITED]
        context["invitations"] = list(cluster.invitations.filter(accepted_at=None, revoked_at=None))
        context["now"] = timezone.now()
    return render(request, "peer_exchange/clusters/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Join, ask, or answer an invitation; which of them, the cluster and her standing say."""
    cluster, standing = cluster_or_404(request.user, slug)
    if request.method != "POST" or standing.is_joined:
        return redirect("cluster", slug=slug)
    if "decline" in request.POST:
        service.decline_invitation(cluster, request.user)
        messages.success(request, gettext("Noted: you do not take part."))
        return redirect("clusters")
    require(may_join(standing, cluster))
    form = join_form(request, cluster, standing)
    if not form.is_valid():
        return render_entry(request, cluster, standing, form)
    try:
        if "message" in form.fields:
            member = service.ask_to_join(
                cluster, request.user, message=form.cleaned_data["message"], organisation=form.organisation
            )
        else:
            member = service.join_cluster(cluster, request.user, organisation=form.organisation)
    except PeerError as error:
        messages.error(request, error.message)
        return redirect("cluster", slug=slug)
    if member.is_joined:
        messages.success(request, gettext("Welcome! You are a member now."))
    else:
        messages.success(request, gettext("Your request is with the facilitator. A letter tells you the answer."))
    return redirect("cluster", slug=slug)


@require_POST
@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    cluster, standing = cluster_or_404(request.user, slug)
    if cluster.edition_id and standing.is_joined:
        require(deny(gettext("This is the cluster of an edition. Leave the edition, then you leave its cluster too.")))
    if not request.POST.get("sure"):
        messages.warning(request, gettext("Nothing was changed. To leave, tick that you are sure."))
        return redirect("cluster", slug=slug)
    service.leave_cluster(cluster, request.user)
    messages.success(request, gettext("You left the cluster. What you wrote stays there with your name."))
    return redirect("clusters")


@require_POST
@login_required
def close_welcome(request: HttpRequest, slug: str) -> HttpResponse:
    cluster, _standing = cluster_or_404(request.user, slug)
    service.close_welcome(cluster, request.user)
    return redirect("cluster", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def introduce(request: HttpRequest, slug: str) -> HttpResponse:
    """Her introduction, and for whom she takes part."""
    cluster, standing = readable_cluster_or_404(request.user, slug)
    member = standing.member
    if member is None or not member.is_joined:
        require(deny(gettext("Only members introduce themselves. Join the cluster first.")))
    workplaces = service.workplaces_of(request.user)
    initial = {"introduction": member.introduction, "organisation": getattr(member.organisation, "key", "")}
    form = IntroductionForm(request.POST or None, workplaces=workplaces, initial=initial)
    if request.method == "POST" and form.is_valid():
        service.introduce_oneself(member, form.cleaned_data["introduction"], organisation=form.organisation)
        messages.success(request, gettext("Thank you. The others know whom to ask now."))
        return redirect("cluster", slug=slug)
    context = cluster_context(request, cluster, standing, "cluster_members") | {"form": form}
    return render(request, "peer_exchange/clusters/introduction.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def change_member(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Accept, decline, give a role, vouch, remove; by the button pressed."""
    cluster, _standing = led_cluster_or_404(request.user, slug)
    member = get_object_or_404(cluster.members.select_related("user", "cluster"), uuid=uuid)
    form, values = MemberForm(request.POST), {"name": member.user.name}
    back = redirect("cluster_members", slug=slug)
    if not form.is_valid():
        messages.error(request, gettext("Nothing was changed. Choose a role from the list, and keep the reason short."))
        return back
    if "accept" in request.POST or "decline" in request.POST:
        row = service.decide_request(member, by=request.user, accept="accept" in request.POST)
        taken, declined = gettext("%(name)s is a member now."), gettext("The request of %(name)s is declined.")
        said = taken if row.is_joined else declined
        messages.success(request, said % values)
    elif "vouch" in request.POST:
        service.vouch_for(member, by=request.user)
        messages.success(request, gettext("Posts of %(name)s appear at once from now on.") % values)
    elif "remove" in request.POST:
        if not form.cleaned_data["reason"]:
            messages.error(request, gettext("Write the reason: %(name)s reads it in the letter.") % values)
            return back
        service.remove_member(member, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, gettext("%(name)s is no longer a member.") % values)
    elif form.cleaned_data["role"]:
        row = service.change_role(member, ClusterRole(form.cleaned_data["role"]), by=request.user)
        messages.success(request, gettext("The role of %(name)s is changed.") % {"name": row.user.name})
    return back


def join_form(request: HttpRequest, cluster: Cluster, standing: Standing) -> JoinForm:
    invited = standing.member is not None and standing.member.state == MemberState.INVITED
    asks = cluster.entry == "request" and not invited and not standing.leads
    data = request.POST if request.method == "POST" else None
    return JoinForm(data, workplaces=service.workplaces_of(request.user), asks=asks)


def render_entry(request: HttpRequest, cluster: Cluster, standing: Standing, form: JoinForm) -> HttpResponse:
    """The form again, with what is missing."""
    context = cluster_context(request, cluster, standing, "cluster") | {"form": form}
    return render(request, "peer_exchange/clusters/entry.html", context, status=422)


def people_of(cluster: Cluster):
    rows = cluster.members.joined().filter(user__is_active=True).select_related("user", "organisation")
    return rows.prefetch_related("organisation__names").order_by("user__name", "pk")


def outputs_of(cluster: Cluster) -> list[Output]:
    return list(cluster.outputs.select_related("organisation", "practice").prefetch_related("organisation__names"))


def by_organisation(members: list[ClusterMember], outputs: list[Output]) -> list[dict]:
    """`[{organisation, people, outputs: [(kind, its label, [output])]}]` by name; who belongs nowhere comes last."""
    places: dict[int, Organisation] = {}
    for row in [*members, *outputs]:
        if row.organisation is not None:
            places.setdefault(row.organisation.pk, row.organisation)
    order = sorted(places.values(), key=lambda place: place.local_name)
    found = [
        {
            "organisation": place,
            "people": [row for row in members if row.organisation_id == place.pk],
            "outputs": _by_kind([row for row in outputs if row.organisation_id == place.pk]),
        }
        for place in order
    ]
    if others := [row for row in members if row.organisation is None]:
        found.append({"organisation": None, "people": others, "outputs": []})
    return found


def _by_kind(outputs: list[Output]) -> list[tuple[str, str, list[Output]]]:
    if not outputs:
        return []
    return [(kind.value, str(kind.label), [row for row in outputs if row.kind == kind]) for kind in OutputKind]
