"""A person's own account beside what django-allauth does: profile, own data, deletion, the link in the letter."""

import json

from allauth.account.adapter import get_adapter
from allauth.account.views import ConfirmEmailView as AllauthConfirmEmailView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from academy import policies
from academy.forms.accounts import DeleteAccountForm, ProfileForm
from academy.models import User
from academy.services import people, personal_data


class ConfirmEmailView(AllauthConfirmEmailView):
    """The page behind the link in the letter: a button, because mail scanners follow links too."""

    def get_redirect_url(self) -> str:
        """On the device of the sign-up allauth signs in and goes on by itself; elsewhere the adapter says where."""
        return get_adapter(self.request).get_email_verification_redirect_url(self.object.email_address)


@login_required
@never_cache
def show_profile(request: HttpRequest) -> HttpResponse:
    user = User.objects.get(pk=request.user.pk)  # a form changes its instance before it is valid
    form = ProfileForm(request.POST or None, instance=user)
    if form.is_valid():
        people.change_profile(request.user, **form.cleaned_data)
        with translation.override(request.user.language):
            messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    return render(request, "academy/profile.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def show_own_data(request: HttpRequest) -> HttpResponse:
    return render(request, "academy/own_data.html", {"may_delete": policies.may_delete_account(request.user)})


@login_required
@never_cache
@require_safe
def download_own_data(request: HttpRequest) -> HttpResponse:
    """Everything in one file that a person can read and a program too."""
    now = timezone.now()
    data = personal_data.export_person(request.user, now=now)
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    response = HttpResponse(text + "\n", content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="my-data-{now:%Y-%m-%d}.json"'
    return response


@sensitive_post_parameters("password")
@login_required
@never_cache
def delete_account(request: HttpRequest) -> HttpResponse:
    policies.require(policies.may_delete_account(request.user))
    form = DeleteAccountForm(request.POST or None, user=request.user)
    if form.is_valid():
        language = request.user.language
        personal_data.erase_person(request.user, choices=form.choices)
        logout(request)
        with translation.override(language):
            messages.success(request, _("Your account is deleted. Thank you for having learned with us."))
        return redirect(f"/{language}/")
    return render(request, "academy/delete_account.html", {"form": form}, status=422 if form.errors else 200)
