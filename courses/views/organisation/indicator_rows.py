"""The indicators of a framework as the page and the PDF print them: figures in words, bars in numbers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from academy.models import Organisation
from courses.delivery.certificate_pdf import WITH_FOOTNOTE
from courses.models import Framework
from courses.services.indicators import Result, results_of
from courses.views.organisation.room import address
from courses.wording import footnote


def rows_of(framework: Framework, titles: Mapping[int, str], organisation: Organisation) -> list[dict[str, Any]]:
    return [_row(result, framework, organisation, titles) for result in results_of(framework, titles)]


def _row(result: Result, framework: Framework, organisation: Organisation, titles: Mapping[int, str]) -> dict[str, Any]:
    indicator = result.indicator
    narrowed = [titles.get(indicator.course_id, indicator.course.title)] if indicator.course else []
    narrowed += [indicator.approach.name] if indicator.approach else []
    most = max((group.value for group in result.rows), default=Decimal(0))
    return {
        "indicator": indicator,
        "result": result,
        "actual": shown(result.actual, result),
        "baseline": shown(indicator.baseline, result),
        "target": "" if indicator.target is None else shown(indicator.target, result),
        "said": said(result),
        "bar": bar_of(result),
        "narrowed": narrowed,
        "breakdown": indicator.get_breakdown_display() if indicator.breakdown else "",
        "groups": [
            {"label": group.label, "value": shown(group.value, result), "width": _share(group.value, most)}
            for group in result.rows
        ],
        "url": address("organisation_indicator_edit", organisation, framework=framework.uuid, indicator=indicator.uuid),
    }


def said(result: Result) -> str:
    """The bar in a sentence."""
    values = {"actual": shown(result.actual, result), "baseline": shown(result.indicator.baseline, result)}
    if result.indicator.target is None:
        return gettext("%(actual)s, from %(baseline)s at the start; no target is set.") % values
    values |= {"target": shown(result.indicator.target, result), "percent": str(result.of_target)}
    if result.of_target is None:
        return gettext("%(actual)s, from %(baseline)s at the start; the target is %(target)s.") % values
    if result.of_target >= 100:
        return gettext("%(actual)s of %(target)s, from %(baseline)s at the start: the target is reached.") % values
    return gettext("%(actual)s of %(target)s, from %(baseline)s at the start: %(percent)s per cent of it.") % values


def bar_of(result: Result) -> dict[str, str]:
    """Places on a bar of 100, as SVG writes them; the longest of the three ends it."""
    indicator = result.indicator
    target = indicator.target or Decimal(0)
    longest = max(result.actual, indicator.baseline, target)
    return {
        "actual": _share(result.actual, longest),
        "baseline": _share(indicator.baseline, longest) if indicator.baseline else "",
        "target": _share(target, longest) if indicator.target else "",
        "is_reached": "1" if indicator.target and result.actual >= indicator.target else "",
    }


def shown(number: Decimal, result: Result) -> str:
    """As the reader writes numbers; a share with its sign."""
    text = number_format(number.normalize() if number else 0, use_l10n=True, force_grouping=True)
    return f"{text} %" if result.is_percent else text


def plain(number: Decimal) -> str:
    """For other programs: no separators, a point."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def needs_footnote(framework: Framework, rows: Sequence[Mapping[str, Any]]) -> bool:
    texts = [framework.title, framework.note, framework.organisation.local_name]
    texts += [text for row in rows for text in (row["indicator"].label, *(group["label"] for group in row["groups"]))]
    return any(WITH_FOOTNOTE.search(text) for text in texts)


def sheet_of(framework: Framework, rows: Sequence[Mapping[str, Any]], organisation: Organisation) -> dict[str, Any]:
    """What the PDF prints, plain text and numbers only."""
    return {
        "title": framework.title,
        "organisation": organisation.local_name,
        "donor": framework.donor,
        "note": framework.note,
        "period": gettext("%(first)s to %(last)s") % {
            "first": date_format(framework.starts_on), "last": date_format(framework.ends_on),
        },
        "rows": [
            {
                "number": number,
                "label": row["indicator"].label,
                "narrowed": " · ".join(map(str, row["narrowed"])),
                "actual": row["actual"],
                "baseline": row["baseline"],
                "target": row["target"],
                "said": row["said"],
                "explained": str(row["result"].note or row["result"].explained),
                "breakdown": str(row["breakdown"]),
                "groups": [dict(group) for group in row["groups"]],
                "bar": dict(row["bar"]),
            }
            for number, row in enumerate(rows, start=1)
        ],
        "footnote": footnote() if needs_footnote(framework, rows) else "",
    }  # fmt: skip


def _share(number: Decimal, whole: Decimal) -> str:
    return f"{min(number / whole, Decimal(1)) * 100:.1f}" if whole else "0"
