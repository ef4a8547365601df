"""A discussion becomes the draft of a practice: the first line of what others may do after it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from academy.enums import OrganisationKind
from academy.policies import require
from courses.models import Course
from peer_exchange.forms.practices import STEPS
from peer_exchange.models import Practice, Topic
from peer_exchange.policies import may_write_practice_of
from peer_exchange.services.practices import create_draft
from peer_exchange.views.doors_of_posts import listed_topic_or_404


@require_POST
@login_required
def begin_practice(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Hers alone, with the title and the place of the topic, the approach of its cluster and the course of its lesson;
    asked again, the same draft.
    """
    topic, standing = listed_topic_or_404(request.user, slug, uuid)
    require(may_write_practice_of(request.user, standing, topic))
    practice = Practice.objects.filter(source_topic=topic, created_by=request.user).first()
    if practice is None:
        place = topic.organisation
        home = place if place is not None and place.kind == OrganisationKind.MUNICIPALITY else None
        practice = create_draft(
            request.user, organisation=home, language=topic.language, source_topic=topic, title=topic.title,
            approach=topic.cluster.approach, clusters=[topic.cluster], courses=courses_of(topic),
        )  # fmt: skip
        messages.success(request, gettext("A draft with the title of the topic. Nobody but you sees it yet."))
    return redirect("practice_draft", uuid=practice.uuid, step=next(iter(STEPS)))


def courses_of(topic: Topic) -> list[Course]:
    """The course of the lesson about which it was opened."""
    return [topic.step.course] if topic.step is not None else []
