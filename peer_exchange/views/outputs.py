"""What municipalities bring out of a cluster: who leads it keeps the list."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from peer_exchange.forms.outputs import OutputForm
from peer_exchange.models import Output
from peer_exchange.services import outputs as service
from peer_exchange.views.cluster_room import cluster_context
from peer_exchange.views.doors import led_cluster_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, slug: str) -> HttpResponse:
    cluster, standing = led_cluster_or_404(request.user, slug)
    chosen = {name: request.GET[name] for name in ("kind", "organisation") if name in request.GET}
    form = OutputForm(request.POST or None, cluster=cluster, initial=chosen)
    if request.method == "POST" and form.is_valid():
        values = form.values
        output = service.add_output(cluster, values.pop("organisation"), values.pop("kind"), by=request.user, **values)
        service.finish_output(output, by=request.user, is_done=form.cleaned_data["is_done"])
        messages.success(request, gettext("The output stands in the list."))
        return redirect("cluster_members", slug=slug)
    context = cluster_context(request, cluster, standing, "cluster_members") | {"form": form, "output": None}
    return render(request, "peer_exchange/clusters/output.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    cluster, standing = led_cluster_or_404(request.user, slug)
    output = get_object_or_404(Output.objects.select_related("cluster"), cluster=cluster, uuid=uuid)
    if request.method == "POST" and "remove" in request.POST:
        service.remove_output(output, by=request.user)
        messages.success(request, gettext("The output is taken off the list."))
        return redirect("cluster_members", slug=slug)
    form = OutputForm(request.POST or None, cluster=cluster, instance=output)
    if request.method == "POST" and form.is_valid():
        service.change_output(output, by=request.user, **form.values)
        service.finish_output(output, by=request.user, is_done=form.cleaned_data["is_done"])
        messages.success(request, gettext("The output is saved."))
        return redirect("cluster_members", slug=slug)
    context = cluster_context(request, cluster, standing, "cluster_members") | {"form": form, "output": output}
    return render(request, "peer_exchange/clusters/output.html", context, status=422 if form.errors else 200)
