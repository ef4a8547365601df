"""Addresses of clusters below a language."""

from django.urls import path

from peer_exchange.views import board, cluster_invitations, cluster_settings, clusters, members, outputs

urlpatterns = [
    path("", clusters.list_clusters, name="clusters"),
    path("new/", cluster_settings.found_cluster, name="cluster_new"),
    path("editions/<uuid:edition>/", cluster_settings.open_for_edition, name="cluster_of_edition"),
    path("invitations/<str:token>/", cluster_invitations.show_invitation, name="cluster_invitation"),
    path("<slug:slug>/", clusters.show_cluster, name="cluster"),
    path("<slug:slug>/entry/", members.enter, name="cluster_entry"),
    path("<slug:slug>/leaving/", members.leave, name="cluster_leaving"),
    path("<slug:slug>/welcome/", members.close_welcome, name="cluster_welcome"),
    path("<slug:slug>/introduction/", members.introduce, name="cluster_introduction"),
    path("<slug:slug>/members/", members.list_members, name="cluster_members"),
    path("<slug:slug>/members/invite/", cluster_invitations.invite, name="cluster_invite"),
    path(
        "<slug:slug>/members/invitations/<uuid:uuid>/", cluster_invitations.revoke, name="cluster_invitation_revocation"
    ),
    path("<slug:slug>/members/<uuid:uuid>/", members.change_member, name="cluster_member"),
    path("<slug:slug>/outputs/new/", outputs.add, name="output_new"),
    path("<slug:slug>/outputs/<uuid:uuid>/", outputs.change, name="output"),
    path("<slug:slug>/board/", board.show_board, name="cluster_board"),
    path("<slug:slug>/settings/", cluster_settings.change_settings, name="cluster_settings"),
    path("<slug:slug>/ending/", cluster_settings.end, name="cluster_ending"),
]
