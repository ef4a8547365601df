"""What an invited person sees: the page behind the link in a letter, and that of a link passed on.

Whether an address has an account shows only to who holds the letter that went there.
"""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import logout
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from academy.branding import branding_of
from academy.models import User
from academy.services.people import create_person
from courses.delivery.invitation_letters import read_token
from courses.errors import LearningError
from courses.forms.invitations import AcceptForm
from courses.models import Course, Edition, Enrollment, Invitation, InvitationLink
from courses.outline import outline_for
from courses.services.invitation_links import has_used, is_open, use_link
from courses.services.invitations import accept_invitation, is_backed
from courses.views.shell import done_steps, resume_item
from courses.wording import aim_of


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_invitation(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitation_of(token)
    if invitation is None:
        return render(request, "courses/invitation_gone.html", status=404)
    user = request.user if request.user.is_authenticated else None
    if request.method == "POST" and "sign_out" in request.POST:
        logout(request)
        return redirect(request.path)
    if user is not None and user.email.lower() == invitation.email.lower():
        return _accept(request, invitation, user) if request.method == "POST" else _page(request, invitation, "accept")
    if invitation.accepted_at is not None:
        return render(request, "courses/invitation_gone.html", status=404)
    if user is not None:
        return _page(request, invitation, "other")
    known = User.objects.filter(email__iexact=invitation.email).first()
    if known is not None:
        return _page(request, invitation, "sign_in" if known.is_active else "closed")
    initial = {
        "name": invitation.name,
        "name_other_script": invitation.name_other_script,
        "language": get_language(),
        "sex": invitation.sex,
    }
    data = request.POST if request.method == "POST" else None
    form = AcceptForm(data, email=invitation.email, initial=initial)
    if not form.is_valid():
        return _page(request, invitation, "new", form=form, status=422 if form.errors else 200)
    return _arrive(request, invitation, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    rows = InvitationLink.objects.select_related("organisation", "course", "edition__course")
    link = rows.filter(token=token.replace("\x00", ""), organisation__is_active=True).first()
    user = request.user if request.user.is_authenticated else None
    if link is None or (not is_open(link) and not (user and has_used(link, user))):
        return render(request, "courses/invitation_gone.html", {"is_link": True}, status=404)
    if request.method == "POST" and user is not None:
        try:
            refusal = use_link(link, user)
        except LearningError as error:
            messages.error(request, error.message)
            return redirect(request.path)
        return _go_on(request, user, link.course, link.edition, link.organisation.local_name, refusal)
    context = {**_about(link), "has_joined": bool(user and has_used(link, user)), "path": request.path}
    return render(request, "courses/join.html", context)


def invitation_of(token: str) -> Invitation | None:
    """One that is open, or was accepted; None for everything else, without a reason."""
    key = read_token(token.replace("\x00", ""))
    if key is None:
        return None
    rows = Invitation.objects.select_related("organisation", "course", "edition__course", "invited_by")
    rows = rows.filter(uuid=key, organisation__is_active=True)
    found = rows.open().first()
    if found is not None:
        return found if is_backed(found) else None
    return rows.filter(accepted_at__isnull=False).first()


def _arrive(request: HttpRequest, invitation: Invitation, form: AcceptForm) -> HttpResponse:
    """A newcomer: account, sign-in and acceptance in one go. The letter proved that the mailbox is hers."""
    cleaned = form.cleaned_data
    try:
        user = create_person(
            invitation.email,
            name=cleaned["name"],
            password=cleaned["password"],
            language=cleaned["language"],
            name_other_script=cleaned.get("name_other_script", ""),
        )
    except IntegrityError:  # in another tab, in this very moment
        return redirect(request.path)
    if cleaned["sex"]:
        User.objects.filter(pk=user.pk).update(sex=cleaned["sex"])
    answer = _accept(request, invitation, user)
    perform_login(request, user, email_verification="none")
    return answer


def _accept(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    try:
        refusal = accept_invitation(invitation, user)
    except LearningError:
        return render(request, "courses/invitation_gone.html", status=404)
    name = invitation.organisation.local_name
    return _go_on(request, user, invitation.course, invitation.edition, name, refusal)


def _go_on(
    request: HttpRequest,
    user: User,
    course: Course | None,
    edition: Edition | None,
    organisation: str,
    refusal: LearningError | None,
) -> HttpResponse:
    """To the first step of the course, else to her own learning."""
    welcome = gettext("Welcome: you belong to %(organisation)s now.") % {"organisation": organisation}
    if refusal is not None:
        messages.warning(request, f"{welcome} {refusal.message}")
        return redirect("learning")
    messages.success(request, welcome)
    if edition is not None:
        return redirect("edition", edition=edition.uuid)
    course = course or None
    outline = outline_for(course.page_key, get_language()) if course else None
    enrollment = Enrollment.objects.of(user).standing().filter(course=course).first() if course else None
    if outline is None or enrollment is None:
        return redirect("learning")
    item = resume_item(outline, enrollment, done_steps(enrollment))
    return redirect(item.url if item else outline.url)


def _page(
    request: HttpRequest, invitation: Invitation, step: str, *, form: AcceptForm | None = None, status: int = 200
) -> HttpResponse:
    context = {**_about(invitation), "invitation": invitation, "step": step, "form": form, "path": request.path}
    context["inviter"] = invitation.invited_by.name if invitation.invited_by else ""
    context["role"] = "" if invitation.role == "member" else invitation.get_role_display()
    return render(request, "courses/invitation.html", context, status=status)


def _about(row: Invitation | InvitationLink) -> dict:
    course = row.edition.course if row.edition else row.course
    outline = outline_for(course.page_key, get_language()) if course else None
    title = row.edition.title if row.edition and row.edition.title else ""
    branding = branding_of(row.organisation)
    return {
        "organisation": row.organisation.local_name,
        "logo_url": branding.logo_url,
        "helper": branding.helper,
        "title": title or (outline.title if outline else aim_of(row.course, row.edition)),
        "title_language": "" if title or outline is None else outline.language,
        "edition": row.edition,
        "minutes": outline.minutes if outline else 0,
    }
