"""The sections of a review, by the ids with which an objective names them and a page links to them."""

from __future__ import annotations

SECTIONS = {
    "turning": "Turning points",
    "glance": "At a glance",
    "aims": "Aims of each seat",
    "turns": "Turn by turn",
    "luck": "Luck",
    "decisions": "Decisions",
    "time": "Over time",
    "planned": "Results of the orders of each turn",
    "expectations": "Expectations of one another, and actual acts",
    "promises": "Promises kept and broken",
    "answers": "Answers expected of allies, and answers given",
    "attribution": "Truth and belief about incidents",
    "obligations": "Obligations: stated, believed and actual values",
    "room": "The room",
}
