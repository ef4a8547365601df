"""Addresses of discussions below a language."""

from django.urls import path

from peer_exchange.views import attachments, drafts, people, polls, posts, topic_practices, topics

ROOM = "<slug:slug>/discussions/"
TOPIC = f"{ROOM}<uuid:uuid>/"
POST = f"{TOPIC}posts/<int:number>/"

urlpatterns = [
    path(ROOM, topics.list_topics, name="cluster_discussions"),
    path(f"{ROOM}new/", topics.new_topic, name="topic_new"),
    path(f"{ROOM}similar/", topics.show_similar, name="topics_similar"),
    path(f"{ROOM}draft/", drafts.keep_topic_draft, name="topic_draft"),
    path(f"{ROOM}files/", attachments.upload, name="attachment_new"),
    path(f"{ROOM}people/", people.find_people, name="cluster_people"),
    path(f"{ROOM}peers/", people.find_peers, name="cluster_peers"),
    path(TOPIC, topics.show_topic, name="topic"),
    path(f"{TOPIC}reply/", posts.reply, name="topic_reply"),
    path(f"{TOPIC}draft/", drafts.keep_reply_draft, name="reply_draft"),
    path(f"{TOPIC}practice/", topic_practices.begin_practice, name="topic_practice"),
    path(f"{TOPIC}solved/", posts.solve, name="topic_solve"),
    path(f"{TOPIC}poll/", polls.vote, name="poll_vote"),
    path(f"{TOPIC}poll/close/", polls.close, name="poll_close"),
    path(POST, posts.find_post, name="topic_post"),
    path(f"{POST}edit/", posts.change_post, name="post_edit"),
    path(f"{POST}delete/", posts.remove_post, name="post_delete"),
    path(f"{POST}history/", posts.show_history, name="post_history"),
    path(f"{POST}reactions/", posts.react, name="post_react"),
    path(f"{POST}answer/", posts.accept, name="post_accept"),
]
