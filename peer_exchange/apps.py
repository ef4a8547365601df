"""The app of clusters and good practices."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeerExchangeConfig(AppConfig):
    name = "peer_exchange"
    verbose_name = _("peer exchange")
