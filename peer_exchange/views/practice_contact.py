"""Writing to the people of a practice: signed in, a form, a letter; their address is never shown."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from peer_exchange.delivery.practice_facts import ASKED
from peer_exchange.enums import ContactSubject, Offer
from peer_exchange.errors import PeerError
from peer_exchange.forms.practice_contact import ContactForm
from peer_exchange.models import Practice
from peer_exchange.services.practice_contacts import send_contact_request
from peer_exchange.views.practice_page import gone, is_public
from peer_exchange.views.practice_reading import label_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write_to_them(request: HttpRequest, slug: str) -> HttpResponse:
    """`?about=knowledge&field=costs` begins it for who knows more."""
    practice = get_object_or_404(Practice, slug=slug)
    if not is_public(practice):
        return gone(request, practice)
    form = ContactForm(request.POST or None, initial=_begun(request, practice))
    error, status = None, 200
    if request.method == "POST":
        if form.is_valid():
            try:
                send_contact_request(practice, by=request.user, language=get_language(), **form.cleaned_data)
            except PeerError as raised:
                error = raised
            else:
                messages.success(
                    request, gettext("Your message is on its way. The answer comes to your e-mail address.")
                )
                return redirect("practice", slug=practice.slug)
        status = 429 if error else 422
    context = {"practice": practice, "form": form, "error": error}
    return render(request, "peer_exchange/practices/contact.html", context, status=status)


def _begun(request: HttpRequest, practice: Practice) -> dict[str, str]:
    about, field = request.GET.get("about", ""), request.GET.get("field", "")
    if about in ContactSubject.values and about != ContactSubject.KNOWLEDGE:
        return {"subject": about}
    if about == ContactSubject.KNOWLEDGE and field in {*ASKED, "target_groups", "organisation", "suitable_bands"}:
        return {"subject": about, "message": gettext("About “%(field)s”:") % {"field": label_of(field)} + "\n"}
    return {"subject": about if about in ContactSubject.values else Offer.ANSWERS}
