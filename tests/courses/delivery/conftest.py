import pytest

from courses.models import Certificate
from tests import factories


@pytest.fixture
def certificate(enrollment):
    """Alice's, issued and not delivered: the commit that would start its task never comes."""
    factories.finish(enrollment)
    return Certificate.objects.get()
