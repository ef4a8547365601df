"""The pages of an assignment: what a learner fills in and what a facilitator reads, without JavaScript."""

import io
import re

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from courses.enums import SubmissionState
from courses.models import AssignmentPage, Step, Submission, SubmissionComment
from courses.services import assignments as service
from tests import factories
from tests.factories import ANSWERS

pytestmark = pytest.mark.django_db

POSTED = {
    "part-area": "Two villages",
    "part-plan": "Twice a week.",
    "part-partners.0": ["Health centre", ""],
    "part-partners.1": ["a nurse", ""],
    "part-start": "1",
    "part-risks": "",
}


@pytest.fixture
def assignment(course_page):
    return factories.make_assignment(course_page, needs_acceptance=True)


@pytest.fixture
def step(assignment):
    return Step.objects.get(key=assignment.translation_key)


@pytest.fixture
def learner(client, alice, enrollment):
    client.force_login(alice)
    return client


@pytest.fixture
def reviewer(facilitator, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client = Client()
    client.force_login(facilitator)
    return client


@pytest.fixture
def handed_in(enrollment, step, assignment):
    submission = service.open_submission(enrollment, step, language="en")
    service.hand_in(service.save_answers(submission, ANSWERS, 0), assignment)
    submission.refresh_from_db()
    return submission


def post_url(enrollment, assignment: AssignmentPage) -> str:
    return f"/en/learning/enrollments/{enrollment.uuid}/steps/{assignment.translation_key}/assignment/"


def post(client, enrollment, assignment, version=0, **extra):
    data = POSTED | {"version": str(version)} | {name.replace("_", "-"): value for name, value in extra.items()}
    return client.post(post_url(enrollment, assignment), data)


def test_the_page_shows_the_template_and_who_reads_it(learner, assignment):
    html = learner.get(assignment.url).content.decode()
    for part in assignment.parts.all():
        assert part.label in html
    assert "do not write names or data of beneficiaries" in html
    assert "0 of 5 parts filled in" in html
    assert not Submission.objects.exists()


def test_saving_without_javascript(learner, enrollment, assignment):
    response = post(learner, enrollment, assignment, save="1")
    assert response.url == assignment.url
    assert Submission.objects.get().answers == ANSWERS
    assert "4 of 5 parts filled in" in learner.get(assignment.url).content.decode()


def test_adding_a_row_keeps_everything_typed(learner, enrollment, assignment):
    before = learner.get(assignment.url).content.decode().count('name="part-partners.0"')
    response = post(learner, enrollment, assignment, add_row="partners")
    html = response.content.decode()
    assert html.count('name="part-partners.0"') == before + 1
    for typed in ("Two villages", "Twice a week.", "Health centre", "a nurse"):
        assert typed in html
    assert re.search(r'value="1" checked', html)
    assert Submission.objects.get().answers == ANSWERS
    assert 'name="version" value="1"' in html


def test_a_text_that_is_too_long_is_shown_again_and_the_rest_is_kept(learner, enrollment, assignment):
    response = post(learner, enrollment, assignment, **{"part-area": "y" * 301})
    html = response.content.decode()
    assert response.status_code == 422
    assert "At most 300 characters fit here, yours are 301." in html
    assert "y" * 301 in html
    assert Submission.objects.get().answers == {key: value for key, value in ANSWERS.items() if key != "area"}


def test_a_stale_tab_sees_both_texts(learner, enrollment, assignment):
    post(learner, enrollment, assignment)
    response = post(learner, enrollment, assignment, version=0, **{"part-plan": "From my other tab"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "From my other tab" in html
    assert "Twice a week." in html
    assert Submission.objects.get().answers["plan"] == "Twice a week."
    assert post(learner, enrollment, assignment, version=1, **{"part-plan": "Both"}).status_code == 302
    assert Submission.objects.get().answers["plan"] == "Both"


def test_saving_in_the_background_answers_with_time_and_version(learner, enrollment, assignment):
    response = learner.post(post_url(enrollment, assignment), POSTED | {"version": "0"}, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "Saved at" in html
    assert 'name="version" value="1"' in html
    assert "4 of 5 parts filled in" in html
    stale = learner.post(
        post_url(enrollment, assignment), {"version": "0", "part-area": "X"}, headers={"HX-Request": "true"}
    )
    assert "Another tab or device" in stale.content.decode()
    assert Submission.objects.get().answers["area"] == "Two villages"


def test_handing_in_names_the_parts_that_are_missing(learner, enrollment, assignment):
    response = post(learner, enrollment, assignment, hand_in="1", **{"part-plan": " "})
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#part-plan"' in html
    assert 'href="#part-area"' not in html
    assert Submission.objects.get().state == SubmissionState.DRAFT


def test_handing_in_leads_on(learner, enrollment, assignment):
    post(learner, enrollment, assignment, hand_in="1")
    assert Submission.objects.get().state == SubmissionState.HANDED_IN
    html = learner.get(assignment.url).content.decode()
    assert "Handed in on" in html
    assert "A facilitator reads it and answers" in html


def test_a_reply_saves_the_text_too(learner, enrollment, assignment, handed_in):
    response = post(learner, enrollment, assignment, version=1, comment="plan", **{
        "part-area": "Three villages", "comment-plan": "Is this enough?",
    })  # fmt: skip
    assert response.url == f"{assignment.url}#part-plan"
    assert SubmissionComment.objects.get().part == "plan"
    assert Submission.objects.get().answers["area"] == "Three villages"
    assert "You have changed your text since" in learner.get(assignment.url).content.decode()


def test_the_whole_journey_with_a_facilitator(learner, enrollment, assignment, reviewer, handed_in):
    address = f"/en/learning/reviews/{handed_in.uuid}/"
    assert "Alice Sample" in reviewer.get("/en/learning/reviews/").content.decode()
    silent = reviewer.post(address, {"number": "1", "decision": "returned"})
    assert silent.status_code == 409
    assert "Write at least one comment" in silent.content.decode()
    response = reviewer.post(address, {"number": "1", "decision": "returned", "comment-plan": "How often?"})
    assert response.url == "/en/learning/reviews/"
    html = learner.get(assignment.url).content.decode()
    assert "How often?" in html
    assert "Returned with comments on" in html
    assert "Returned with comments" in learner.get("/en/learning/").content.decode()
    post(learner, enrollment, assignment, version=1, hand_in="1", **{"part-plan": "Three times."})
    html = reviewer.get(address).content.decode()
    assert html.count("data-changed") == 1
    assert "Three times." in html
    assert "Twice a week." in html
    outdated = reviewer.post(address, {"number": "1", "decision": "accepted", "comment-plan": "Good."})
    assert outdated.status_code == 409
    assert "Good." in outdated.content.decode()
    reviewer.post(address, {"number": "2", "decision": "accepted"})
    html = learner.get(assignment.url).content.decode()
    assert "Accepted on" in html
    assert 'name="part-plan"' not in html


def test_a_facilitator_never_sees_what_was_not_handed_in(learner, enrollment, assignment, reviewer, handed_in):
    post(learner, enrollment, assignment, version=1, **{"part-plan": "My secret draft"})
    assert "My secret draft" not in reviewer.get(f"/en/learning/reviews/{handed_in.uuid}/").content.decode()
    document = Document(io.BytesIO(reviewer.get(f"/en/learning/reviews/{handed_in.uuid}.docx").content))
    assert "My secret draft" not in document.element.xml


@pytest.mark.parametrize(("query", "found"), [("alice", 1), ("Алиц", 1), ("bob", 0), ("Боб", 0)])
def test_search_by_name_in_any_script(reviewer, handed_in, bob, query, found):
    handed_in.enrollment.user.name_other_script = "Алице Пример"
    handed_in.enrollment.user.save()
    html = reviewer.get("/en/learning/reviews/", {"q": query}).content.decode()
    assert html.count('class="review-line"') == found


def test_filters_by_state_and_course(reviewer, handed_in):
    def count(**query):
        return reviewer.get("/en/learning/reviews/", query).content.decode().count('class="review-line"')

    assert count(state="handed_in") == count(course="outreach") == count() == 1
    assert count(state="accepted") == count(course="no-such-course") == count(state="draft") == 0


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_files_carry_every_letter(learner, enrollment, assignment, form):
    text = "Љубица Њежић · Çelësi i bashkisë është këtu"
    post(learner, enrollment, assignment, **{"part-area": text, "part-partners.0": ["Дом здравља " + "x" * 200]})
    submission = Submission.objects.get()
    response = learner.get(f"/en/learning/assignments/{submission.uuid}.{form}")
    assert response.headers["Content-Disposition"] == f'attachment; filename="assignment-alice-sample.{form}"'
    read = text_of(response.content, form)
    assert "Љубица Њежић" in read
    assert "Çelësi i bashkisë" in read
    assert "Дом здравља" in read


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_blank_template_is_for_everybody(client, assignment, form):
    response = client.get(f"/en/learning/templates/{assignment.translation_key}.{form}")
    read = text_of(response.content, form)
    assert "Who takes part" in read
    assert "Name the villages." in read
    assert "Brings" in read


def test_the_blank_template_of_an_unpublished_assignment_is_gone(client, assignment):
    assignment.unpublish()
    assert client.get(f"/en/learning/templates/{assignment.translation_key}.pdf").status_code == 404


def test_the_course_page_offers_the_template(client, course_page, assignment):
    html = client.get(course_page.url).content.decode()
    assert f"/en/learning/templates/{assignment.translation_key}.docx" in html
    assert "Do the assignment" in html


def test_the_lasting_address_leads_into_the_course(learner, assignment, handed_in):
    assert learner.get(f"/en/learning/assignments/{handed_in.uuid}/").url == assignment.url


def test_her_text_outlives_the_page(learner, assignment, handed_in):
    assignment.unpublish()
    html = learner.get(f"/en/learning/assignments/{handed_in.uuid}/").content.decode()
    assert "Twice a week." in html
    assert learner.get(f"/en/learning/assignments/{handed_in.uuid}.pdf").status_code == 200


def text_of(content: bytes, form: str) -> str:
    if form == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_a_table_that_fills_every_cell_still_fits_the_paper(learner, enrollment, assignment):
    rows = [["word " * 190] * 12] * 2
    post(learner, enrollment, assignment, **{"part-partners.0": rows[0], "part-partners.1": rows[1]})
    submission = Submission.objects.get()
    response = learner.get(f"/en/learning/assignments/{submission.uuid}.pdf")
    assert response.content.startswith(b"%PDF")


def queries_of(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured)


def test_the_list_costs_the_same_for_one_and_three(reviewer, course_page, assignment, step, handed_in):
    address = "/en/learning/reviews/"
    one = queries_of(reviewer, address)
    for _number in range(2):
        submission = service.open_submission(
            factories.enroll(factories.UserFactory(), course_page), step, language="en"
        )
        service.hand_in(service.save_answers(submission, ANSWERS, 0), assignment)
    assert queries_of(reviewer, address) == one
    assert one <= 20


def test_pages_cost_the_same_for_any_number_of_parts_and_comments(
    learner, assignment, reviewer, handed_in, facilitator
):
    review = f"/en/learning/reviews/{handed_in.uuid}/"
    service.comment(handed_in, facilitator, "One")
    before = queries_of(learner, assignment.url), queries_of(reviewer, review)
    for part in ("plan", "area", "start"):
        service.comment(handed_in, facilitator, "More", part=part)
    assert (queries_of(learner, assignment.url), queries_of(reviewer, review)) == before
    assert before[0] <= 20


def test_an_editor_previews_the_learners_page(assignment, rf, editor):
    html = assignment.make_preview_request().content.decode()
    assert "Who takes part" in html
    assert "disabled" in html
