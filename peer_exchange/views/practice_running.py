"""Does it still run? The page behind the link in the letter: one click, no account needed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from peer_exchange.enums import CheckAnswer
from peer_exchange.errors import InvitationOver
from peer_exchange.services.still_running import answer_still_running, check_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """GET only asks, so that a mail program that opens links answers nothing."""
    try:
        check = check_of(token)
        if request.method == "POST" and request.POST.get("answer") in CheckAnswer.values:
            by = request.user if request.user.is_authenticated else None
            check = answer_still_running(token, CheckAnswer(request.POST["answer"]), by=by)
    except InvitationOver as error:
        return render(request, "peer_exchange/practices/link_over.html", {"error": error}, status=404)
    context = {"practice": check.practice, "check": check, "answers": CheckAnswer.choices}
    return render(request, "peer_exchange/practices/still_running.html", context)
