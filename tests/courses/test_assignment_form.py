"""The CMS refuses a template that nobody could fill in, and finds keys by itself."""

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from courses.models import AssignmentPage
from tests import factories

pytestmark = pytest.mark.django_db


def part(**fields):
    return {"kind": "text", "label": "What?", "rows": "4", "is_required": "on", **fields}


@pytest.fixture
def bind(course_page, editor):
    """`bind(part, …)` is the editor's form of a new assignment with these parts."""

    def bind(*parts):
        form_class = AssignmentPage.get_edit_handler().get_form_class()
        data = nested_form_data(
            {
                "title": "Plan",
                "slug": "plan",
                "brief": rich_text("<p>Write.</p>"),
                "minutes": "60",
                "parts": inline_formset(list(parts)),
                "comments": inline_formset([]),
            }
        )
        page = AssignmentPage(locale=course_page.locale)
        return form_class(data, instance=page, parent_page=course_page, for_user=editor)

    return bind


def errors_of(form) -> list[dict]:
    assert not form.is_valid()
    return form.formsets["parts"].errors


def test_a_whole_template_is_taken(bind):
    form = bind(
        part(key="what"),
        part(key="who", kind="table", columns="Name\nTask"),
        part(key="when", kind="choice", choices="Now\nLater"),
    )
    assert form.is_valid(), (form.errors, form.formsets["parts"].errors)


def test_a_key_twice_is_refused(bind):
    errors = errors_of(bind(part(key="same"), part(key="same")))
    assert errors[0] == {}
    assert "Part 1 has this key already" in errors[1]["key"][0]


def test_a_table_needs_columns(bind):
    assert "A table needs columns" in errors_of(bind(part(key="who", kind="table", columns=" \n")))[0]["columns"][0]


@pytest.mark.parametrize("choices", ["", "Only one"])
def test_a_choice_needs_choices(bind, choices):
    errors = errors_of(bind(part(key="when", kind="choice", choices=choices)))
    assert "at least two choices" in errors[0]["choices"][0]


def test_keys_are_made_from_the_questions(bind, course_page):
    form = bind(part(label="Шта радите?"), part(label="Шта радите?"), part(key="shta-radite-3", label="Other"))
    assert form.is_valid(), (form.errors, form.formsets["parts"].errors)
    page = form.save(commit=False)
    keys = [row.key for row in page.parts.all()]
    assert len(set(keys)) == 3
    assert all(key.isascii() and key for key in keys)
    factories.add_child(course_page, page)
    assert [row.key for row in AssignmentPage.objects.get(pk=page.pk).parts.all()] == keys
