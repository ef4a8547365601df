"""Which letters a person wants: the page in her account, and the page behind the link at the foot of a letter."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from academy.forms.letters import LettersForm
from academy.services import letters


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_letters(request: HttpRequest) -> HttpResponse:
    form = LettersForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        letters.choose_letters(request.user, form.cleaned_data["wanted"])
        messages.success(request, _("Your choice is saved."))
        return redirect("letters")
    return render(request, "account/letters.html", {"form": form}, status=422 if form.errors else 200)


@csrf_exempt  # mail programs send the form themselves (RFC 8058); the token in the address proves whose it is
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A button, because mail scanners follow links too. It answers itself: mail programs do not follow redirections."""
    found = letters.read_token(token)
    if found is None:
        raise Http404
    user, category = found
    if request.method == "POST":
        change = letters.resubscribe if request.POST.get("again") else letters.unsubscribe
        change(user, category)
    response = render(
        request,
        "account/letters_unsubscribe.html",
        {
            "labels": letters.categories().get(category, []),
            "is_wanted": category not in letters.unwanted(user),
            "is_changed": request.method == "POST",
        },
    )
    response["Referrer-Policy"] = "no-referrer"  # the address is a key
    return response
