"""The CMS's administration of people: list, invite, edit, delete. It knows nothing of what they learn."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.users.views import bulk_actions
from wagtail.users.views import users as wagtail_users

from academy import policies
from academy.forms.staff import InvitationForm, PersonForm
from academy.models import User
from academy.services import people, personal_data


def access_of(person: User) -> str:
    """What the person may do, in a few words: administrator, or her groups."""
    return str(_("Administrator")) if person.is_superuser else ", ".join(group.name for group in person.groups.all())


class IndexView(wagtail_users.IndexView):
    add_item_label = _("Invite a person")
    page_title = _("People")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            self._get_title_column_class(wagtail_users.UserColumn)(
                "name", label=_("Name"), sort_key="name", get_url=self.get_edit_url, classname="name"
            ),
            Column("email", label=_("E-mail address"), sort_key="email"),
            Column("language", label=_("Language"), accessor="get_language_display", sort_key="language", width="10%"),
            Column("access", label=_("Access"), accessor=access_of),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active", width="8%"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login", width="12%"),
        ]

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("groups")

    def order_queryset(self, queryset):
        """By the one name that our people have; Wagtail would sort by first and last names."""
        return super(wagtail_users.IndexView, self).order_queryset(queryset)


class CreateView(wagtail_users.CreateView):
    page_title = _("Invite a person")
    success_message = _("'%(object)s' is invited: a letter with a link to set a password is on its way.")

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def save_instance(self) -> User:
        person = super().save_instance()
        people.invite_person(person, by=self.request.user)
        return person


class EditView(wagtail_users.EditView):
    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.old_email = self.object.email

    def dispatch(self, request, *args, **kwargs):
        policies.require(policies.may_administer(request.user, self.object))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def save_instance(self) -> User:
        person = super().save_instance()
        if person.email != self.old_email:
            people.change_address(person, person.email)
        if self.form.cleaned_data.get("send_link"):
            people.invite_person(person, by=self.request.user)
        return person


class DeleteView(wagtail_users.DeleteView):
    """Forgets the person as she would herself; certificates stay checkable, because nobody asked her."""

    def delete_action(self) -> None:
        personal_data.erase_person(self.object, choices=personal_data.all_choices(self.object))


class UserViewSet(wagtail_users.UserViewSet):
    ordering = "name"
    menu_label = _("People")
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView

    def get_form_class(self, for_update: bool = False):
        return PersonForm if for_update else InvitationForm


class DeleteBulkAction(bulk_actions.DeleteBulkAction):
    """As the deletion of one person."""

    @classmethod
    def execute_action(cls, objects, **kwargs):
        count = sum(personal_data.erase_person(person, choices=personal_data.all_choices(person)) for person in objects)
        return count, 0
