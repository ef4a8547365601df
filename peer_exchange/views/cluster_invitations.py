"""Inviting into a cluster, and the page behind the link of an invitation.

Whether an address has an account shows only to who holds the letter that went there.
"""

from uuid import UUID

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from academy.models import User
from academy.policies import require
from academy.services.people import create_person
from courses.forms.invitations import AcceptForm
from peer_exchange.enums import ClusterRole
from peer_exchange.errors import PeerError
from peer_exchange.forms.members import InviteAddressForm, InvitePersonForm, WorkplaceForm
from peer_exchange.models import Cluster, ClusterInvitation
from peer_exchange.policies import may_invite
from peer_exchange.services import cluster_invitations as service
from peer_exchange.services.members import acquaintances_of, invite_member, workplaces_of
from peer_exchange.views.cluster_room import cluster_context, look_of, title_language
from peer_exchange.views.doors import led_cluster_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """An address, with the same answer for everybody; or a person she knows here."""
    cluster, standing = led_cluster_or_404(request.user, slug)
    require(may_invite(standing, cluster))
    posted = request.POST if request.method == "POST" else None
    is_person = posted is not None and "person" in posted
    person_form = InvitePersonForm(posted if is_person else None, people=acquaintances_of(request.user, cluster))
    form = InviteAddressForm(None if is_person else posted)
    chosen = person_form if is_person else form
    if posted is not None and chosen.is_valid():
        cleaned = chosen.cleaned_data
        try:
            if is_person:
                role = ClusterRole(cleaned["person_role"])
                invite_member(cluster, cleaned["person"], by=request.user, role=role)
                said = gettext("%(name)s is invited and gets a letter.") % {"name": cleaned["person"].name}
            else:
                role = ClusterRole(cleaned.pop("role"))
                service.invite_address(cluster, cleaned.pop("email"), by=request.user, role=role, **cleaned)
                said = gettext("The invitation is on its way. It is valid for 30 days.")
        except PeerError as error:
            chosen.add_error(None, error.message)
        else:
            messages.success(request, said)
            return redirect("cluster_invite", slug=slug)
    context = cluster_context(request, cluster, standing, "cluster_members") | {
        "form": form,
        "person_form": person_form,
    }
    return render(request, "peer_exchange/clusters/invite.html", context, status=422 if chosen.errors else 200)


@require_POST
@login_required
def revoke(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    cluster, _standing = led_cluster_or_404(request.user, slug)
    invitation = get_object_or_404(ClusterInvitation.objects.select_related("cluster"), cluster=cluster, uuid=uuid)
    service.revoke_invitation(invitation, by=request.user)
    messages.success(request, gettext("The link in the letter opens nothing any more."))
    return redirect("cluster_members", slug=slug)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_invitation(request: HttpRequest, token: str) -> HttpResponse:
    invitation = service.invitation_of(token)
    if invitation is None:
        return render(request, "peer_exchange/clusters/invitation_gone.html", status=404)
    user = request.user if request.user.is_authenticated else None
    if request.method == "POST" and "sign_out" in request.POST:
        logout(request)
        return redirect(request.path)
    if invitation.accepted_at is not None and not (user and _is_in(user, invitation.cluster)):
        return render(request, "peer_exchange/clusters/invitation_gone.html", status=404)
    if user is not None and user.email.lower() == invitation.email.lower():
        form = WorkplaceForm(request.POST or None, workplaces=workplaces_of(user))
        if request.method == "POST" and (form.is_valid() or not form.fields):
            return _accept(request, invitation, user, form if form.is_bound and form.is_valid() else None)
        return _page(request, invitation, "accept", form=form, status=422 if form.errors else 200)
    if invitation.accepted_at is not None:
        return render(request, "peer_exchange/clusters/invitation_gone.html", status=404)
    if user is not None:
        return _page(request, invitation, "other")
    known = User.objects.filter(email__iexact=invitation.email).first()
    if known is not None:
        return _page(request, invitation, "sign_in" if known.is_active else "closed")
    data = request.POST if request.method == "POST" else None
    new_form = AcceptForm(data, email=invitation.email, initial={"language": get_language()})
    if not new_form.is_valid():
        return _page(request, invitation, "new", form=new_form, status=422 if new_form.errors else 200)
    return _arrive(request, invitation, new_form)


def _is_in(user: User, cluster: Cluster) -> bool:
    """Who is out again learns nothing from her old letter."""
    return Cluster.objects.joined_by(user).filter(pk=cluster.pk).exists()


def _arrive(request: HttpRequest, invitation: ClusterInvitation, form: AcceptForm) -> HttpResponse:
    """A newcomer: account, sign-in and acceptance in one go. The letter proved that the mailbox is hers."""
    cleaned = form.cleaned_data
    try:
        user = create_person(
            invitation.email, name=cleaned["name"], password=cleaned["password"], language=cleaned["language"]
        )
    except IntegrityError:  # in another tab, in this very moment
        return redirect(request.path)
    if cleaned["sex"]:
        User.objects.filter(pk=user.pk).update(sex=cleaned["sex"])
    answer = _accept(request, invitation, user, None)
    perform_login(request, user, email_verification="none")
    return answer


def _accept(
    request: HttpRequest, invitation: ClusterInvitation, user: User, form: WorkplaceForm | None
) -> HttpResponse:
    try:
        service.accept_invitation(invitation, user, organisation=form.organisation if form else None)
    except PeerError:
        return render(request, "peer_exchange/clusters/invitation_gone.html", status=404)
    messages.success(request, gettext("Welcome! You are a member now."))
    return redirect("cluster", slug=invitation.cluster.slug)


def _page(
    request: HttpRequest,
    invitation: ClusterInvitation,
    step: str,
    *,
    form: AcceptForm | WorkplaceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    cluster = invitation.cluster
    context = {
        "invitation": invitation,
        "cluster": cluster,
        "look": look_of(cluster),
        "title_language": title_language(cluster),
        "inviter": invitation.invited_by.name if invitation.invited_by else "",
        "role": "" if invitation.role == ClusterRole.MEMBER else invitation.get_role_display(),
        "step": step,
        "form": form,
        "path": request.path,
    }
    return render(request, "peer_exchange/clusters/invitation.html", context, status=status)
