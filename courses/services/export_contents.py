"""What exports hold: the list of people, the overview, the certificates of an edition. It asks for no rights."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from anyascii import anyascii
from django.template.defaultfilters import date as formatted
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, gettext

from academy.models import Organisation
from courses.delivery.certificate_pdf import check_url, draw_certificate
from courses.delivery.report_pdf import MOST_ROWS, bind, write_list, write_overview
from courses.delivery.table_files import write_csv, write_xlsx
from courses.enums import ExportFormat, ExportKind, LearnerStatus
from courses.models import Certificate, Course, Edition, Enrollment, Export
from courses.rules.periods import period_of
from courses.services.overviews import course_titles, overview_of
from courses.services.people import ACTIVITIES, PeopleFilter, certificates_of, chunks_of, people, status_now
from courses.services.sessions import Attended, attendance_of

Report = Callable[[int], Any]
WIDTHS = (17, 18, 17, 9, 8, 6, 9, 8, 8)
HEAT_COURSES = 8  # columns of the heat table on one page


@dataclass(frozen=True)
class Contents:
    """`write(path, report)` writes the file, tells how far it is and returns how many rows it holds."""

    total: int | None
    write: Callable[[Path, Report], int]


def contents_of(export: Export, branch: Sequence[Organisation], now: datetime) -> Contents:
    if export.kind == ExportKind.OVERVIEW:
        return _overview(export, branch, now)
    if export.kind == ExportKind.CERTIFICATES:
        return _certificates(export, branch)
    return _people(export, branch, now)


def narrowed(branch: Sequence[Organisation], key: str) -> list[Organisation]:
    """The part of the branch at and below the organisation with this key; nothing when it is none of the branch."""
    if not key:
        return list(branch)
    top = next((row for row in branch if row.key == key), None)
    return [row for row in branch if top is not None and row.path.startswith(top.path)]


# People -----------------------------------------------------------------------------------------------------------


def _people(export: Export, branch: Sequence[Organisation], now: datetime) -> Contents:
    wanted = PeopleFilter.from_json(export.filters)
    rows = people([row.pk for row in narrowed(branch, wanted.organisation)], wanted, now=now)
    labels = Labels(branch, get_language() or "en")

    def told(report: Report) -> Iterator[list[Enrollment]]:
        written = 0
        for chunk in chunks_of(rows, wanted.sort):
            yield chunk
            written += len(chunk)
            report(written)

    def lines(report: Report, written: list[int]) -> Iterator[list[Any]]:
        for chunk in told(report):
            certificates, attendance = certificates_of(chunk), attendance_of(chunk, now=now)
            for row in chunk:
                written[0] += 1
                yield line_of(row, labels, certificates.get(row.pk), attendance.get(row.pk), now)

    def write(path: Path, report: Report) -> int:
        written = [0]
        if export.format == ExportFormat.CSV:
            write_csv(path, head(), lines(report, written))
        elif export.format == ExportFormat.XLSX:
            write_xlsx(path, gettext("People"), head(), lines(report, written))
        else:
            return _write_people_pdf(path, export, wanted, rows, labels, now)
        return written[0]

    return Contents(total=rows.order_by().count(), write=write)


class Labels:
    """Names of organisations and titles of courses in the language of the file, asked once."""

    def __init__(self, branch: Sequence[Organisation], language: str) -> None:
        self.organisations = {row.pk: row.local_name for row in branch}
        self.courses = course_titles(language)

    def course(self, course: Course) -> str:
        return self.courses.get(course.pk, course.title)


def head() -> list[str]:
    return [
        gettext("Name"),
        gettext("Name in a second script"),
        gettext("E-mail address"),
        gettext("Course"),
        gettext("Organisation"),
        gettext("Edition"),
        gettext("Status"),
        gettext("Progress, per cent"),
        gettext("Score, per cent"),
        gettext("Enrolled"),
        gettext("Started"),
        gettext("Last activity"),
        gettext("Deadline"),
        gettext("Completed"),
        gettext("Certificate"),
        gettext("Live sessions attended"),
        gettext("Live sessions held"),
    ]


def line_of(
    row: Enrollment, labels: Labels, certificate: Certificate | None, attended: Attended | None, now: datetime
) -> list[Any]:
    """One row of the file, in the order of `head`; moments are in the active time zone."""
    return [
        person_name(row),
        row.user.name_other_script if row.user else "",
        row.user.email if row.user else "",
        labels.course(row.course),
        labels.organisations.get(row.organisation_id or 0, ""),
        edition_title(row.edition),
        str(status_now(row, now).label),
        row.percent,
        float(row.score) if row.score is not None else None,
        _local(row.enrolled_at),
        _local(row.started_at),
        _local(row.last_activity_at),
        _last_day(row.deadline_at),
        _local(row.completed_at),
        check_url(certificate, get_language()) if certificate else "",
        attended.present if attended else None,
        attended.held if attended else None,
    ]


def person_name(row: Enrollment) -> str:
    if row.user is None:
        return gettext("(account deleted)")
    return row.user.name or row.user.email


def edition_title(edition: Edition | None) -> str:
    if edition is None:
        return ""
    day = formatted(edition.starts_on, "SHORT_DATE_FORMAT")
    return f"{edition.title} · {day}" if edition.title else day


def _write_people_pdf(
    path: Path, export: Export, wanted: PeopleFilter, rows: Any, labels: Labels, now: datetime
) -> int:
    total = rows.order_by().count()
    found = next(chunks_of(rows, wanted.sort, size=MOST_ROWS), [])
    certificates = certificates_of(found)
    attendance = attendance_of(found, now=now) if wanted.edition else {}
    note = ""
    if total > len(found):
        note = gettext(
            "This document ends after %(shown)d of %(total)d rows. The export to Excel or CSV holds all of them."
        ) % {"shown": len(found), "total": total}
    counts = {status: rows.standing_as(status, now=now).order_by().count() for status in LearnerStatus}
    write_list(
        path,
        facts={
            "title": gettext("People and their courses"),
            "organisation": export.organisation.local_name,
            "day": formatted(timezone.localtime(now), "DATETIME_FORMAT"),
            "filters": described(wanted, labels),
            "counts": [(str(status.label), str(number)) for status, number in counts.items() if number],
            "total": total,
            "note": note,
        },
        head=[
            gettext("Name"),
            gettext("Live sessions") if wanted.edition else gettext("Course"),
            gettext("Organisation"),
            gettext("Status"),
            gettext("Progress"),
            gettext("Score"),
            gettext("Last activity"),
            gettext("Deadline"),
            gettext("Certificate"),
        ],
        widths=WIDTHS,
        rows=[
            [
                person_name(row),
                said(attendance.get(row.pk)) if wanted.edition else labels.course(row.course),
                labels.organisations.get(row.organisation_id or 0, ""),
                str(status_now(row, now).label),
                f"{row.percent} %",
                f"{row.score:.0f} %" if row.score is not None else "–",
                _day(row.last_activity_at),
                formatted(_last_day(row.deadline_at), "SHORT_DATE_FORMAT") if row.deadline_at else "–",
                gettext("yes") if row.pk in certificates else "–",
            ]
            for row in found
        ],
    )
    return len(found)


def said(attended: Attended | None) -> str:
    return gettext("%(n)d of %(held)d") % {"n": attended.present, "held": attended.held} if attended else "–"


def described(wanted: PeopleFilter, labels: Labels) -> list[str]:
    """The filter in words, for who reads the file later."""
    words = []
    if wanted.q:
        words.append(gettext("Name contains: %(words)s") % {"words": wanted.q})
    if wanted.course:
        course = Course.objects.filter(key=wanted.course).first()
        words.append(labels.course(course) if course else wanted.course)
    if wanted.organisation:
        named = Organisation.objects.filter(key=wanted.organisation).prefetch_related("names").first()
        words.append(named.local_name if named else wanted.organisation)
    if wanted.status:
        words.append(str(LearnerStatus(wanted.status).label))
    if wanted.activity in ACTIVITIES:
        words.append(f"{gettext('Last activity')}: {ACTIVITIES[wanted.activity]}")
    if wanted.edition:
        edition = Edition.objects.select_related("course").filter(uuid=wanted.edition).first()
        words += [labels.course(edition.course), edition_title(edition)] if edition else []
    return words


# Overview ---------------------------------------------------------------------------------------------------------


def _overview(export: Export, branch: Sequence[Organisation], now: datetime) -> Contents:
    def write(path: Path, report: Report) -> int:
        today = timezone.localdate(now)
        period = period_of(export.filters.get("period", ""), today=today, **_custom(export.filters))
        overview = overview_of(export.organisation, branch, period, now=now)
        shown = overview.courses[:HEAT_COURSES]
        until = overview.until
        top = max(until.enrolled + overview.invited, 1)
        steps = [
            (gettext("Invited"), until.enrolled + overview.invited),
            (gettext("Enrolled"), until.enrolled),
            (gettext("Started"), until.started),
            (gettext("Half done"), until.half),
            (gettext("Completed"), until.completed),
        ]
        write_overview(
            path,
            {
                "title": gettext("How our people learn"),
                "organisation": export.organisation.local_name,
                "day": formatted(timezone.localtime(overview.counted_until), "DATETIME_FORMAT"),
                "until": formatted(period.last, "F Y"),
                "figures": [
                    (gettext("Enrolled"), str(until.staying)),
                    (gettext("Completed"), str(until.completed)),
                    (gettext("Behind"), str(overview.waiting[LearnerStatus.BEHIND])),
                    (gettext("Overdue"), str(overview.waiting[LearnerStatus.OVERDUE])),
                ],
                "funnel": [
                    {
                        "label": label,
                        "value": str(value),
                        "width": max(2, 660 * value // top),
                    }
                    for label, value in steps
                ],
                "head": [title for _pk, _key, title in shown],
                "heat_width": 76 // max(len(shown) + 1, 1),
                "lines": [
                    {
                        "label": line.organisation.local_name,
                        "is_itself": line.is_itself,
                        "cells": [_cell(line.by_course.get(pk)) for pk, _key, _title in shown] + [_cell(line.total)],
                    }
                    for line in overview.lines
                ],
                "left_out": len(overview.courses) - len(shown),
                "months": [
                    [formatted(month, "F Y"), str(numbers.enrolled), str(numbers.completed)]
                    for month, numbers in overview.months
                ],
            },
        )
        return until.enrolled

    return Contents(total=None, write=write)


def _custom(filters: dict[str, str]) -> dict[str, Any]:
    found = {}
    for name, key in (("first", "since"), ("last", "until")):
        try:
            found[name] = datetime.strptime(filters.get(key, ""), "%Y-%m").date()
        except ValueError:
            continue
    return found


def _cell(numbers: Any) -> dict[str, Any]:
    if numbers is None or not numbers.enrolled:
        return {"text": "–", "level": 0, "of": ""}
    percent = numbers.percent or 0
    return {
        "text": f"{percent} %",
        "level": heat_level(percent),
        "of": f"{numbers.completed} / {numbers.staying}",
    }


def heat_level(percent: int) -> int:
    """0 … 5, for colours."""
    return min(percent // 20 + 1, 5) if percent else 0


# Certificates -----------------------------------------------------------------------------------------------------


def _certificates(export: Export, branch: Sequence[Organisation]) -> Contents:
    found = (
        Certificate.objects.unrevoked()
        .filter(
            enrollment__organisation__in=[row.pk for row in branch],
            enrollment__edition__uuid=export.filters["edition"],
        )
        .order_by("enrollment__sort_name", "pk")
    )

    def write(path: Path, report: Report) -> int:
        return _write_zip(path, found, report) if export.format == ExportFormat.ZIP else _write_one(path, found, report)

    return Contents(total=found.count(), write=write)


def _write_zip(path: Path, found: Any, report: Report) -> int:
    written = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for written, certificate in enumerate(found.iterator(chunk_size=100), start=1):
            name = slugify(anyascii(certificate.name))[:60] or "certificate"
            archive.writestr(f"{name}-{certificate.code}.pdf", draw_certificate(certificate))
            report(written)
    return written


def _write_one(path: Path, found: Any, report: Report) -> int:
    pdfs = []
    for written, certificate in enumerate(found.iterator(chunk_size=100), start=1):
        pdfs.append(draw_certificate(certificate))
        report(written)
    bind(path, pdfs)
    return len(pdfs)


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment is not None else None


def _day(moment: datetime | None) -> str:
    return formatted(timezone.localtime(moment), "SHORT_DATE_FORMAT") if moment is not None else ""


def _last_day(deadline: datetime | None) -> date | None:
    """A deadline at midnight counts to the day that ends then, as pages say it."""
    return timezone.localtime(deadline - timedelta(seconds=1)).date() if deadline is not None else None
