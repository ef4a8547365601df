"""Certificates in the CMS: who sees them, what may be done, and that nothing else may."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from django.utils.html import escape

from courses.models import Certificate
from courses.services.certificates import reissue_certificate, revoke_certificate
from tests import factories

INDEX = "/admin/certificates/"
NOW = timezone.now()


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def certificate(enrollment):
    factories.finish(enrollment)
    return Certificate.objects.get()


@pytest.fixture
def registrar(facilitator):
    """A facilitator who was given the right."""
    facilitator.user_permissions.add(Permission.objects.get(codename="revoke_certificate"))
    return facilitator


@pytest.fixture
def cms(client, registrar):
    client.force_login(registrar)
    return client


def names(response) -> list[str]:
    return [row.name for row in response.context["object_list"]]


def issue(name: str, page, **fields) -> Certificate:
    factories.finish(factories.enroll(factories.UserFactory(name=name), page))
    Certificate.objects.filter(name=name).update(**fields)
    return Certificate.objects.get(name=name)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(cms, course_page, rows, django_assert_num_queries):
    for number in range(rows):
        issue(f"Person {number}", course_page)
    cms.get(INDEX)
    with django_assert_num_queries(13, exact=False):
        response = cms.get(INDEX)
    assert len(names(response)) == rows


@pytest.mark.parametrize("query", ["djordje", "ЂОРЂЕ", "Đorđe outreach", "Ђор"])
def test_a_name_is_found_in_any_script(cms, course_page, query):
    issue("Ђорђе Ђукић", course_page)
    issue("Ana", course_page)
    assert names(cms.get(INDEX, {"q": query})) == ["Ђорђе Ђукић"]


def test_a_code_is_found_however_it_is_typed(cms, course_page):
    wanted, _other = issue("Ana", course_page), issue("Mara", course_page)
    assert names(cms.get(INDEX, {"q": wanted.code.lower().replace("-", "")})) == ["Ana"]


@pytest.mark.parametrize("query", ['"', "!!!", "nobody"])
def test_nothing_is_found(cms, certificate, query):
    assert names(cms.get(INDEX, {"q": query})) == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"status": "valid"}, {"Fresh", "Stuck", "Refused"}),
        ({"status": "expired"}, {"Old"}),
        ({"status": "revoked"}, {"Revoked"}),
        ({"delivery": "waiting"}, {"Fresh", "Old", "Revoked"}),
        ({"delivery": "uncertain"}, {"Stuck"}),
        ({"delivery": "refused"}, {"Refused"}),
        ({"delivery": "delivered"}, set()),
    ],
)
def test_filters(cms, course_page, filters, found):
    issue("Fresh", course_page)
    issue("Old", course_page, expires_at=NOW - timedelta(days=1))
    issue("Revoked", course_page, revoked_at=NOW, revoked_reason="Error")
    issue("Stuck", course_page, claimed_at=NOW, sending_at=NOW)
    issue("Refused", course_page, refusals=1, retry_at=NOW)
    assert set(names(cms.get(INDEX, filters))) == found


def test_by_course(cms, course_page):
    issue("Ana", course_page)
    other = factories.make_course("Day-care")
    issue("Mara", other)
    assert names(cms.get(INDEX, {"course": factories.course_of(other).pk})) == ["Mara"]


def test_the_page_of_a_certificate(cms, certificate):
    text = cms.get(f"{INDEX}inspect/{certificate.pk}/").content.decode()
    for expected in (certificate.code, "Alice Sample", "Revoke", "Issue anew", "Send again", "Waiting"):
        assert expected in text


@pytest.mark.parametrize("address", ["new/", "edit/{pk}/", "delete/{pk}/", "history/{pk}/", "usage/{pk}/"])
def test_nobody_edits_or_deletes(client, admin, certificate, address):
    client.force_login(admin)
    assert client.get(INDEX + address.format(pk=certificate.pk)).status_code == 404


@pytest.mark.parametrize("action", ["revocation", "reissue", "letter"])
def test_who_was_not_given_the_right(client, facilitator, certificate, action):
    client.force_login(facilitator)
    assert client.get(f"{INDEX}inspect/{certificate.pk}/").status_code == 200
    response = client.post(f"{INDEX}{certificate.pk}/{action}/", {"reason": "Because", "name": "X", "language": "en"})
    assert response.status_code == 302
    assert response.url == "/admin/"
    certificate.refresh_from_db()
    assert certificate.revoked_at is None
    assert Certificate.objects.count() == 1


def test_who_may_not_see_certificates(client, trainer, certificate):
    client.force_login(trainer)
    for address in (INDEX, f"{INDEX}inspect/{certificate.pk}/"):
        assert client.get(address).status_code == 302


def test_revoking(cms, registrar, certificate):
    address = f"{INDEX}{certificate.pk}/revocation/"
    assert "for good" in cms.get(address).content.decode()
    response = cms.post(address, {"reason": "Taken by somebody else"}, follow=True)
    certificate.refresh_from_db()
    assert (certificate.revoked_reason, certificate.revoked_by) == ("Taken by somebody else", registrar)
    assert "The certificate is revoked." in response.content.decode()


def test_revoking_without_a_reason(cms, certificate):
    response = cms.post(f"{INDEX}{certificate.pk}/revocation/", {"reason": "  "})
    assert response.status_code == 200
    assert "This field is required." in response.content.decode()
    certificate.refresh_from_db()
    assert certificate.revoked_at is None


def test_what_was_typed_stays_when_something_is_wrong(cms, certificate):
    response = cms.post(
        f"{INDEX}{certificate.pk}/reissue/", {"reason": "Misspelt <name>", "name": "", "language": "en"}
    )
    assert response.status_code == 200
    assert escape("Misspelt <name>") in response.content.decode()


def test_reissuing(cms, certificate):
    address = f"{INDEX}{certificate.pk}/reissue/"
    assert 'value="Alice Sample"' in cms.get(address).content.decode()
    values = {"reason": "Misspelt", "name": "Alice Simple", "name_other_script": "Алис", "language": "sr"}
    response = cms.post(address, values, follow=True)
    new = Certificate.objects.get(replaces=certificate)
    assert (new.name, new.name_other_script, new.language) == ("Alice Simple", "Алис", "sr")
    assert new.code in response.content.decode()


def test_reissuing_what_was_replaced_meanwhile(cms, admin, certificate):
    reissue_certificate(certificate, by=admin, reason="Misspelt")
    values = {"reason": "Mine too", "name": "Alice", "language": "en"}
    response = cms.post(f"{INDEX}{certificate.pk}/reissue/", values)
    assert "revoked or replaced already" in response.content.decode()
    assert "Mine too" in response.content.decode()
    assert Certificate.objects.count() == 2


def test_sending_again(cms, certificate, mailoutbox, django_capture_on_commit_callbacks):
    Certificate.objects.update(claimed_at=NOW, sending_at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        cms.post(f"{INDEX}{certificate.pk}/letter/")
    assert len(mailoutbox) == 1
    certificate.refresh_from_db()
    assert certificate.delivered_at


def test_sending_again_what_was_revoked(cms, admin, certificate, mailoutbox):
    revoke_certificate(certificate, reason="Error", by=admin)
    response = cms.post(f"{INDEX}{certificate.pk}/letter/", follow=True)
    assert "There is nobody to send it to" in response.content.decode()
    assert mailoutbox == []
