"""How much a person wants to hear: of a cluster, of a topic, of all of hers on one page."""

from collections.abc import Iterable, Iterator

from django import forms
from django.utils.translation import gettext_lazy as _

from peer_exchange.enums import SubscriptionLevel
from peer_exchange.models import Cluster, Subscription, Topic

AS_CLUSTER = ("", _("As the cluster"))


class LevelForm(forms.Form):
    """An empty level of a topic means: as its cluster."""

    level = forms.ChoiceField(label=_("What reaches me"), required=False)

    def __init__(self, *args, of_topic: bool = True, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = (
            [AS_CLUSTER, *SubscriptionLevel.choices] if of_topic else SubscriptionLevel.choices
        )


class SubscriptionsForm(forms.Form):
    """A field per cluster of hers, and one per topic of which she said something."""

    def __init__(self, *args, clusters: Iterable[Cluster], said: Iterable[Subscription], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        said = list(said)
        levels = {row.cluster_id: row.level for row in said if row.topic_id is None}
        self._clusters = {f"cluster-{cluster.uuid}": cluster for cluster in clusters}
        self._topics = {f"topic-{row.topic.uuid}": row for row in said if row.topic is not None}
        for name, cluster in self._clusters.items():
            self.fields[name] = forms.ChoiceField(
                label=cluster.local_title,
                choices=SubscriptionLevel.choices,
                initial=levels.get(cluster.pk, SubscriptionLevel.NORMAL),
                widget=forms.RadioSelect,
            )
        for name, row in self._topics.items():
            self.fields[name] = forms.ChoiceField(
                label=row.topic.title, required=False, choices=[AS_CLUSTER, *SubscriptionLevel.choices],
                initial=row.level,
            )  # fmt: skip

    @property
    def cluster_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self._clusters]

    @property
    def topic_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self._topics]

    def cluster_levels(self) -> Iterator[tuple[Cluster, str]]:
        for name, cluster in self._clusters.items():
            yield cluster, self.cleaned_data[name]

    def topic_levels(self) -> Iterator[tuple[Topic, str]]:
        for name, row in self._topics.items():
            yield row.topic, self.cleaned_data[name]
