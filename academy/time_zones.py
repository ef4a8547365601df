"""Time zones as a person chooses and names them: by region, city and distance from universal time. Knows nothing of
people.
"""

import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REGIONS: dict[str, Promise] = {
    "Europe": _("Europe"),
    "Asia": _("Asia"),
    "Africa": _("Africa"),
    "America": _("America"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}

Choices = list[tuple[str | Promise, list[tuple[str, str | Promise]]]]


@lru_cache(maxsize=1)
def _by_region() -> dict[str, list[tuple[str, str]]]:
    zones: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for name in sorted(zoneinfo.available_timezones()):
        region, _slash, city = name.partition("/")
        if region in zones and city:
            zones[region].append((name, city.replace("_", " ").replace("/", ", ")))
    return zones


def choices(current: str = "") -> Choices:
    """`[(region, [(zone, city), …]), …]`, the region of this site first; `current` is among them whatever it is."""
    groups: Choices = [(REGIONS[region], list(zones)) for region, zones in _by_region().items() if zones]
    others = [("UTC", "UTC")]
    known = {zone for zones in _by_region().values() for zone, _city in zones} | {"UTC"}
    if current and current not in known:
        others.append((current, current))
    return [*groups, (_("Others"), others)]


def exists(moment: datetime) -> bool:
    """False for a time that the change to summer time leaves out."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == moment.replace(tzinfo=None)


def city_of(zone: str) -> str:
    """As people call it: "Skopje" of Europe/Skopje."""
    return zone.rpartition("/")[2].replace("_", " ")


def offset_of(moment: datetime, zone: zoneinfo.ZoneInfo) -> str:
    """How far its clocks are from universal time in that moment: "UTC+2", "UTC+5:30", "UTC"."""
    minutes = round((moment.astimezone(zone).utcoffset() or timedelta()).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"
