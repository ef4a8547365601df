"""What Wagtail's workflow calls at its end (`WAGTAIL_FINISH_WORKFLOW_ACTION`).

A practice becomes public through our service, with its code and its versions; everything else as Wagtail does it. The
imports wait, because the setting is read before the apps are ready.
"""

from typing import Any


def finish_workflow(workflow_state: Any, user: Any = None) -> None:
    from wagtail.workflows import publish_workflow_state

    from peer_exchange.models import Practice
    from peer_exchange.services.publications import publish_practice

    if isinstance(workflow_state.content_object, Practice):
        publish_practice(workflow_state.content_object, by=user)
    else:
        publish_workflow_state(workflow_state, user=user)
