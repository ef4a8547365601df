"""`manage.py load_demo_people`: one visibly fictional account per role, for demonstrations."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from academy.demo import PASSWORD, PEOPLE, DemoPerson
from academy.enums import MembershipRole
from academy.models import Organisation, User
from academy.services.organisations import join_organisation


class Command(BaseCommand):
    help = "Create the demo accounts. Run again it adds what is missing and leaves what people changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="also where DEMO is not set")

    @transaction.atomic
    def handle(self, *args, force: bool = False, **options) -> None:
        if not (settings.DEMO or force):
            raise CommandError("Demo accounts have a known password. Set DEMO=1, or pass --force if you mean it.")
        created = [person.email for person in PEOPLE if self.create(person)]
        joined = [self.join(person) for person in PEOPLE if person.organisation]
        if None in joined:
            self.stdout.write("Nobody joins an organisation yet. Run `manage.py load_organisations`, then this again.")
        self.stdout.write(f"Demo accounts ({len(created)} new), password of all: {PASSWORD}")
        for person in PEOPLE:
            self.stdout.write(f"  {person.email:<28}{person.role}")

    def join(self, person: DemoPerson) -> bool | None:
        """Into her organisation, unless she ever belonged to one; None when the organisation is missing."""
        organisation = Organisation.objects.filter(key=person.organisation).first()
        user = User.objects.filter(email=person.email).first()
        if organisation is None or user is None:
            return None
        if user.memberships.exists():
            return False
        role = MembershipRole(person.organisation_role)
        join_organisation(user, organisation, role=role, position=str(person.position))
        return True

    def create(self, person: DemoPerson) -> bool:
        if User.objects.filter(email=person.email).exists():
            return False
        groups = list(Group.objects.filter(name__in=person.groups))
        if len(groups) != len(person.groups):
            raise CommandError(f"The group {person.groups[0]} is missing. Run `manage.py setup_site` first.")
        user = User.objects.create_user(
            person.email,
            PASSWORD,
            name=person.name,
            name_other_script=person.name_other_script,
            language=person.language,
            is_superuser=person.is_administrator,
            is_staff=person.is_administrator,
        )
        user.groups.set(groups)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return True
