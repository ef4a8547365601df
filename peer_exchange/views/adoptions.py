"""Adoptions: the wish to try a practice, what became of it, who confirms it; and their part of a practice's page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from academy.enums import OrganisationKind
from academy.models import Organisation, User
from academy.policies import deny, require
from peer_exchange.delivery.adoption_record import summary_of
from peer_exchange.delivery.practice_letters import public_path
from peer_exchange.enums import WRITING_ROLES, AdoptionStage, MemberState
from peer_exchange.errors import PeerError
from peer_exchange.forms.adoptions import FollowUpForm, ReportForm, TryForm
from peer_exchange.models import Adoption, AdoptionReport, Cluster, Practice
from peer_exchange.policies import may_confirm_adoption, may_report_adoption
from peer_exchange.querysets import workplaces
from peer_exchange.services import adoptions

GET_OR_POST = ["GET", "HEAD", "POST"]


def adoptions_of(practice: Practice, user: User | AnonymousUser) -> dict[str, Any]:
    """What `peer_exchange/sharing/_adoptions.html` shows on the page of a practice; a constant number of queries.

    {"practice", "summary": sentence or "", "rows": [{"adoption", "is_hers", "may_confirm", "needs"}], "tries"}: `needs`
    is what would help them now, for the people of the practice and the association; `tries` whether to offer it: to
    visitors, and to people of a municipality that could.
    """
    rows = practice.adoptions.select_related("organisation").prefetch_related("organisation__names")
    rows = sorted(rows, key=lambda row: (list(AdoptionStage).index(AdoptionStage(row.stage)), row.created_at))
    hers, confirms, needs, tries = set(), set(), {}, True
    if user.is_authenticated:
        hers = set(practice.adoptions.reported_by(user).values_list("pk", flat=True))
        confirms = set(practice.adoptions.to_confirm_by(user).values_list("pk", flat=True))
        told = AdoptionReport.objects.filter(adoption__in=confirms).exclude(needs="").order_by("answered_at")
        needs = dict(told.values_list("adoption", "needs"))
        taken = {row.organisation_id for row in rows}
        tries = any(place.pk not in taken for place in _municipalities(user, practice))
    return {
        "practice": practice,
        "summary": summary_of(rows),
        "rows": [
            {
                "adoption": row,
                "is_hers": row.pk in hers,
                "may_confirm": row.pk in confirms and row.confirmed_at is None,
                "needs": needs.get(row.pk, ""),
            }
            for row in rows
        ],
        "tries": tries,
    }


@require_http_methods(GET_OR_POST)
@login_required
def try_practice(request: HttpRequest, slug: str) -> HttpResponse:
    """ "We want to try this": a letter to its people, and a question in the cluster where she writes.

    Where her municipality tries it already, how far it is.
    """
    practice = practice_or_404(slug)
    places = _municipalities(request.user, practice)
    if not places:
        require(deny(gettext("Only people of another municipality may try this practice. Ask yours to add you.")))
    begun = {row.organisation_id: row for row in practice.adoptions.filter(organisation__in=places)}
    if len(begun) == len(places):
        return redirect("adoption", slug=slug, uuid=begun[places[0].pk].uuid)
    places = [place for place in places if place.pk not in begun]
    clusters = _clusters(request.user, practice)
    form = TryForm(request.POST or None, organisations=places, clusters=clusters)
    if request.method == "POST" and form.is_valid():
        try:
            adoption = adoptions.begin_adoption(
                practice, form.cleaned_data["organisation"], by=request.user, message=form.cleaned_data["message"],
                cluster=form.cleaned_data.get("cluster"), language=request.LANGUAGE_CODE,
            )  # fmt: skip
        except PeerError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, gettext("Good luck! Its people have your letter. We will ask in three months how it goes.")
            )
            return redirect("adoption", slug=slug, uuid=adoption.uuid)
    context = {"form": form, "practice": practice, "url": public_path(practice)}
    return render(request, "peer_exchange/sharing/try.html", context, status=422 if form.is_bound else 200)


@require_http_methods(GET_OR_POST)
@login_required
def report(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Where it stands, for the people of the municipality."""
    adoption = adoption_or_404(slug, uuid)
    require(may_report_adoption(request.user, adoption))
    form = ReportForm(request.POST or None, instance=adoption)
    return _answered(request, adoption, form, month=0)


@require_http_methods(GET_OR_POST)
@login_required
def follow_up(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Two questions after 3, 9 or 18 months; where none waits, the whole page."""
    adoption = adoption_or_404(slug, uuid)
    require(may_report_adoption(request.user, adoption))
    asked = adoptions.open_follow_up(adoption)
    if asked is None:
        return redirect("adoption", slug=slug, uuid=uuid)
    return _answered(request, adoption, FollowUpForm(request.POST or None, instance=adoption), month=asked.month)


@require_POST
@login_required
def confirm(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    adoption = adoption_or_404(slug, uuid)
    require(may_confirm_adoption(request.user, adoption))
    adoptions.confirm_adoption(adoption, by=request.user)
    messages.success(request, gettext("Confirmed. Thank you."))
    return redirect(public_path(adoption.practice) + "#adoptions")


def practice_or_404(slug: str) -> Practice:
    return get_object_or_404(Practice.objects.public().select_related("organisation", "approach"), slug=slug)


def adoption_or_404(slug: str, uuid: UUID) -> Adoption:
    """Of a practice in the library."""
    rows = Adoption.objects.public().select_related("practice", "organisation").prefetch_related("organisation__names")
    return get_object_or_404(rows, practice__slug=slug, uuid=uuid)


def _answered(request: HttpRequest, adoption: Adoption, form: ReportForm | FollowUpForm, *, month: int) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            adoptions.report_adoption(adoption, by=request.user, month=month, **form.cleaned_data)
        except PeerError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, gettext("Thank you. It stands on the page of the practice now."))
            return redirect(public_path(adoption.practice) + "#adoptions")
    context = {
        "form": form, "adoption": adoption, "practice": adoption.practice, "month": month,
        "url": public_path(adoption.practice),
    }  # fmt: skip
    return render(request, "peer_exchange/sharing/report.html", context, status=422 if form.is_bound else 200)


def _municipalities(user: User, practice: Practice) -> list[Organisation]:
    """Hers, but the one whose practice it is; the latest first."""
    paths = workplaces(user)
    rows = Organisation.objects.active().filter(path__in=paths, kind=OrganisationKind.MUNICIPALITY)
    rows = rows.exclude(pk=practice.organisation_id).prefetch_related("names")
    return sorted(rows, key=lambda row: paths.index(row.path))


def _clusters(user: User, practice: Practice) -> list[Cluster]:
    """Running ones in which she writes: those that name the practice, then those of its approach."""
    members = user.cluster_members.filter(state=MemberState.JOINED, role__in=WRITING_ROLES)
    rows = Cluster.objects.running().filter(pk__in=members.order_by().values("cluster")).prefetch_related("texts")
    named = set(practice.clusters.values_list("pk", flat=True))
    about = [row for row in rows if row.pk in named or (row.approach_id and row.approach_id == practice.approach_id)]
    return sorted(about, key=lambda row: row.pk not in named)
