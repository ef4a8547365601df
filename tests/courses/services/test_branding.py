"""Certificates and letters of an organisation: the nearest branding, frozen on the day of issue."""

from io import BytesIO

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.utils.translation import gettext, override
from PIL import Image
from pypdf import PdfReader
from wagtail.models import Site

from academy.branding import branding_of
from academy.logos import read_logo
from academy.models import Organisation
from academy.services.logos import remove_logo, set_logo
from academy.services.organisations import edit_organisation, join_organisation
from courses.delivery.certificate_pdf import draw_certificate
from courses.models import Certificate, CertificateIssuer
from courses.services.certificates import sample_certificate
from tests import factories

pytestmark = pytest.mark.django_db


def png(colour="teal") -> bytes:
    output = BytesIO()
    Image.new("RGB", (200, 100), colour).save(output, "PNG")
    return read_logo(output.getvalue())


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def association(site):
    return factories.make_organisation(
        "association", key="asm", name="Shoqata Shembull", signatory_name="Јелена Пример", signatory_role="Председница"
    )


@pytest.fixture
def unit(association):
    municipality = factories.make_organisation("municipality", association, key="lipovac")
    return factories.make_organisation("unit", municipality, key="social")


@pytest.fixture
def issuer(site):
    row = CertificateIssuer.for_site(Site.objects.get(is_default_site=True))
    row.issuer, row.signatory_name = "The site", "Site Signatory"
    row.save()


def finished(alice, course_page) -> Certificate:
    return factories.finish(factories.enroll(alice, course_page)).certificates.get()


def kept(certificate: Certificate) -> bytes:
    with default_storage.open(certificate.logo) as file:
        return file.read()


def test_without_an_organisation_the_site_issues(issuer, alice, course_page):
    certificate = finished(alice, course_page)
    assert (certificate.issuer, certificate.logo) == ("The site", "")
    assert certificate.signatories == [{"name": "Site Signatory", "role": ""}]


def test_an_organisation_without_branding_has_that_of_the_site(issuer, alice, course_page):
    join_organisation(alice, factories.make_organisation("municipality", key="plain"))
    assert finished(alice, course_page).issuer == "The site"


def test_the_nearest_above_it_issues_and_a_later_change_changes_nothing(
    issuer, association, unit, alice, admin, course_page
):
    join_organisation(alice, unit)
    set_logo(association, png(), by=admin)
    certificate = finished(alice, course_page)
    assert certificate.issuer == "Shoqata Shembull"
    assert certificate.signatories == [{"name": "Јелена Пример", "role": "Председница"}]
    drawn = draw_certificate(certificate)
    content = kept(certificate)

    association = Organisation.objects.get(pk=association.pk)
    edit_organisation(association, by=admin, issuer="Another body", signatory_name="Somebody Else")
    set_logo(association, png("red"), by=admin)
    remove_logo(association, by=admin)
    certificate = Certificate.objects.get()
    assert certificate.issuer == "Shoqata Shembull"
    assert kept(certificate) == content
    assert draw_certificate(certificate) == drawn


def test_each_part_comes_from_the_nearest_that_has_it(association, unit, admin):
    municipality = Organisation.objects.get(key="lipovac")
    set_logo(municipality, png(), by=admin)
    edit_organisation(association, by=admin, help_email="help@example.org")
    branding = branding_of(unit)
    assert branding.issuer_name == municipality.name
    assert branding.logo == municipality.logo
    assert branding.signatories == [{"name": "Јелена Пример", "role": "Председница"}]
    assert branding.helper == association


def test_however_deep_it_costs_the_same(association, unit, django_assert_num_queries):
    for row in (association, unit):
        with django_assert_num_queries(2):
            branding_of(row)


def test_the_logo_before_goes_but_not_one_of_the_library(association, admin):
    from wagtail.images.models import Image as LibraryImage

    first = set_logo(association, png(), by=admin)
    set_logo(association, png("red"), by=admin)
    assert not LibraryImage.objects.filter(pk=first.pk).exists()
    chosen = LibraryImage.objects.get()
    chosen.collection = chosen.collection.get_parent()
    chosen.save()
    association.refresh_from_db()
    remove_logo(association, by=admin)
    remove_logo(association, by=admin)
    assert LibraryImage.objects.filter(pk=chosen.pk).exists()


def test_the_check_page_shows_the_logo_of_that_day(association, unit, alice, admin, course_page, client):
    join_organisation(alice, unit)
    set_logo(association, png(), by=admin)
    certificate = finished(alice, course_page)
    remove_logo(association, by=admin)
    html = client.get(f"/en/certificates/{certificate.code}/").content.decode()
    assert certificate.logo in html
    picture = client.get(f"/media/{certificate.logo}")
    assert b"".join(picture.streaming_content) == kept(certificate)
    picture.close()


def test_a_lost_file_does_not_keep_the_certificate_from_being_drawn(association, unit, alice, admin, course_page):
    join_organisation(alice, unit)
    set_logo(association, png(), by=admin)
    certificate = finished(alice, course_page)
    default_storage.delete(certificate.logo)
    assert draw_certificate(certificate).startswith(b"%PDF")


def test_the_letter_with_the_certificate_names_who_helps(
    association, unit, alice, admin, course_page, django_capture_on_commit_callbacks
):
    edit_organisation(association, by=admin, help_email="help@example.org", help_text="Mondays only")
    join_organisation(alice, unit)
    with django_capture_on_commit_callbacks(execute=True):
        finished(alice, course_page)
    letter = next(letter for letter in mail.outbox if letter.attachments)
    for text in (letter.body, letter.alternatives[0].content):
        assert "Shoqata Shembull" in text
        assert "help@example.org" in text
        assert "Mondays only" in text


@pytest.mark.parametrize("language", ["en", "sr", "sq"])
def test_a_sample_is_marked_and_never_stored(association, unit, admin, course_page, language):
    edit_organisation(
        association, by=admin, issuer="Shoqata e Përbashkët e Bashkive dhe Komunave Shembullore " * 2 + "Љ"
    )
    set_logo(association, png(), by=admin)
    pdf = draw_certificate(sample_certificate(unit, language), is_sample=True)
    [page] = PdfReader(BytesIO(pdf)).pages
    with override(language):
        assert gettext("SAMPLE") in page.extract_text()
    assert "/certificates/" not in page.extract_text()
    assert not Certificate.objects.exists()
