"""The page on which an asker says whether the answers helped: yes, partly, no."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from academy.policies import require
from peer_exchange.enums import Helped
from peer_exchange.policies import may_judge_answers
from peer_exchange.services import nudges
from peer_exchange.views.cluster_room import cluster_context
from peer_exchange.views.doors import topic_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def say(request: HttpRequest, slug: str, topic: UUID) -> HttpResponse:
    found, standing = topic_or_404(request.user, slug, topic)
    require(may_judge_answers(request.user, found))
    if request.POST.get("helped") in Helped.values:
        nudges.say_whether_it_helped(found, by=request.user, helped=request.POST["helped"])
        messages.success(request, gettext("Thank you for saying so."))
        return redirect("topic", slug, topic)
    context = {
        **cluster_context(request, found.cluster, standing, "cluster_discussions"),
        "topic": found,
        "choices": Helped.choices,
    }
    return render(request, "peer_exchange/notices/helped.html", context)
