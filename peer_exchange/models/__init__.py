"""What clusters and practices remember; one module per noun."""

from peer_exchange.models.adoption import Adoption, AdoptionReport, Challenge, ContactRequest
from peer_exchange.models.cluster import Cluster, ClusterInvitation, ClusterMember, ClusterText, Output, Section
from peer_exchange.models.draft import Attachment, Draft
from peer_exchange.models.event import CalendarToken, Event, EventPlace, EventReport, Resource
from peer_exchange.models.moderation import Flag, ModerationRecord
from peer_exchange.models.poll import Poll, PollOption, Vote
from peer_exchange.models.practice import (
    LICENCE,
    Practice,
    PracticeAuthor,
    PracticeFile,
    PracticeText,
    PracticeVersion,
)
from peer_exchange.models.practice_parts import (
    PracticeCost,
    PracticeDocument,
    PracticeImage,
    PracticeIndicator,
    PracticeLesson,
    PracticePartner,
    PracticeStep,
    PracticeUpload,
)
from peer_exchange.models.practice_review import AssociationCheck, CheckComment, PracticeReview, StillRunning
from peer_exchange.models.reading import ClusterRead, DigestOpening, Notice, Nudge, Subscription, TopicRead
from peer_exchange.models.topic import (
    AcceptedAnswer,
    AskedPeer,
    Mention,
    Post,
    PostRevision,
    Reaction,
    Topic,
)

__all__ = [
    "LICENCE",
    "AcceptedAnswer",
    "Adoption",
    "AdoptionReport",
    "AskedPeer",
    "AssociationCheck",
    "Attachment",
    "CalendarToken",
    "Challenge",
    "CheckComment",
    "Cluster",
    "ClusterInvitation",
    "ClusterMember",
    "ClusterRead",
    "ClusterText",
    "ContactRequest",
    "DigestOpening",
    "Draft",
    "Event",
    "EventPlace",
    "EventReport",
    "Flag",
    "Mention",
    "ModerationRecord",
    "Notice",
    "Nudge",
    "Output",
    "Poll",
    "PollOption",
    "Post",
    "PostRevision",
    "Practice",
    "PracticeAuthor",
    "PracticeCost",
    "PracticeDocument",
    "PracticeFile",
    "PracticeImage",
    "PracticeIndicator",
    "PracticeLesson",
    "PracticePartner",
    "PracticeReview",
    "PracticeStep",
    "PracticeText",
    "PracticeUpload",
    "PracticeVersion",
    "Reaction",
    "Resource",
    "Section",
    "StillRunning",
    "Subscription",
    "Topic",
    "TopicRead",
    "Vote",
]
