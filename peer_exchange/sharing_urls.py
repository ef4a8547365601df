"""Addresses of what is done with practices, below a language and /practices/: adoptions, challenges, open data,
booklets.
"""

from django.urls import path

from peer_exchange.views import adoptions, challenges, open_data, practice_booklet

ADOPTION = "<slug:slug>/adoptions/<uuid:uuid>/"

urlpatterns = [
    path("data/", open_data.show_data, name="practice_data"),
    path("data/practices.atom", open_data.send_feed, name="practice_feed"),
    path("booklet/", practice_booklet.choose, name="practice_booklet"),
    path("booklet.pdf", practice_booklet.send, name="practice_booklet_file"),
    path("challenges/", challenges.list_challenges, name="challenges"),
    path("challenges/new/", challenges.post_challenge, name="challenge_new"),
    path("challenges/<slug:slug>/", challenges.show_challenge, name="challenge"),
    path("challenges/<slug:slug>/discussion/", challenges.discuss_challenge, name="challenge_discuss"),
    path("challenges/<slug:slug>/closing/", challenges.close_challenge, name="challenge_close"),
    path("challenges/<slug:slug>/withdrawal/", challenges.withdraw_challenge, name="challenge_withdraw"),
    path("<slug:slug>/adoptions/new/", adoptions.try_practice, name="adoption_new"),
    path(ADOPTION, adoptions.report, name="adoption"),
    path(f"{ADOPTION}follow-up/", adoptions.follow_up, name="adoption_follow_up"),
    path(f"{ADOPTION}confirmation/", adoptions.confirm, name="adoption_confirm"),
]
