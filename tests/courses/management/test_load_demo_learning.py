"""The invented people of a demonstration: true records, no letters, and nothing twice."""

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image
from wagtail.images import get_image_model

from academy.branding import branding_of
from academy.models import AccessRecord, Letter, Organisation, User
from courses.enums import EnrollmentState, PlaceState, SubmissionState
from courses.models import Certificate, Enrollment, Framework, Invitation, Place, RosterRow, Submission, Tally
from tests import factories


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def small_site(site):
    """Three of the eight courses, short; the organisations and the people of a demonstration."""
    for title, key in (
        ("Social dialogue forums", "social-dialogue-forums"),
        ("Social mapping", "social-mapping"),
        ("Inclusive disaster risk management", "inclusive-disaster-risk-management"),
    ):
        page = factories.make_course(title, slug=key)
        factories.make_assignment(page)
    call_command("load_organisations", verbosity=0)
    call_command("load_demo_people", force=True, verbosity=0)


def load():
    call_command("load_demo_learning", force=True, verbosity=0)


@pytest.mark.usefixtures("small_site")
def test_records_are_true_and_no_letter_leaves(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        load()
    completed = Enrollment.objects.filter(state=EnrollmentState.COMPLETED)
    assert completed.exists()
    assert Certificate.objects.count() == completed.count()
    assert not Certificate.objects.undelivered().exists()
    assert not Letter.objects.waiting().exists()
    assert mail.outbox == []
    assert sum(Tally.objects.values_list("enrolled", flat=True)) == Enrollment.objects.count()
    assert sum(Tally.objects.values_list("completed", flat=True)) == completed.count()
    assert not Enrollment.objects.filter(organisation=None).exists()
    assert Submission.objects.filter(state=SubmissionState.HANDED_IN).exists()
    assert Place.objects.filter(state=PlaceState.SEATED).exists()
    assert RosterRow.objects.exclude(error="").count() == 1
    assert Framework.objects.get().indicators.count() == 9
    assert not AccessRecord.objects.filter(at__gt=timezone.now()).exists()
    for enrollment in completed:
        assert enrollment.enrolled_at <= enrollment.started_at <= enrollment.half_at <= enrollment.completed_at


@pytest.mark.usefixtures("small_site")
def test_the_association_signs_its_certificates_and_keeps_what_people_changed():
    load()
    association = Organisation.objects.get(key="sample-association")
    certificate = Certificate.objects.filter(enrollment__organisation__key="lipovac-social", language="sr-latn").first()
    assert (certificate.issuer, len(certificate.signatories)) == ("Udruženje uzornih opština", 2)
    with default_storage.open(certificate.logo) as file:
        assert Image.open(file).width > 300
    assert branding_of(certificate.enrollment.organisation).helper.help_email == "training@example.org"
    Organisation.objects.filter(pk=association.pk).update(logo=None, help_email="mine@example.org")
    load()
    association.refresh_from_db()
    assert (association.logo, association.help_email) == (None, "mine@example.org")


@pytest.mark.usefixtures("small_site")
def test_loading_again_changes_nothing():
    load()
    models = (User, Enrollment, Certificate, Invitation, Letter, AccessRecord, Framework, RosterRow, Submission, Place)
    models += (get_image_model(),)
    before = [model.objects.count() for model in models]
    load()
    assert [model.objects.count() for model in models] == before


def test_only_on_a_demonstration(site, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo_learning")


def test_without_its_people_it_says_what_to_do(site):
    with pytest.raises(CommandError, match="load_demo_people"):
        call_command("load_demo_learning", force=True)
