"""Addresses of one public practice below a language; they come after all others below /practices/."""

from django.urls import path

from peer_exchange.views import practice_contact, practice_page, practice_print, practice_translation

urlpatterns = [
    path("<slug:slug>/contact/", practice_contact.write_to_them, name="practice_contact"),
    path("<slug:slug>/<slug:form>.pdf", practice_print.show_print, name="practice_print"),
    path("<slug:slug>/translations/<slug:language>/", practice_translation.translate, name="practice_translation"),
    path("<slug:slug>/", practice_page.show_practice, name="practice"),
]
