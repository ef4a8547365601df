"""Municipalities that take a practice over: from "we want to try" to what became of it, and who confirms it.

Everybody sees where an adoption stands, so every change makes the pages of the site new.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext

from academy import site_version
from academy.models import Organisation, User
from academy.policies import require
from academy.services.letters import queue_letter
from peer_exchange.delivery.practice_letters import public_path
from peer_exchange.enums import AdoptionStage, ContactSubject, TopicKind
from peer_exchange.errors import InvitationOver, ReasonMissing
from peer_exchange.models import Adoption, AdoptionReport, Cluster, Practice, Topic
from peer_exchange.policies import may_adopt, may_confirm_adoption, may_report_adoption
from peer_exchange.rules.follow_up import MONTHS, month_due
from peer_exchange.services.practice_contacts import send_contact_request
from peer_exchange.services.practice_news import authors_of, tell
from peer_exchange.services.topics import open_topic
from peer_exchange.writing import html_of_plain

TITLE = 200  # characters of the title of a topic


@transaction.atomic
def begin_adoption(
    practice: Practice,
    organisation: Organisation,
    *,
    by: User,
    message: str = "",
    language: str = "",
    cluster: Cluster | None = None,
    now: datetime | None = None,
) -> Adoption:
    """Her municipality wants to try it: the people of the practice get a letter with her `message`, and answer to her.

    With a `cluster`, the message is asked there too. A municipality adopts once: the second time it is the same row.
    Raises PermissionDenied, TooManyContacts.
    """
    now = now or timezone.now()
    require(may_adopt(by, practice, organisation))
    language = language or by.language
    adoption, is_new = Adoption.objects.get_or_create(
        practice=practice,
        organisation=organisation,
        defaults={"language": language, "contact": by, "created_at": now, "updated_at": now},
    )
    if not is_new:
        return adoption
    if cluster is not None:
        adoption.topic = _ask(adoption, cluster, message, by=by, now=now)
        adoption.save(update_fields=["topic"])
    _write_to_its_people(adoption, message, by=by, now=now)
    site_version.bump_on_commit(Practice.site_part)
    return adoption


@transaction.atomic
def report_adoption(
    adoption: Adoption,
    *,
    by: User,
    stage: AdoptionStage,
    month: int = 0,
    progress: str = "",
    needs: str = "",
    now: datetime | None = None,
    **fields: Any,
) -> Adoption:
    """Where it stands now; `fields` are those of the row that changed with it.

    `month` answers that follow-up, else it is told without being asked. What was confirmed stays so while the stage
    does. Raises PermissionDenied, ReasonMissing, InvitationOver when the follow-up was never asked.
    """
    now = now or timezone.now()
    require(may_report_adoption(by, adoption))
    row = Adoption.objects.select_for_update(of=("self",)).get(pk=adoption.pk)
    if stage == AdoptionStage.STOPPED and not fields.get("stopped_reason", row.stopped_reason).strip():
        raise ReasonMissing
    if stage != row.stage:
        row.confirmed_at = row.confirmed_by = None
    for name, value in fields.items():
        setattr(row, name, value)
    row.stage, row.updated_at, row.contact = stage, now, by
    if stage in (AdoptionStage.PILOTING, AdoptionStage.IMPLEMENTED) and row.started_on is None:
        row.started_on = timezone.localdate(now)
    row.save()
    answer = {"stage": stage, "progress": progress, "needs": needs, "by": by, "answered_at": now}
    if not month:
        AdoptionReport.objects.create(adoption=row, **answer)
    elif not row.reports.filter(month=month).update(**answer):
        raise InvitationOver
    site_version.bump_on_commit(Practice.site_part)
    return row


@transaction.atomic
def confirm_adoption(adoption: Adoption, *, by: User, now: datetime | None = None) -> Adoption:
    """The people of the practice, or the association above the municipality, say it is so. Raises PermissionDenied."""
    require(may_confirm_adoption(by, adoption))
    fields = {"confirmed_at": now or timezone.now(), "confirmed_by": by}
    if Adoption.objects.filter(pk=adoption.pk, confirmed_at=None).update(**fields):
        site_version.bump_on_commit(Practice.site_part)
    return Adoption.objects.get(pk=adoption.pk)


def ask_adopters(*, now: datetime | None = None) -> int:
    """Ask everybody whose 3, 9 or 18 months have passed; returns how many. As often as you like, each once.

    Nobody is asked who stopped, or whose practice left the library.
    """
    now = now or timezone.now()
    rows = Adoption.objects.exclude(stage=AdoptionStage.STOPPED).filter(
        practice__in=Practice.objects.public(), contact__is_active=True
    )
    return sum(_follow_up(row, now) for row in rows.select_related("practice", "contact"))


def open_follow_up(adoption: Adoption) -> AdoptionReport | None:
    """The last question that was asked and not answered."""
    return adoption.reports.filter(month__in=MONTHS, answered_at=None).order_by("-month").first()


@transaction.atomic
def _follow_up(adoption: Adoption, now: datetime) -> bool:
    month = month_due(adoption.created_at.date(), now.date())
    if month is None or adoption.contact is None:
        return False
    report, is_new = AdoptionReport.objects.get_or_create(adoption=adoption, month=month, defaults={"asked_at": now})
    if is_new:
        queue_letter(
            "practice_follow_up", adoption.contact, key=f"practice-follow-up/{report.pk}", data={"report": report.pk}
        )
    return is_new


def _write_to_its_people(adoption: Adoption, message: str, *, by: User, now: datetime) -> None:
    """To its authors; where none of them has an account, to its contact or the editors."""
    practice = adoption.practice
    people = set(authors_of(practice)) - {by.pk}
    if people:
        data = {"adoption": adoption.pk, "message": message}
        tell("adoption", practice, people, key=str(adoption.uuid), data=data, now=now)
        return
    language = adoption.language
    send_contact_request(
        practice, by=by, subject=ContactSubject.MENTORING, message=message or _first_words(language),
        language=language, now=now,
    )  # fmt: skip


def _first_words(language: str) -> str:
    """Of who wrote none."""
    with translation.override(language):
        return gettext("We want to try this practice. Who did it, and what should we know before we begin?")


def _ask(adoption: Adoption, cluster: Cluster, message: str, *, by: User, now: datetime) -> Topic:
    """The question in the cluster, in the language it is written in."""
    practice = adoption.practice
    text = message or _first_words(adoption.language)
    with translation.override(adoption.language):
        title = gettext("We want to try: %(title)s") % {"title": practice.title}
        url = settings.SITE_URL + public_path(practice)
        link = format_html('<p><a href="{}">{} {}</a></p>', url, practice.code, practice.title)
    return open_topic(
        cluster, by=by, kind=TopicKind.QUESTION, title=title[:TITLE],
        body=html_of_plain(text) + link, language=adoption.language, now=now,
    )  # fmt: skip
