"""The colours of drawings on paper. On a screen the same names are classes (static/css/components/diagram.css)."""

from collections.abc import Mapping
from types import MappingProxyType

# the light values of static/css/tokens.css; white paper instead of linen
PRINT: Mapping[str, str] = MappingProxyType(
    {
        "paper": "#ffffff",
        "card": "#ffffff",
        "sunk": "#f5f0e6",
        "ink": "#1d2a2c",
        "soft": "#56625f",
        "line": "#ddd5c6",
        "thread": "#857d6c",
        "action": "#0f4c4a",
        "on-action": "#ffffff",
        "on-gold": "#1d2a2c",
        "wash": "#e7efe9",
        "gold": "#c98a1b",
        "gold-wash": "#fbf1da",
        "attention": "#a93f27",
        "attention-wash": "#fbe9e2",
        "info": "#16405b",
        "info-wash": "#e3edf2",
        "success": "#2a6435",
        "success-wash": "#e4f0e2",
    }
)
# A thread and the ground it is seen on, in the order in which lanes and circles take them.
THREADS = ("action", "gold", "attention", "info", "success")
GROUNDS = {"action": "wash", "gold": "gold-wash", "attention": "attention-wash", "info": "info-wash",
           "success": "success-wash"}  # fmt: skip
