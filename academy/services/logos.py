"""Logos of organisations: stored as images of the library, and kept for certificates that must not change."""

from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from wagtail.images.models import Image
from wagtail.models import Collection

from academy.enums import Access
from academy.logos import LogoRefused, read_logo
from academy.models import Organisation, User
from academy.services.access import record_access

COLLECTION = "Logos of organisations"
FOLDER = "logos"  # of those that certificates keep; served to everybody, see academy.views.pages.media


@transaction.atomic
def set_logo(organisation: Organisation, png: bytes, *, by: User) -> Image:
    """`png` is what `academy.logos.read_logo` returned. The logo before goes, unless something else uses it."""
    old = organisation.logo
    digest = sha256(png).hexdigest()
    image = Image(
        title=organisation.name[:255],
        collection=_collection(),
        uploaded_by_user=by,
        file=ContentFile(png, name=f"logo-{digest[:16]}.png"),
    )
    image.save()
    Organisation.objects.filter(pk=organisation.pk).update(logo=image)
    organisation.logo = image
    _forget(old)
    record_access(by, Access.CHANGED, "organisation", organisation=organisation, fields=["logo"])
    return image


@transaction.atomic
def remove_logo(organisation: Organisation, *, by: User) -> None:
    """Then the logo of the nearest organisation above it counts. Twice called, no change."""
    old = organisation.logo
    if old is None:
        return
    Organisation.objects.filter(pk=organisation.pk).update(logo=None)
    organisation.logo = None
    _forget(old)
    record_access(by, Access.CHANGED, "organisation", organisation=organisation, fields=["logo"])


def keep_logo(image: Any) -> str:
    """The name of a copy in the storage that nothing changes: it is named by its content. Empty without a picture."""
    try:
        with image.open_file() as file:
            content = read_logo(file.read())
    except (OSError, LogoRefused):
        return ""
    name = f"{FOLDER}/{sha256(content).hexdigest()}.png"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return name


def _collection() -> Collection:
    found = Collection.objects.filter(name=COLLECTION).first()
    return found or Collection.get_first_root_node().add_child(name=COLLECTION)


def _forget(image: Image | None) -> None:
    if image is None or image.collection.name != COLLECTION or Organisation.objects.filter(logo=image).exists():
        return
    image.delete()
