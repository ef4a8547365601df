"""Accounts: sign-up, sign-in, second factor (django-allauth), profile and own data."""

from django.urls import include, path

from academy.views import accounts, letters, own_organisations

urlpatterns = [
    path("profile/", accounts.show_profile, name="profile"),
    path("data/", accounts.show_own_data, name="own_data"),
    path("data/download/", accounts.download_own_data, name="own_data_download"),
    path("data/delete/", accounts.delete_account, name="account_delete"),
    path("organisations/", own_organisations.show_organisations, name="own_organisations"),
    path("organisations/leave/", own_organisations.leave, name="own_organisations_leave"),
    path("letters/", letters.show_letters, name="letters"),
    path("letters/<str:token>/", letters.unsubscribe, name="letters_unsubscribe"),
    path("confirm-email/<str:key>/", accounts.ConfirmEmailView.as_view(), name="account_confirm_email"),
    path("", include("allauth.urls")),
]
