"""Fills the demo in one process, which demo.py starts: Django alone takes longer to start than most of these commands.

python .ci/fill.py [catalogues] [site] <file that shall list the accounts>
"""

import gc
import os
import sys
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CONTENT = Path("courses", "content")


def main(*parts: str, accounts: str) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings")
    gc.set_threshold(50_000, 20, 20)  # much is made here and little of it is garbage: look for that less often
    import django

    django.setup()
    if "catalogues" in parts:
        do("Compiling the translations", "compile_catalogues", "--verbosity", "0")
    if "site" in parts:
        fill_site(accounts=Path(accounts))


def fill_site(*, accounts: Path) -> None:
    do("Setting up the database", "migrate", "--verbosity", "0")
    do("Setting up the site", "setup_site")
    do("Loading the glossary", "load_glossary", str(CONTENT / "glossary.yaml"))
    do("Loading the courses", "load_course", *sorted(str(file.parent) for file in CONTENT.glob("*/course.md")))
    do("Loading the learning path", "load_path", str(CONTENT / "paths" / "leave-no-one-behind.yaml"))
    do("Bringing in the organisations", "load_organisations")
    do("Publishing the good practices", "load_practices")
    people = StringIO()
    do("Bringing in the demo people", "load_demo_people", stdout=people)
    do("Letting invented people learn in the sample organisations", "load_demo_learning")
    do("Opening clusters in which they talk", "load_demo_clusters")
    do("Inventing a practice that others took over", "load_demo_practices")
    accounts.write_text(people.getvalue(), "utf-8")


def do(message: str, *command: str, **options: Any) -> None:
    from django.core.management import CommandError, call_command

    print(f"{message} …", flush=True)
    try:
        call_command(*command, **options)
    except CommandError as error:
        sys.exit(f"manage.py {' '.join(command)}: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:-1], accounts=sys.argv[-1])
