"""A full case of a demonstration, on the way that every one goes: written by its author, published by an editor, judged
by two peers. Done by the site's own services at the moments the file names; no letter about it ever leaves.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from academy.models import User
from courses.management.demo_learning import ADDRESS, as_of
from peer_exchange.management.demo_document import draw_document
from peer_exchange.models import Notice, Practice
from peer_exchange.services.practice_files import draft_from
from peer_exchange.services.practice_reviews import begin_review, invite_reviewer, save_review, submit_review
from peer_exchange.services.practice_uploads import add_document
from peer_exchange.services.practices import save_draft
from peer_exchange.services.publications import publish_practice

Row = Mapping[str, Any]


def people_of(case: Row) -> dict[str, User] | None:
    """By the names the file uses; None when one of them has no account yet."""
    wanted = {case["author"], case["editor"], *(review["who"] for review in case["reviews"])}
    found = User.objects.filter(email__in=[f"{key}@{ADDRESS}" for key in wanted])
    people = {user.email.partition("@")[0]: user for user in found}
    return people if people.keys() == wanted else None


def add_case(entry: dict[str, Any], case: Row, people: Mapping[str, User], *, now: datetime) -> Practice:
    """Validated, when its peers say so. Raises PracticeFileError."""
    author, editor = people[case["author"]], people[case["editor"]]
    begun, published = (now - timedelta(days=case[name]) for name in ("begun", "published"))
    with as_of(published):
        draft = draft_from(entry, by=author, is_sample=True, now=begun)
        _attach(draft, case["document"], by=author)
        practice = publish_practice(draft, by=editor, now=published)
    for row in case["reviews"]:
        _review(practice, row, people[row["who"]], editor=editor, now=now)
    Notice.objects.filter(practice=practice, seen_at=None).update(seen_at=now)
    return practice


def _attach(draft: Practice, row: Row, *, by: User) -> None:
    upload = add_document(draft, row["name"], draw_document(row["title"], row["lines"]), by=by)
    document = {name: row[name] for name in ("kind", "title", "language", "licence")} | {"upload": upload}
    save_draft(draft, {}, {"documents": [document]}, version=draft.draft_version, by=by)


def _review(practice: Practice, row: Row, reviewer: User, *, editor: User, now: datetime) -> None:
    invited, handed_in = (now - timedelta(days=row[name]) for name in ("invited", "handed_in"))
    with as_of(invited):
        due_on = (invited + timedelta(days=30)).date()
        review = invite_reviewer(practice, reviewer, by=editor, due_on=due_on, now=invited)
    with as_of(handed_in):
        begin_review(review, by=reviewer)
        save_review(review, by=reviewer, scores=row["scores"], comments=row["comments"], summary=row["summary"])
        submit_review(review, by=reviewer, now=handed_in)
