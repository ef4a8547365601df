"""A reminder as a recipient sees it, about a course of the branch, before it is ever sent."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone, translation

from academy.delivery.mail import write_letter
from academy.models import Organisation
from courses.delivery.next_steps import Next, next_step
from courses.delivery.reminder_letters import KIND, LETTERS, line_of, written
from courses.enums import EnrollmentState, ReminderKind
from courses.models import Course, Enrollment, ReminderRule
from courses.outline import outline_for

LANGUAGES = settings.LANGUAGES


def letter_as_sent(rule: ReminderRule, organisation: Organisation, language: str) -> dict[str, str]:
    """`{subject, text, html}`: the very letter, with the course of somebody who learns in this branch, else any."""
    with translation.override(language):
        line = line_of(rule, _next_of(rule, organisation, language), _about(rule), rule.days, has_begun=True)
        letter = written([line], organisation)
    message = write_letter(
        letter.template,
        to="",
        language=language,
        key="preview",
        context=letter.context,
        why=LETTERS[KIND].label,
        unsubscribe_url=settings.SITE_URL,
    )
    html, _type = message.alternatives[0]
    return {"subject": message.subject, "text": message.body, "html": html}


def _next_of(rule: ReminderRule, organisation: Organisation, language: str) -> Next:
    branch = Organisation.objects.within(organisation).order_by().values("pk")
    rows = Enrollment.objects.filter(organisation__in=branch, state=EnrollmentState.ACTIVE).select_related("course")
    if rule.edition_id:
        rows = rows.filter(course=rule.edition.course_id)
    enrollment = rows.order_by("-pk").first()
    if enrollment is not None:
        return next_step(enrollment, language)
    course = rule.edition.course if rule.edition else Course.objects.filter(is_open=True).first()
    outline = outline_for(course.page_key, language) if course else None
    if outline is None:
        return Next("…", "", settings.SITE_URL)
    first = outline.items[0] if outline.items else None
    return Next(outline.title, first.title if first else "", settings.SITE_URL + (first.url if first else outline.url))


def _about(rule: ReminderRule) -> datetime:
    """The date that a letter of this rule would name, sent today."""
    if rule.kind == ReminderKind.DEADLINE:
        day = timezone.localdate() + timedelta(days=rule.days + 1)
        return timezone.make_aware(datetime.combine(day, time()))
    return timezone.now()
