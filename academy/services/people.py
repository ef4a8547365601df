"""What happens to people's accounts: invited, changed, moved to another address. Knows nothing of what they learn."""

from allauth.account.models import EmailAddress
from django.db import transaction

from academy import sockets, tasks
from academy.models import User


@transaction.atomic
def invite_person(user: User, *, by: User) -> None:
    """Send the person a link with which she sets her own password; the letter names who invites.

    `user` is saved already. Called again it sends another link; the older ones work until one is used or they expire.
    """
    _make_primary(user, user.email)
    transaction.on_commit(lambda: tasks.send_invitation.delay(user.pk, by.pk), robust=True)


@transaction.atomic
def change_profile(
    user: User, *, name: str, name_other_script: str = "", language: str, time_zone: str, sex: str = ""
) -> User:
    """Store what a person says about herself. Certificates carry frozen names and stay as they are."""
    user.name = name
    user.name_other_script = name_other_script
    user.language = language
    user.time_zone = time_zone
    user.sex = sex
    user.full_clean(exclude=["password", "email"])
    user.save(update_fields=["name", "name_other_script", "language", "time_zone", "sex"])
    tell_name(user)
    return user


def tell_name(user: User) -> None:
    """Her name was changed, here or in the CMS: the rooms that keep it for their lists take the new one."""
    for _name, rename in sockets.name_changes:
        rename(user)


@transaction.atomic
def change_address(user: User, email: str) -> None:
    """Give the account another e-mail address, by an administrator: it counts as hers once she confirmed it."""
    _make_primary(user, email.strip().lower())


@transaction.atomic
def confirm_address(user: User) -> None:
    """Mark the address of the account as verified: the person proved that she reads its mail."""
    address = EmailAddress.objects.filter(user=user, email__iexact=user.email).first()
    if address and not address.verified:
        address.set_verified()


def _make_primary(user: User, email: str) -> None:
    """The account's only address; verified only if it was before."""
    EmailAddress.objects.filter(user=user).exclude(email__iexact=email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"primary": True}, create_defaults={"primary": True, "verified": False}
    )
    if user.email != email:
        user.email = email
        user.save(update_fields=["email"])


@transaction.atomic
def create_person(email: str, *, name: str, password: str, language: str, name_other_script: str = "") -> User:
    """An account for who proved that she reads the mail of this address: it counts as verified.

    Raises IntegrityError when there is one already.
    """
    user = User.objects.create_user(email, password, name=name, language=language, name_other_script=name_other_script)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user
