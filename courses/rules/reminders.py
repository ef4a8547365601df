"""Which reminder somebody gets today for one course, if any. Pure: facts in, a reminder out.

Days are those of her own calendar. A deadline counts as near from `days` before its last day on, the opening of a
module is news for three days, silence begins with the last thing she did. Of several that hold, the deadline wins, then
the opening, then the silence. What was said once is not said again, except silence: at most three times for the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

DEADLINE, RELEASE, SILENCE = "deadline", "release", "silence"  # as courses.enums.ReminderKind
NEWS = 3  # days for which the opening of a module is told; a morning that was missed is made good
MOST_SILENCES = 3  # letters about the same silence
LONGEST_SILENCE = 180  # days; after them nobody is reminded any more
NO_TIME = timedelta(microseconds=1)


@dataclass(frozen=True)
class Rule:
    kind: str
    days: int
    key: int = 0


@dataclass(frozen=True)
class Said:
    """An earlier reminder of the same enrollment. `about` is the deadline or opening it named, the start of silence."""

    kind: str
    about: datetime
    days: int
    on: date


@dataclass(frozen=True)
class Facts:
    """Of one enrollment: `due` are its dates (next module, whole course), `openings` those of its edition's modules.

    `begins_at` is the first moment of the edition, or when she enrolled; before it nobody is silent.
    """

    is_active: bool
    begins_at: datetime
    last_activity_at: datetime
    due: tuple[datetime, ...] = ()
    openings: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Reminder:
    """`about` as in Said; `count` the days that are left, or of silence."""

    rule: Rule
    about: datetime
    count: int


def reminder_of(
    facts: Facts, rules: Iterable[Rule], said: Sequence[Said], *, now: datetime, zone: tzinfo
) -> Reminder | None:
    """The one reminder she gets today for this course; None when she shall be left in peace."""
    if not facts.is_active:
        return None
    rules = list(rules)
    today = now.astimezone(zone).date()
    return (
        _deadline(facts, [rule for rule in rules if rule.kind == DEADLINE], said, now, today, zone)
        or _release(facts, [rule for rule in rules if rule.kind == RELEASE], said, now, today, zone)
        or _silence(facts, [rule for rule in rules if rule.kind == SILENCE], said, now, today, zone)
    )


def last_day(moment: datetime, zone: tzinfo) -> date:
    """The last day on which something can still be done by this moment: midnight belongs to the day before."""
    return (moment - NO_TIME).astimezone(zone).date()


def _deadline(
    facts: Facts, rules: Sequence[Rule], said: Sequence[Said], now: datetime, today: date, zone: tzinfo
) -> Reminder | None:
    """The next date only, by the tightest rule that holds; a wider one is not made good after it."""
    coming = sorted(moment for moment in facts.due if moment > now)
    if not coming:
        return None
    moment = coming[0]
    left = (last_day(moment, zone) - today).days
    holding = [rule for rule in rules if left <= rule.days]
    if not holding:
        return None
    rule = min(holding, key=lambda rule: rule.days)
    if any(row.kind == DEADLINE and row.about == moment and row.days <= rule.days for row in said):
        return None
    return Reminder(rule, moment, max(left, 0))


def _release(
    facts: Facts, rules: Sequence[Rule], said: Sequence[Said], now: datetime, today: date, zone: tzinfo
) -> Reminder | None:
    news = [
        moment
        for moment in facts.openings
        if facts.begins_at < moment <= now and (today - moment.astimezone(zone).date()).days < NEWS
    ]
    told = {row.about for row in said if row.kind == RELEASE}
    fresh = sorted(moment for moment in news if moment not in told)
    if not rules or not fresh:
        return None
    return Reminder(rules[0], fresh[-1], (today - fresh[-1].astimezone(zone).date()).days)


def _silence(
    facts: Facts, rules: Sequence[Rule], said: Sequence[Said], now: datetime, today: date, zone: tzinfo
) -> Reminder | None:
    """By the longest rule that holds; the same one again only after as many days, a longer one at once."""
    since = max(facts.last_activity_at, facts.begins_at)
    silent = (today - since.astimezone(zone).date()).days
    holding = [rule for rule in rules if 0 < rule.days <= silent]
    if since > now or not holding or silent > LONGEST_SILENCE:
        return None
    rule = max(holding, key=lambda rule: rule.days)
    earlier = [row for row in said if row.kind == SILENCE and row.about == since]
    if len(earlier) >= MOST_SILENCES:
        return None
    if earlier:
        last = max(earlier, key=lambda row: row.on)
        if rule.days <= last.days and (today - last.on).days < rule.days:
            return None
    return Reminder(rule, since, silent)
