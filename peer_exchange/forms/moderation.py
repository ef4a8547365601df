"""Flags of members, and the decisions of those who lead a cluster."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peer_exchange.enums import FlagReason, PostState
from peer_exchange.models import Flag, Post, Topic


class FlagForm(forms.ModelForm):
    class Meta:
        model = Flag
        fields = ["reason", "note"]
        labels = {"reason": _("What is wrong with it?"), "note": _("What should the facilitator know?")}
        widgets = {"reason": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3, "maxlength": 600})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = FlagReason.choices


class DecisionForm(forms.Form):
    """What may be decided depends on how the post is now; hiding and deleting want a reason."""

    APPROVE, HIDE, RESTORE, DELETE = "approve", "hide", "restore", "delete"
    NEEDS_REASON = frozenset({HIDE, DELETE})

    action = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Its author reads it. Needed when you hide or delete."),
    )

    def __init__(self, *args, post: Post, has_flags: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        keep = [(self.RESTORE, _("Keep: nothing is wrong with it"))] if has_flags else []
        choices = {
            PostState.HELD: [(self.APPROVE, _("Approve: everybody reads it"))],
            PostState.HIDDEN: [(self.RESTORE, _("Restore: everybody reads it again"))],
            PostState.VISIBLE: [*keep, (self.HIDE, _("Hide: nobody reads it until it is restored"))],
        }[PostState(post.state)]
        self.fields["action"].choices = [*choices, (self.DELETE, _("Delete: its text is gone for good"))]

    def clean(self) -> dict:
        values = super().clean()
        if values.get("action") in self.NEEDS_REASON and not values.get("reason", "").strip():
            self.add_error("reason", _("Say why: its author reads it."))
        return values


class CloseForm(forms.ModelForm):
    """Everybody reads the reason above the closed topic."""

    class Meta:
        model = Topic
        fields = ["closed_reason"]
        labels = {"closed_reason": _("Why it is closed")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_reason"].required = True


class MoveForm(forms.Form):
    section = forms.ModelChoiceField(label=_("Section"), queryset=None, required=False, empty_label=_("No section"))

    def __init__(self, *args, topic: Topic, **kwargs) -> None:
        super().__init__(*args, initial={"section": topic.section_id}, **kwargs)
        self.fields["section"].queryset = topic.cluster.sections.all()


class SplitForm(forms.Form):
    posts = forms.TypedMultipleChoiceField(
        label=_("Posts that go into the new topic"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(label=_("Title of the new topic"), max_length=200)

    def __init__(self, *args, choices: list[tuple[int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posts"].choices = choices


class MergeForm(forms.Form):
    """`into` is one of the topics with the newest posts, without this one."""

    MOST = 100

    into = forms.ModelChoiceField(
        label=_("The topic that it joins"),
        queryset=None,
        to_field_name="uuid",
        help_text=_("All posts of this topic follow there; links to this topic lead there."),
    )

    def __init__(self, *args, topic: Topic, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = Topic.objects.standing().filter(cluster=topic.cluster_id).exclude(pk=topic.pk)
        newest = others.order_by("-last_post_at").values_list("pk", flat=True)[: self.MOST]
        self.fields["into"].queryset = others.filter(pk__in=list(newest)).order_by("-last_post_at")
