"""The room of organisations at size: overview, lists of people, exports and a list of staff, for 1,000, 10,000 and
100,000 learners.

200 organisations, three enrollments and fifty lesson steps a learner, written by SQL (nobody learns that fast). Pages
are asked of the site as production runs it, one after another, so that a figure is the time of one request and not of
a queue. It takes about six minutes, half of them to fill the database.
"""

import http.client
import json
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from urllib.parse import urlencode

from django.db import connection
from django.utils import timezone

from academy.models import Membership, Organisation, User
from courses.enums import ExportFormat, ExportKind
from courses.models import Course, Enrollment, Export, Step, StepResult
from courses.services.rosters import match_columns, progress_of, start_roster, upload_roster
from courses.services.tallies import count_tallies, recount_tallies
from tests import factories
from tests.bench.server import Server, running_site
from tests.bench.sql import count_queries

LEARNERS = (1_000, 10_000, 100_000)
MUNICIPALITIES, ASSOCIATIONS, COURSES, STEPS = 191, 8, 8, 20
EACH = 3  # enrollments a learner
OVERVIEW_LIMIT, LIST_LIMIT, QUERY_LIMIT = 500, 300, 25  # ms, ms, SQL queries of a page
EXPORTED, EXPORT_LIMIT, MEMORY_LIMIT = 10_000, 10, 64  # rows, s, MB beyond a process that has only started
LISTED, COLLEAGUES, ROSTER_LIMIT = 5_000, 500, 60  # rows, those of them that belong to the branch already, s
REPEATS, WARM_UP = 40, 4
TRIES = 3  # of a page over its limit: something else may have held the machine up; the best counts
DEEP = {  # sort: (order, column)
    "name": ("sort_name", "sort_name"),
    "activity": ("-last_activity_at", "last_activity_at"),
    "progress": ("-percent", "percent"),
    "score": ("-score", "score"),
}
GIVEN = ("Ana", "Besa", "Ćamil", "Dragana", "Елена", "Ferhat", "Gëzim", "Horia", "Иван", "Јелена", "Luan", "Мирјана")
FAMILY = ("Arslan", "Бошковић", "Cvetković", "Дамјановска", "Elezi", "Grigore", "Hoxha", "Јовановић", "Krasniqi")
LISTS = {
    "people, first page": {},
    "… status behind": {"status": "behind"},
    "… status overdue, by score": {"status": "overdue", "sort": "score"},
    "… completed, by progress": {"status": "completed", "sort": "progress"},
    "… not started, oldest": {"status": "not_started", "sort": "activity-up"},
    "… one course, by activity": {"course": "bench-3", "sort": "activity"},
    "… one municipality": {"organisation": "bench-municipality-7"},
    "… name begins with": {"q": "krasniqi"},
    "… two words of a name": {"q": "ел бош"},
    "… a letter, by score": {"q": "z", "sort": "score-up"},
    "… nobody": {"q": "qqq"},
    "… silent a month, by name": {"activity": "silent_month", "sort": "name-down"},
}


def measure_organisations() -> None:
    from tests.bench import data

    build()
    network = Organisation.objects.get(key="bench-network")
    person = factories.UserFactory(email="runs@bench.example.org", name="Runs All")
    factories.run(person, network)
    cookie = data.sign_in(person)
    curve: dict[str, list[str]] = defaultdict(list)
    for count in LEARNERS:
        started = time.perf_counter()
        fill(count)
        filled = time.perf_counter() - started
        started = time.perf_counter()
        recount_tallies()
        counted = time.perf_counter() - started
        started = time.perf_counter()
        count_tallies()
        again = time.perf_counter() - started
        print(
            f"\n{count:,} learners, {Enrollment.objects.count():,} enrollments, {StepResult.objects.count():,} steps, "
            f"{Organisation.objects.count()} organisations (filled in {filled:.0f} s)\n"
            f"tallies: all {counted:.1f} s, nothing changed {again * 1000:.0f} ms\n"
            f"{'':<32}{'SQL':>5}{'warm':>6}{'p50 ms':>8}{'p95 ms':>8}  target",
            flush=True,
        )
        room = "/en/organisation/bench-network/"
        lists = {name: f"{room}people/?{urlencode(parameters)}" for name, parameters in LISTS.items()}
        lists |= {f"… deep, by {sort}": deep(f"{room}people/", sort) for sort in DEEP}
        pages = {"overview": room, "overview of the last 30 days": f"{room}?period=days"}
        with running_site() as server:
            for limit, paths in ((OVERVIEW_LIMIT, pages), (LIST_LIMIT, lists)):
                for name, path in paths.items():
                    curve[f"{name}, p95 ms"].append(f"{row(server, name, path, cookie, limit):.0f}")
        curve[f"XLSX of at most {EXPORTED:,} rows, s"].append(f"{export(person, network):.1f}")
    upload(person, network)
    print(f"\n{'the curve':<44}" + "".join(f"{count:>9,}" for count in LEARNERS))
    for name, values in curve.items():
        print(f"{name:<44}" + "".join(f"{value:>9}" for value in values), flush=True)


def row(server: Server, name: str, path: str, cookie: str, limit: int) -> float:
    """p95 in milliseconds."""
    first, warm = count_queries(path, cookie)
    p50 = p95 = float("inf")
    for _try in range(TRIES):
        times = times_of(server, path, cookie)
        p95_now = statistics.quantiles(times, n=20)[-1]
        if p95_now < p95:
            p50, p95 = statistics.median(times), p95_now
        if p95 < limit:
            break
    verdict = "OK" if p95 < limit and first <= QUERY_LIMIT else "SHORT"
    print(f"{name:<32}{first:>5}{warm:>6}{p50:>8.0f}{p95:>8.0f}  < {limit}, SQL ≤ {QUERY_LIMIT} {verdict}", flush=True)
    return p95


def times_of(server: Server, path: str, cookie: str) -> list[float]:
    """REPEATS requests, one after another, in milliseconds."""
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    times = []
    for _number in range(WARM_UP + REPEATS):
        started = time.perf_counter()
        client.request("GET", path, headers={"Cookie": cookie})
        response = client.getresponse()
        response.read()
        times.append((time.perf_counter() - started) * 1000)
        assert response.status == 200, response.status
    client.close()
    return times[WARM_UP:]


def deep(path: str, sort: str) -> str:
    """The address of a page in the middle of the list."""
    order, column = DEEP[sort]
    rows = Enrollment.objects.exclude(score=None) if sort == "score" else Enrollment.objects.all()
    middle = rows.order_by(order, "pk")[rows.count() // 2]
    value = getattr(middle, column)
    shown = value.isoformat() if sort == "activity" else value
    return f"{path}?{urlencode({'sort': sort, 'after': f'{middle.pk}~{shown}'})}"


def export(person: User, network: Organisation) -> float:
    """The course in which every learner is enrolled, but no more than EXPORTED; in seconds."""
    asked = Export.objects.create(
        by=person, organisation=network, kind=ExportKind.PEOPLE, format=ExportFormat.XLSX,
        filters={"course": "bench-export"}, language="en",
    )  # fmt: skip
    told = alone("export", asked.pk)
    asked.refresh_from_db()
    is_kept = told["seconds"] < EXPORT_LIMIT and told["peak"] - told["before"] < MEMORY_LIMIT
    print(
        f"XLSX of {asked.rows:,} rows: {told['seconds']:.1f} s; memory {told['before']} MB before, peak {told['peak']} "
        f"MB; target < {EXPORT_LIMIT} s, < {MEMORY_LIMIT} MB more {'OK' if is_kept else 'SHORT'}",
        flush=True,
    )
    return told["seconds"]


def upload(person: User, network: Organisation) -> None:
    """LISTED rows, some of people who belong to the branch already, into a course; the letters are only written."""
    towns = [f"Municipality {number % MUNICIPALITIES}" for number in range(LISTED)]
    lines = [
        f"{'staff' if number < COLLEAGUES else 'new'}{number}@bench.example.org;{GIVEN[number % len(GIVEN)]} "
        f"{FAMILY[number % len(FAMILY)]};{town};mk;F"
        for number, town in enumerate(towns)
    ]
    content = "\n".join(["E-mail;Name;Municipality;Language;Sex", *lines]).encode()
    course = Course.objects.get(key="bench-0")
    started = time.perf_counter()
    roster = upload_roster(network, content, file_name="staff.csv", by=person, language="en", course=course)
    roster = match_columns(roster, roster.columns, by=person)
    checked = time.perf_counter() - started
    start_roster(roster, by=person)
    told = alone("roster", roster.pk)
    taken = checked + told["seconds"]
    outcomes = ", ".join(f"{outcome} {number:,}" for outcome, number in progress_of(roster).outcomes.items())
    is_kept = taken < ROSTER_LIMIT and sum(progress_of(roster).outcomes.values()) == LISTED
    print(
        f"\nlist of {LISTED:,} rows: read and checked {checked:.1f} s, worked off {told['seconds']:.1f} s "
        f"({outcomes}); memory {told['before']} MB before, peak {told['peak']} MB; target < {ROSTER_LIMIT} s "
        f"{'OK' if is_kept else 'SHORT'}",
        flush=True,
    )


def alone(what: str, which: int | str) -> dict[str, float]:
    """As a process of its own does it: seconds, and megabytes before and at most."""
    command = [sys.executable, "-m", "tests.bench.alone", what, str(which)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


# Rows by SQL ------------------------------------------------------------------------------------------------------


def build() -> None:
    """The tree and the courses, without pages: nobody reads them here."""
    from academy.models import Approach

    network = factories.make_organisation("network", name="Bench network", key="bench-network")
    associations = [
        factories.make_organisation("association", network, key=f"bench-association-{n}", name=f"Association {n}")
        for n in range(ASSOCIATIONS)
    ]
    for n in range(MUNICIPALITIES):
        parent = associations[n % ASSOCIATIONS]
        factories.make_organisation("municipality", parent, key=f"bench-municipality-{n}", name=f"Municipality {n}")
    for n in [*range(COURSES), "export"]:
        course = Course.objects.create(
            key=f"bench-{n}", page_key=uuid(), title=f"Bench course {n}", approach=Approach.objects.first(),
            source_language="en",
        )  # fmt: skip
        Step.objects.bulk_create(
            [Step(course=course, key=uuid(), module_key=uuid(), kind="lesson", position=p) for p in range(STEPS)]
        )


def uuid():
    from uuid import uuid4

    return uuid4()


def fill(count: int) -> None:
    """Bring it to `count` learners."""
    template = factories.UserFactory(email=f"template{count}@bench.example.org", name="Template")
    there = User.objects.filter(email__startswith="staff").count()
    last_user = User.objects.order_by("-pk").first().pk
    cloned(
        User, template.pk, there, count,
        email="'staff' || g || '@bench.example.org'",
        name=(
            f"({array(GIVEN)})[1 + g % {len(GIVEN)}] || ' ' || "
            f"({array(FAMILY)})[1 + g / 7 % {len(FAMILY)}] || ' ' || g"
        ),
    )  # fmt: skip
    course = Course.objects.get(key="bench-0")
    now = timezone.now()
    sample = Enrollment.objects.create(user=template, course=course, language="en", enrolled_at=now)
    last = Enrollment.objects.order_by("-pk").first().pk
    member = factories.run(template, Organisation.objects.get(key="bench-network"), "member")
    fold_given, fold_family = ([folded(name) for name in names] for names in (GIVEN, FAMILY))
    first_course = course.pk
    organisations = Organisation.objects.filter(key__startswith="bench-municipality").order_by("pk")
    first_organisation = organisations.first().pk
    done = f"least({STEPS}, g % 10007 * 7919 % {STEPS * 5 // 3})"  # two of five have completed
    complete = f"{done} = {STEPS}"
    cloned(
        Enrollment, sample.pk, there * EACH, count * EACH,
        user_id=f"{last_user} + 1 + (g - {there * EACH}) / {EACH}",
        course_id=f"{first_course} + (g / {EACH} + g % {EACH}) % {COURSES}",
        organisation_id=f"{first_organisation} + (g / {EACH}) % {MUNICIPALITIES}",
        sort_name=(
            f"({array(fold_given)})[1 + g / {EACH} % {len(GIVEN)}] || ' ' || "
            f"({array(fold_family)})[1 + g / {EACH} / 7 % {len(FAMILY)}] || ' ' || g / {EACH}"
        ),
        percent=f"{done} * {100 // STEPS}",
        state=f"CASE WHEN {complete} THEN 'completed' WHEN g % 61 = 0 THEN 'withdrawn' ELSE 'active' END",
        score=f"CASE WHEN {done} > {STEPS - 3} THEN 60 + g % 41 END",
        enrolled_at="now() - (g % 700) * interval '1 day' - interval '30 days'",
        started_at=f"CASE WHEN {done} > 0 THEN now() - (g % 700) * interval '1 day' - interval '20 days' END",
        half_at=f"CASE WHEN {done} >= {STEPS // 2} THEN now() - (g % 700) * interval '1 day' END",
        completed_at=f"CASE WHEN {complete} THEN now() - (g % 700) * interval '1 day' END",
        last_activity_at="now() - (g * 31 % 90) * interval '1 day' - g % 1000 * interval '1 second'",
        behind_at="now() - (g * 31 % 90) * interval '1 day' + interval '14 days'",
        deadline_at="CASE WHEN g % 3 = 0 THEN now() + (g % 200 - 20) * interval '1 day' END",
        changed_at="now() - interval '1 day'",
    )  # fmt: skip
    cloned(
        Enrollment, sample.pk, min(there, EXPORTED), min(count, EXPORTED),
        user_id=f"{last_user} + 1 + (g - {there})",
        course_id=f"{first_course + COURSES}",
        organisation_id=f"{first_organisation} + g % {MUNICIPALITIES}",
        sort_name=f"({array(fold_given)})[1 + g % {len(GIVEN)}] || ' ' || g",
        percent="50",
        started_at="now()",
    )  # fmt: skip
    cloned(
        Membership, member.pk, there, min(count, COLLEAGUES),
        user_id=f"{last_user} + 1 + (g - {there})",
        organisation_id=f"{first_organisation} + g % {MUNICIPALITIES}",
    )  # fmt: skip
    for row in (sample, member, template):
        row.delete()
    steps = list(Step.objects.order_by("pk").values_list("pk", flat=True)[:1])
    with connection.cursor() as cursor:
        quickly(cursor)
        cursor.execute(
            "INSERT INTO courses_stepresult (enrollment_id, step_id, done_at) "
            f"SELECT e.id, %s + (e.course_id - %s) * {STEPS} + s, e.last_activity_at FROM courses_enrollment e, "
            f"generate_series(0, {STEPS - 1}) s WHERE e.id > %s AND s < {STEPS} - e.id %% 7 ORDER BY e.id, s",
            [steps[0], first_course, last],
        )
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")  # not while pages are measured


def folded(name: str) -> str:
    from academy.folding import fold

    return fold(name)


def array(names) -> str:
    quoted = ", ".join(f"'{name}'" for name in names)
    return f"ARRAY[{quoted}]"


def cloned(model, pk: int, first: int, last: int, **columns: str) -> None:
    """Rows like that with `pk`, one for each g from `first` to `last` without it; `columns` are SQL in g."""
    meta = model._meta
    names = [field.column for field in meta.concrete_fields if not field.primary_key]
    columns = {"uuid": "gen_random_uuid()"} | columns
    values = ", ".join(columns.get(name, f't."{name}"') for name in names)
    quoted = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        quickly(cursor)
        cursor.execute(
            f'INSERT INTO "{meta.db_table}" ({quoted}) SELECT {values} '
            f'FROM "{meta.db_table}" t, generate_series({first}, {last - 1}) g WHERE t.id = {pk} ORDER BY g'
        )


def quickly(cursor) -> None:
    """References are right by construction: none is looked up for millions of rows."""
    cursor.execute("SET session_replication_role = replica")
    cursor.execute("SET synchronous_commit = off")
