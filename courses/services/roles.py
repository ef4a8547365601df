"""The catalogue page and the roles of learning in the CMS. Twice called, it changes nothing."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
)

from academy.models import HomePage
from courses.models import CourseIndexPage, Question

PAGES_TRAINER = ("add", "change")
PAGES_EDITOR = ("add", "change", "publish", "lock", "unlock")
LIBRARY = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")

# group → (permissions on course pages, model permissions)
ROLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Trainers": (
        PAGES_TRAINER,
        (
            "wagtailadmin.access_admin",
            "courses.add_question",
            "courses.change_question",
            "courses.view_question",
            "courses.add_term",
            "courses.change_term",
            "courses.view_term",
        ),
    ),
    "Facilitators": (
        (),
        (
            "wagtailadmin.access_admin",
            "courses.view_enrollment",
            "courses.view_certificate",
            "courses.review_submission",
        ),
    ),
    "Editors": (
        PAGES_EDITOR,
        (
            "wagtailadmin.access_admin",
            "courses.add_question",
            "courses.change_question",
            "courses.delete_question",
            "courses.publish_question",
            "courses.view_question",
            "courses.add_term",
            "courses.change_term",
            "courses.delete_term",
            "courses.view_term",
            "courses.view_certificate",
            "courses.revoke_certificate",
            "courses.review_submission",
            "academy.add_approach",
            "academy.change_approach",
            "academy.view_approach",
            "wagtail_localize.submit_translation",
        ),
    ),
    "Organisation administrators": ((), ()),
}


@transaction.atomic
def setup_courses() -> None:
    """Create the catalogue in every language, and the groups; later an existing group keeps what the CMS made of it."""
    is_first = not CourseIndexPage.objects.exists()
    setup_catalogue()
    if is_first:
        _clear_wagtail_groups()
    for name, (page_permissions, permissions) in ROLES.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            group.permissions.set(_permissions(permissions))
            _allow_pages(group, page_permissions)
            if page_permissions:
                _allow_library(group)
    if is_first:
        _setup_review()


def _clear_wagtail_groups() -> None:
    """Wagtail brings groups of its own, with rights on every page; ours take their place."""
    Group.objects.filter(name__in=("Editors", "Moderators"), user=None).delete()


def _setup_review() -> None:
    """What trainers submit goes to the editors."""
    editors = Group.objects.get(name="Editors")
    for task in GroupApprovalTask.objects.all():
        task.groups.set([editors])
    GroupApprovalTask.objects.filter(name="Moderators approval").update(name="Editors' review")
    Workflow.objects.filter(name="Moderators approval").update(name="Editors' review")
    if review := Workflow.objects.filter(name="Editors' review").first():
        WorkflowContentType.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(Question), defaults={"workflow": review}
        )


def setup_catalogue() -> CourseIndexPage:
    """The catalogue page of the site's own language; those of other languages are its translations."""
    first: CourseIndexPage | None = None
    homes = sorted(HomePage.objects.select_related("locale"), key=lambda home: home.slug != "home")
    for home in homes:
        page = CourseIndexPage.objects.child_of(home).first()
        if page is None:
            page = CourseIndexPage(title="Courses", slug="courses", locale=home.locale)
            if first is not None:
                page.translation_key = first.translation_key
            home.refresh_from_db()
            home.add_child(instance=page)
        first = first or page
    assert first is not None, "academy.services.site.setup_site() comes first"
    return first


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    found = []
    for name in names:
        app_label, codename = name.split(".")
        found.append(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    return found


def _allow_pages(group: Group, names: tuple[str, ...]) -> None:
    for page in CourseIndexPage.objects.all():
        for name in names:
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore",
                content_type__model=Page._meta.model_name,
                codename=f"{name}_page",
            )
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _allow_library(group: Group) -> None:
    root = Collection.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=LIBRARY
    ):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
