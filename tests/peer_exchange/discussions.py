"""What is said in a cluster, through the services that the pages use."""

from academy.models import User
from peer_exchange.enums import TopicKind
from peer_exchange.models import Cluster, Post, Topic
from peer_exchange.services.posts import add_post
from peer_exchange.services.topics import open_topic


def ask(cluster: Cluster, by: User, title: str = "How do you pay the driver?", **fields) -> Topic:
    fields = {"kind": TopicKind.QUESTION, "body": "<p>We have a van.</p>", "language": "en"} | fields
    return open_topic(cluster, by=by, title=title, **fields)


def reply(topic: Topic, by: User, body: str = "<p>From the budget.</p>", **fields) -> Post:
    return add_post(topic, by=by, body=body, **({"language": "en"} | fields))
