"""The shelf of a cluster: its list, adding to it, opening what stands there, taking it away."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language_info, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.policies import require
from peer_exchange.enums import ResourceKind
from peer_exchange.errors import PeerError
from peer_exchange.forms.resources import ResourceForm, ShelfFilterForm
from peer_exchange.models import Resource
from peer_exchange.policies import Standing, may_lead, may_write
from peer_exchange.services import resources as service
from peer_exchange.views.cluster_room import cluster_context
from peer_exchange.views.doors import cluster_or_404, readable_cluster_or_404

A_PAGE = 30


@require_safe
@cache_control(private=True, max_age=0)
def list_resources(request: HttpRequest, slug: str) -> HttpResponse:
    cluster, standing = readable_cluster_or_404(request.user, slug)
    rows = cluster.resources.select_related("event", "added_by")
    languages = sorted(set(cluster.resources.order_by().values_list("language", flat=True)))
    form = ShelfFilterForm(request.GET, languages=languages)
    wanted = form.wanted()
    filters = {"event__uuid" if name == "event" else name: value for name, value in wanted.items()}
    if not standing.leads:
        rows = rows.exclude(event__isnull=False, event__published_at__isnull=True)
    page = Paginator(rows.filter(**filters), A_PAGE).get_page(request.GET.get("page"))
    items = [{"resource": row, "language": get_language_info(row.language)["name_translated"]} for row in page]
    context = cluster_context(request, cluster, standing, "cluster_resources") | {
        "items": items,
        "page": page,
        "query": urlencode(wanted),
        "form": form,
        "is_filtered": bool(wanted),
        "from_event": items[0]["resource"].event if items and "event" in wanted else None,
        "may_add": bool(may_write(standing, cluster)),
        "is_empty": not languages,
    }
    return render(request, "peer_exchange/resources/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_resource(request: HttpRequest, slug: str) -> HttpResponse:
    """By members who write; from the page of an event, it is chosen already."""
    cluster, standing = readable_cluster_or_404(request.user, slug)
    require(may_write(standing, cluster))
    initial = {"event": request.GET.get("event"), "kind": request.GET.get("kind") or ResourceKind.DOCUMENT}
    form = ResourceForm(request.POST or None, request.FILES or None, cluster=cluster, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = _add(form, cluster, request.user)
        except PeerError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, gettext("“%(title)s” stands on the shelf now.") % {"title": row.title})
            if row.event is not None:
                return redirect("event", slug=slug, uuid=row.event.uuid)
            return redirect("cluster_resources", slug=slug)
    context = cluster_context(request, cluster, standing, "cluster_resources") | {"form": form}
    return render(request, "peer_exchange/resources/form.html", context, status=422 if form.is_bound else 200)


@require_safe
def open_resource(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """The file as an attachment, or the way to the page elsewhere; 404 for who does not read the cluster."""
    row, _standing = _resource_or_404(request, slug, uuid)
    if row.url:
        return redirect(row.url)
    try:
        file = row.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=row.file_name, content_type=row.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, max_age=0)
    return response


@require_POST
@login_required
def remove_resource(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    row, standing = _resource_or_404(request, slug, uuid)
    require(may_lead(standing))
    service.remove_resource(row)
    messages.success(request, gettext("“%(title)s” is off the shelf.") % {"title": row.title})
    return redirect("cluster_resources", slug=slug)


def _add(form: ResourceForm, cluster: Any, user: Any) -> Resource:
    cleaned = form.cleaned_data
    common = {name: cleaned[name] for name in ("title", "about", "language", "event")}
    if cleaned["kind"] == ResourceKind.DOCUMENT:
        name = cleaned["file"].name
        return service.add_document(cluster, user, data=form.data_of_file, name=name, **common)
    return service.add_link(cluster, user, kind=cleaned["kind"], url=cleaned["url"], **common)


def _resource_or_404(request: HttpRequest, slug: str, uuid: UUID) -> tuple[Resource, Standing]:
    cluster, standing = cluster_or_404(request.user, slug)
    if not standing.reads:
        raise Http404
    rows = Resource.objects.filter(cluster=cluster).select_related("event")
    if not standing.leads:
        rows = rows.exclude(event__isnull=False, event__published_at__isnull=True)
    return get_object_or_404(rows, uuid=uuid), standing
