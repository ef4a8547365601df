"""The strongest rule wins, the author hears nothing, a topic counts more than its cluster."""

import pytest

from peer_exchange.rules.concern import level_of, strongest


def test_each_person_once_by_the_first_rule_that_names_her():
    rules = [("routed", [1, 2]), ("mention", [2, 3, 9]), ("answer", [3, 4])]
    assert strongest(rules, but=9) == {1: "routed", 2: "routed", 3: "mention", 4: "answer"}


@pytest.mark.parametrize(
    ("topic", "cluster", "level"),
    [(None, None, "normal"), (None, "mute", "mute"), ("normal", "mute", "normal"), ("mute", "watch", "mute")],
)
def test_what_she_said_of_the_topic_counts_more(topic, cluster, level):
    assert level_of(topic, cluster) == level
