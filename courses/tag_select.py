"""A list of tags for trainers that says how many questions each holds. It must not know quizzes."""

from django.db.models import Count, Q
from django.forms import Select
from django.utils.translation import ngettext
from taggit.models import Tag


class TagSelect(Select):
    """Tags that published questions carry, and the chosen one; a question counts once, whatever its languages."""

    def optgroups(self, name, value, attrs=None):
        questions = Count(
            "tagged_questions__content_object__translation_key",
            filter=Q(tagged_questions__content_object__live=True),
            distinct=True,
        )
        sizes = dict(Tag.objects.annotate(size=questions).values_list("pk", "size"))
        groups = []
        for title, options, index in super().optgroups(name, value, attrs):
            kept = [option for option in options if self._keep(option, sizes)]
            if kept:
                groups.append((title, kept, index))
        return groups

    @staticmethod
    def _keep(option: dict, sizes: dict[int, int]) -> bool:
        key = option["value"]
        if not key:
            return True
        size = sizes.get(getattr(key, "value", key), 0)
        option["label"] = ngettext("%(tag)s (%(size)s question)", "%(tag)s (%(size)s questions)", size) % {
            "tag": option["label"],
            "size": size,
        }
        return bool(size or option["selected"])
