"""`make bench`: seeds a large school, puts it under load and prints what it costs beside what it may cost.

Runs beside PostgreSQL and Redis (`.ci/services.py` gives both). Every figure stands beside that of a bare Django page,
measured just before in the same way, so that a machine's own speed cancels out. Ratios of requests per second are
judged; beside them stands that of the processor time the web processes spent, which a busy machine blurs less.
"""

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    "SECRET_KEY": "only-for-the-bench-0123456789-0123456789-0123456789",
    "ALLOWED_HOSTS": "127.0.0.1,testserver",
    "SITE_URL": "http://127.0.0.1",
    "EMAIL_URL": "dummymail://",
    "DEBUG": "0",
    "DEMO": "0",
    "HTTPS": "0",
    "S3_BUCKET": "",
}
LEARNERS = (1_000, 10_000)
FORMS = 2_000
WEIGHT_LIMIT, SCRIPT_LIMIT = 150_000, 30_000
MEMORY_LIMIT = 700  # MB
PDF_LIMIT = 20  # a second and core


@dataclass(frozen=True)
class Page:
    """A row of the table. `floor`: the least ratio to the bare page; `budget`: the most SQL queries."""

    name: str
    path: str
    cookie: str = ""
    floor: float | None = None
    budget: int | None = None


def main() -> None:
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else None
    if not os.environ.get("DATABASE_URL", "").startswith("postgres") or not os.environ.get("REDIS_URL"):
        sys.exit("The bench needs PostgreSQL and Redis: make bench")
    with tempfile.TemporaryDirectory(prefix="academy-bench-") as folder:
        os.environ.update(ENVIRONMENT, VAR_DIR=folder)
        prepare_tools()
        import django

        django.setup()
        from django.core.management import call_command

        from tests.bench import data

        print("Preparing the database, the static files and the course …", flush=True)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if only in (None, "organisations"):
            from tests.bench.organisations import measure_organisations

            call_command("setup_site", verbosity=0)
            measure_organisations()
        if only in (None, "clusters"):
            from tests.bench.clusters import measure_clusters

            call_command("setup_site", verbosity=0)
            measure_clusters()
        if only in (None, "practices"):
            from tests.bench.practices import measure_practices

            call_command("setup_site", verbosity=0)
            measure_practices()
        if only in ("organisations", "clusters", "practices"):
            return
        data.build_course()
        for count in LEARNERS:
            print(f"\nEnrolling {count:,} learners …", flush=True)
            report(data.enroll_learners(count), count)


def prepare_tools() -> None:
    """wrk makes requests faster than Python can."""
    import shutil

    sys.path.insert(0, str(Path(__file__).parents[2] / ".ci"))
    from setup import install_with_apt

    if not shutil.which("wrk") and not install_with_apt("wrk"):
        sys.exit("The bench needs wrk. Debian: sudo apt install wrk")


def report(school, count: int) -> None:
    from tests.bench import data
    from tests.bench.load import Request, measure, measure_attempts
    from tests.bench.server import WORKERS, running_site
    from tests.bench.sql import count_queries
    from tests.bench.weight import weigh

    learners, lessons = school.learners, school.lesson_urls
    me = learners[0].cookie
    code = school.certificates[0]
    anonymous = [
        Page("home", "/en/", floor=0.6, budget=12),
        Page("catalogue", "/en/courses/", floor=0.6, budget=12),
        Page("course", school.course_url, floor=0.6, budget=12),
        Page("certificate check", f"/en/certificates/{code}/", floor=0.6, budget=12),
    ]
    signed_in = [
        Page("lesson", lessons[0], me, floor=0.35, budget=20),
        Page("quiz page", school.quiz_url, me),
        Page("my learning", "/en/learning/", me),
    ]
    queries = {page.name: count_queries(page.path, page.cookie) for page in [*anonymous, *signed_in]}
    forms = [Request(*form) for form in data.open_attempts(school, FORMS)]
    starts = [
        (f"/en/learning/enrollments/{learner.enrollment.uuid}/steps/{school.quiz_step.key}/attempts/", learner.cookie)
        for learner in learners
    ]
    with running_site() as server:
        weights = weigh(
            f"http://127.0.0.1:{server.port}", {p.name: (p.path, p.cookie) for p in [*anonymous, *signed_in]}
        )
        table = Table(f"{count:,} learners, {len(lessons)} lessons, {data.QUESTIONS} questions")
        bare = measure(server, [Request("/bench/bare/")])
        table.row("bare page, anonymous", bare)
        for page in anonymous:
            result = measure(server, [Request(page.path)])
            table.row(page.name, result, bare, floor=page.floor, queries=queries[page.name], budget=page.budget)
        bare = measure(server, [Request("/bench/bare-signed-in/", learner.cookie) for learner in learners])
        table.row("bare page, signed in", bare)
        for page in signed_in:
            paths = lessons if page.name == "lesson" else [page.path]
            turns = [Request(paths[number % len(paths)], learner.cookie) for number, learner in enumerate(learners)]
            table.row(
                page.name,
                measure(server, turns),
                bare,
                floor=page.floor,
                queries=queries[page.name],
                budget=page.budget,
            )
        submission = count_queries(forms[0].path, forms[0].cookie, forms[0].form)
        table.row("quiz submission", measure(server, forms[1:], warm_up=False), bare, floor=0.12, queries=submission)
        attempts = measure_attempts(server, school.quiz_url, starts, autosaves=False)
        table.row("attempt, 10 questions", attempts, bare, floor=0.03)
        attempts = measure_attempts(server, school.quiz_url, starts, autosaves=True)
        table.row("… each answer saved", attempts, bare)
        pdfs = measure(server, [Request(f"/certificates/{code}.pdf") for code in school.certificates])
        table.row("certificate PDF, kept", pdfs, queries=count_queries(f"/certificates/{code}.pdf"))
        drawn = data.draw_certificates(school.certificates)
        table.line("certificates drawn a second and core", f"{drawn:.0f}", f"≥ {PDF_LIMIT}", drawn >= PDF_LIMIT)
        resident, shared_once = server.memory()
        table.line(
            f"memory, {WORKERS} web processes and worker",
            f"{shared_once} MB (resident sizes added up, shared pages many times: {resident} MB)",
            f"< {MEMORY_LIMIT} MB",
            shared_once < MEMORY_LIMIT,
        )
        for name, weight in weights.items():
            table.line(
                f"weight of {name}",
                f"{weight.total / 1000:.0f} kB, scripts {weight.scripts / 1000:.0f} kB",
                f"≤ {WEIGHT_LIMIT // 1000} kB, {SCRIPT_LIMIT // 1000} kB",
                weight.total <= WEIGHT_LIMIT and weight.scripts <= SCRIPT_LIMIT,
            )


class Table:
    """Prints row by row; what falls short says so."""

    def __init__(self, title: str) -> None:
        columns = f"{'SQL':>5}{'warm':>6}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'CPU ms':>8}{'ratio':>7}{'by CPU':>8}"
        print(f"\n{title}\n{'':<24}{columns}  target", flush=True)

    def row(self, name, result, bare=None, *, floor=None, queries=("", ""), budget=None) -> None:
        ratio = result.per_second / bare.per_second if bare else None
        by_cpu = bare.cpu / result.cpu if bare else None
        verdicts = []
        if floor is not None:
            verdicts.append(f"≥ {floor} {verdict(ratio >= floor)}")
        if budget is not None:
            verdicts.append(f"SQL ≤ {budget} {verdict(queries[0] <= budget)}")
        print(
            f"{name:<24}{queries[0]:>5}{queries[1]:>6}{result.per_second:>8.0f}{result.p50:>8.1f}"
            f"{result.p99:>8.1f}{result.cpu:>8.2f}{shown(ratio):>7}{shown(by_cpu):>8}  {', '.join(verdicts)}",
            flush=True,
        )

    def line(self, name: str, value: str, target: str, is_met: bool) -> None:
        print(f"{name}: {value}; target {target} {verdict(is_met)}", flush=True)


def shown(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"


def verdict(is_met: bool) -> str:
    return "OK" if is_met else "SHORT"


if __name__ == "__main__":
    main()
