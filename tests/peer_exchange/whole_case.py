"""The fullest record there can be: every field of the full case, validated by two peers, taken over by two towns."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from academy.models import User
from peer_exchange.enums import PracticeState, ReviewState
from peer_exchange.models import Adoption, Practice, PracticeReview, PracticeUpload
from peer_exchange.rules.rubric import WEIGHTS
from peer_exchange.services.practices import draft_of, save_draft
from peer_exchange.services.publications import publish_practice
from tests.peer_exchange.people import Region, peer_of
from tests.peer_exchange.practices import make_draft, make_practice

WORDS = {
    "objectives": "Objective: no child stays at home.",
    "legal_basis": "Law on social care, article 7.",
    "participation_note": "Mothers plan every week together.",
    "staff": "Two carers and a driver.",
    "premises": "Three rooms without stairs.",
    "cost_note": "24,000 euros a year as the budget says.",
    "funding_note": "The municipality pays, parents bring fruit.",
    "after_donor": "The municipal budget since 2024.",
    "went_wrong": "Nobody trusted the bus; a mother rode along.",
    "success_conditions": "A building without stairs.",
    "smallest_version": "Two rooms, three days a week.",
    "not_suitable_when": "Villages lie over an hour apart.",
}
FACTS = {
    "participation": 3,
    "months_to_start": 7,
    "yearly_cost_band": "20_100",
    "funding": ["municipal", "users"],
    "evidence": 2,
    "suitable_bands": ["10_30"],
    "sdg_targets": ["1.3", "10.2"],
    "source_title": "Report of the sample association",
    "source_url": "https://example.org/report",
}
PARTS: dict[str, list[dict[str, Any]]] = {
    "steps": [{"what": "Decide together", "who": "Council", "when": "2021", "duration": "2 months"}],
    "partners": [{"name": "Association of parents", "support": ["political"], "note": "lends its bus"}],
    "costs": [
        {"kind": "setup", "label": "Ramp", "amount": "5200", "currency": "EUR", "year": 2022, "source": "Tender 4/22"},
        {"kind": "yearly", "label": "Wages", "amount": "18400", "currency": "EUR", "year": 2024, "source": "Budget"},
    ],
    "indicators": [
        {
            "name": "Children a day", "unit": "children", "baseline": "0", "baseline_on": "May 2021", "latest": "28",
            "latest_on": "June 2024", "source": "Daily list",
        }
    ],
    "lessons": [{"text": "Ask the parents"}, {"text": "Start small"}, {"text": "Count every day", "is_reading": True}],
    "documents": [
        {
            "kind": "rulebook", "title": "House rules", "language": "sq", "licence": "CC0-1.0",
            "url": "https://example.org/rules.pdf",
        }
    ],
}  # fmt: skip


def picture_of(practice: Practice) -> PracticeUpload:
    output = BytesIO()
    Image.new("RGB", (60, 40), "#0f4c4a").save(output, "PNG")
    upload = PracticeUpload(
        practice=practice, name="room.png", content_type="image/png", size=len(output.getvalue()), width=60, height=40
    )
    upload.file.save("room.png", ContentFile(output.getvalue()))
    return upload


def make_whole_case(author: User, region: Region, **fields: Any) -> Practice:
    """Needs a MEDIA_ROOT of its own."""
    other = make_practice(author, region.elsewhere, title="A practice that its authors name")
    draft = make_draft(author, region.town, **{**WORDS, **FACTS, "related": [other], **fields})
    image = {"upload": picture_of(draft), "alt": "A ramp leads to the door", "credit": "Photo: Sara Sample",
             "has_consent": True}  # fmt: skip
    save_draft(draft, {}, PARTS | {"images": [image]}, version=draft_of(draft).draft_version, by=author)
    practice = publish_practice(draft, by=None)
    validate(practice, region)
    for place, stage, reason in ((region.village, "implemented", ""), (region.elsewhere, "stopped", "The cook left.")):
        Adoption.objects.create(
            practice=practice, organisation=place, stage=stage, stopped_reason=reason, language="en",
            changed=f"What {place.key} changed", result="38 people a week", cost_amount="12600", cost_currency="EUR",
            cost_note="with the bus", evidence="Counted monthly", help_received="A visit of two days",
            confirmed_at=timezone.now(), confirmed_by=author if stage == "implemented" else region.checker,
        )  # fmt: skip
    return Practice.objects.get(pk=practice.pk)


def validate(practice: Practice, region: Region) -> None:
    """By two peers who differ in one criterion: 2.5 points for evidence, 2 for the rest."""
    reviews = [
        PracticeReview.objects.create(
            practice=practice, reviewer=peer_of(place, name), organisation=place, version=practice.version,
            state=ReviewState.SUBMITTED, scores=dict.fromkeys(WEIGHTS, 2) | {"evidence": evidence}, language="en",
            comments={"evidence": "A comment for the authors"}, percent=70, submitted_at=timezone.now(),
        )
        for place, name, evidence in ((region.village, "Vera", 2), (region.elsewhere, "Emil", 3))
    ]  # fmt: skip
    Practice.objects.filter(pk=practice.pk).update(
        state=PracticeState.VALIDATED, first_review=reviews[0], second_review=reviews[1], validated_at=timezone.now()
    )
