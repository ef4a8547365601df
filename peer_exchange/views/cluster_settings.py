"""Opening a cluster, its settings, its end."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from academy.enums import MembershipRole, OrganisationKind
from academy.models import Organisation
from academy.policies import deny, require
from courses.models import Edition
from peer_exchange.errors import PeerError
from peer_exchange.forms.clusters import ClusterForm
from peer_exchange.policies import may_lead
from peer_exchange.services import clusters as service
from peer_exchange.views.cluster_room import cluster_context
from peer_exchange.views.doors import led_cluster_or_404

HOLDING = (OrganisationKind.NETWORK, OrganisationKind.ASSOCIATION, OrganisationKind.MUNICIPALITY)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def found_cluster(request: HttpRequest) -> HttpResponse:
    """For administrators of an organisation, for it or one below it."""
    hosts = hosts_of(request)
    if not hosts:
        require(deny(gettext("Administrators of an organisation open clusters. Ask those of yours to open one.")))
    form = ClusterForm(request.POST or None, hosts=hosts)
    if request.method == "POST" and form.is_valid():
        cluster = service.create_cluster(
            form.cleaned_data["host"],
            by=request.user,
            sections=form.cleaned_data["sections"],
            courses=form.cleaned_data["courses"],
            **form.values,
        )
        messages.success(request, gettext("The cluster is open. Invite the first people now: six are enough to begin."))
        return redirect("cluster_invite", slug=cluster.slug)
    context = {"form": form, "breadcrumbs": [{"label": gettext("Clusters"), "url": reverse("clusters")}]}
    return render(request, "peer_exchange/clusters/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_settings(request: HttpRequest, slug: str) -> HttpResponse:
    cluster, standing = led_cluster_or_404(request.user, slug)
    form = ClusterForm(request.POST or None, instance=cluster)
    if request.method == "POST" and form.is_valid():
        row = service.change_cluster(
            cluster,
            by=request.user,
            texts=form.texts,
            sections=form.cleaned_data["sections"],
            courses=form.cleaned_data["courses"],
            **form.values,
        )
        messages.success(request, gettext("The settings are saved."))
        return redirect("cluster_settings", slug=row.slug)
    if form.errors:
        cluster.refresh_from_db()  # the form wrote into it what was typed
    context = cluster_context(request, cluster, standing, "cluster_board") | {"form": form}
    return render(request, "peer_exchange/clusters/settings.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """End it, or let it go on; by the button pressed."""
    cluster, standing = led_cluster_or_404(request.user, slug)
    require(may_lead(standing))
    if "reopen" in request.POST:
        service.reopen_cluster(cluster, by=request.user)
        messages.success(request, gettext("The cluster goes on."))
    elif request.POST.get("sure"):
        service.archive_cluster(cluster, by=request.user)
        messages.success(request, gettext("The cluster has ended. Everything stays readable."))
    else:
        messages.warning(request, gettext("Nothing was changed. To end it, tick that you are sure."))
    return redirect("cluster_settings", slug=slug)


@require_POST
@login_required
def open_for_edition(request: HttpRequest, edition: UUID) -> HttpResponse:
    """The private cluster of an edition, for who manages it."""
    row = Edition.objects.managed_by(request.user).select_related("course").filter(uuid=edition).first()
    if row is None:
        raise Http404
    title = f"{row.title or row.course.title} {row.starts_on:%Y-%m}"
    try:
        cluster = service.open_edition_cluster(row, by=request.user, title=title)
    except PeerError as error:
        messages.error(request, error.message)
        return redirect("edition_manage", edition=edition)
    messages.success(request, gettext("The cluster is open. The people of the edition are its members."))
    return redirect("cluster", slug=cluster.slug)


def hosts_of(request: HttpRequest) -> list[Organisation]:
    """For which organisations she may open a cluster."""
    governed = Organisation.objects.run_by(request.user, roles={MembershipRole.ADMINISTRATOR}).active()
    return list(governed.filter(kind__in=HOLDING))
