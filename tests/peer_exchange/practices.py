"""Practices for tests, made through the site's own services."""

from typing import Any

from academy.models import Approach, Organisation, User
from academy.services.organisations import add_organisation
from peer_exchange.enums import Offer, RunState, TargetGroup
from peer_exchange.models import Practice
from peer_exchange.services.practices import create_draft, draft_of, save_draft
from peer_exchange.services.publications import publish_practice


def make_municipality(key: str = "sample-town", *, parent: Organisation | None = None, **fields: Any) -> Organisation:
    defaults = {"kind": "municipality", "name": key.replace("-", " ").title(), "economy": "AL", "is_sample": True}
    return add_organisation(parent, key=key, **{**defaults, **fields})


def card(**fields: Any) -> dict[str, Any]:
    """All that a card needs but its municipality."""
    return {
        "title": "A day centre in an old school",
        "result_line": "28 children with disabilities spend their days among peers",
        "approach": Approach.objects.order_by("position").first() or Approach.objects.create(
            key="day-care-centres", motif="kilim", palette="madder"
        ),
        "target_groups": [TargetGroup.CHILDREN_WITH_DISABILITIES],
        "run_state": RunState.RUNNING,
        "start_year": 2022,
        "problem": "Children with disabilities stayed at home.",
        "solution": "The municipality opened a day centre in an empty school.",
        "results": "28 children come every day; before there were none.",
        "contact_name": "Sara Sample",
        "contact_role": "Social worker",
        "contact_email": "sara@example.org",
        "offers": [Offer.ANSWERS],
        **fields,
    }  # fmt: skip


def make_draft(by: User, organisation: Organisation | None = None, **fields: Any) -> Practice:
    parts = fields.pop("parts", None)
    return create_draft(by, organisation=organisation, parts=parts, **card(**fields))


def make_practice(by: User, organisation: Organisation | None = None, **fields: Any) -> Practice:
    """A public one."""
    return publish_practice(make_draft(by, organisation, **fields), by=None)


def write(practice: Practice, by: User | None, **fields: Any) -> Practice:
    """Save these fields upon what stands there now."""
    parts = fields.pop("parts", {})
    return save_draft(practice, fields, parts, version=draft_of(practice).draft_version, by=by)
