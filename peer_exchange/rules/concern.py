"""Whom a post concerns, and how loudly she hears of it. Pure: people are keys, kinds and levels are plain words."""

from collections.abc import Iterable

WATCH, NORMAL, MUTE = "watch", "normal", "mute"


def strongest(matches: Iterable[tuple[str, Iterable[int]]], *, but: int | None = None) -> dict[int, str]:
    """`{person: kind}`, each person once: `matches` are the rules, the strongest first, each with whom it names.

    `but` is the author, who hears nothing of her own post.
    """
    found: dict[int, str] = {}
    for kind, people in matches:
        for person in people:
            if person != but:
                found.setdefault(person, kind)
    return found


def level_of(topic_level: str | None, cluster_level: str | None) -> str:
    """What she said of the topic counts more than what she said of the cluster; who said nothing hears as usual."""
    return topic_level or cluster_level or NORMAL
