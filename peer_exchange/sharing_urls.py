"""Addresses of what is done with practices, below a language and /practices/: adoptions, challenges, open data."""

from django.urls import path

from peer_exchange.views import adoptions, challenges, open_data

ADOPTION = "<slug:slug>/adoptions/<uuid:uuid>/"

urlpatterns = [
    path("data/", open_data.show_data, name="practice_data"),
    path("data/practices.atom", open_data.send_feed, name="practice_feed"),
    path("challenges/", challenges.list_challenges, name="challenges"),
    path("challenges/new/", challenges.post_challenge, name="challenge_new"),
    path("challenges/<slug:slug>/", challenges.show_challenge, name="challenge"),
    path("challenges/<slug:slug>/discussion/", challenges.discuss_challenge, name="challenge_discuss"),
    path("challenges/<slug:slug>/closing/", challenges.close_challenge, name="challenge_close"),
    path("<slug:slug>/adoptions/new/", adoptions.try_practice, name="adoption_new"),
    path(ADOPTION, adoptions.report, name="adoption"),
    path(f"{ADOPTION}follow-up/", adoptions.follow_up, name="adoption_follow_up"),
    path(f"{ADOPTION}confirmation/", adoptions.confirm, name="adoption_confirm"),
]
