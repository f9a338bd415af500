"""The whole numbers that stand for the engine's own words. Content has no number here.

They are 32-bit like the fields of the records: numba would compile a function once more for a plain literal.
"""

from __future__ import annotations

from typing import Any

import numpy as np

# Numpy's widths, which compiled functions convert to. For the type checker a whole number is a whole number.
int32: Any = np.int32
int64: Any = np.int64
uint64: Any = np.uint64


def numbered(n: int, first: int = 0) -> tuple[Any, ...]:
    """n whole numbers in a row."""
    return tuple(int32(i) for i in range(first, first + n))


NONE: int = int32(-1)
UNKNOWN: int = int32(-999)  # what a view holds in place of what its seat may not know

# Phases, in the words of `procedure.phases`.
PHASES = ("news", "planning", "coercion", "response", "escalation", "policy", "upkeep")
NEWS, PLANNING, COERCION, RESPONSE, ESCALATION, POLICY, UPKEEP = numbered(7)

# What a seat may be asked.
QUESTIONS = ("order", "sign", "gate", "respond", "proceed", "crisis", "role")
ASK_ORDER, ASK_SIGN, ASK_GATE, ASK_RESPOND, ASK_PROCEED, ASK_CRISIS, ASK_ROLE = numbered(7)
NO, YES = numbered(2)
ZERO, UP = numbered(2)  # amounts: none, and a step of a track
DOWN: int = int32(-1)
NOTHING: int = int64(0)  # where counting begins: 64-bit, as what it comes to is
TAKE, GIVE_BACK = int32(1), int32(-1)  # how often a price is paid

# The origin of an act, so that an order and an inject of the same kind roll different dice; a second inject counts on.
ORDERED, BROUGHT_IN = numbered(2)

# Mechanisms of actions.
MECHANISMS = ("act", "redeploy", "raise_posture", "lower_posture", "pass")
ACT, REDEPLOY, RAISE, LOWER, PASS = numbered(5)

# Outcome bands.
BANDS = ("setback", "failure", "success", "breakthrough")
SETBACK, FAILURE, SUCCESS, BREAKTHROUGH = numbered(4)
ALWAYS: int = int32(4)  # the row of effects that come in every band

# What has become of an order.
COMMITTED, UNSIGNED, DECLINED, RESOLVED, FORCED = numbered(5)

# How acts are counted for a study: ordered; not signed by their partner; carried out, by band from ACT_BANDS on.
ACT_COUNTS = ("ordered", "declined", *BANDS)
ACT_ORDERED, ACT_DECLINED, ACT_BANDS = numbered(3)

# The subject of a reading (see kuroshio.model.readings).
FIXED, OF_FACTION, OF_PAIR, OF_AREA, OF_FLASHPOINT, OF_STANCE, OF_PIECES, OF_COUNT, OF_CASE, OF_PLEDGE = numbered(10)
ALLY, HOLDER, CHALLENGER, PARTNER, TARGET, ACTOR = numbered(6, -6)
ACTOR_TARGET, ACTOR_PARTNER, TARGET_PARTNER, CHALLENGER_HOLDER, ALLY_HOLDER = numbered(5)

# What a game counts.
COUNTS = (
    "crises", "off_ramps", "settlements", "faits_accomplis", "clashes", "incidents",
    "unattributed", "gates_opened", "projects_delivered", "joint_acts",
)  # fmt: skip
(CRISES, OFF_RAMPS, SETTLEMENTS, FAITS_ACCOMPLIS, CLASHES, INCIDENTS,
 UNATTRIBUTED, GATES_OPENED, PROJECTS_DELIVERED, JOINT_ACTS) = numbered(10)  # fmt: skip

# Facts of the case before the seat that is asked.
FACTS = ("intensity", "expected", "victim", "attributed", "victim_level", "round", "turn", "rival_choice", "my_class")
(F_INTENSITY, F_EXPECTED, F_VICTIM, F_ATTRIBUTED, F_VICTIM_LEVEL, F_ROUND, F_TURN, F_RIVAL_CHOICE, F_ACT_CLASS) = numbered(9)

# What a link bears on: the bonus of an act, the weight that a doctrine gives an option, the capital and the readiness that an
# option costs, the number at which arms clash, what is expected of a debtor, where a track rests.
JOINTS = ("number", "weight", "capital", "readiness", "clash", "expected", "rest")
TO_NUMBER, TO_WEIGHT, TO_CAPITAL, TO_READINESS, TO_CLASH, TO_EXPECTED, TO_REST = numbered(7)
QUARTERS: int = int32(4)  # the parts in which a link adds to a weight

DENIABILITY = ("low", "medium", "high")
DOMAINS = ("sea", "air", "land")
SEA, AIR, LAND = numbered(3)
SIDES = ("challenger", "holder", "other")
SIDE_CHALLENGER, SIDE_HOLDER, SIDE_OTHER = numbered(3)
WHO = ("any", "victim", "debtor")
ANY, VICTIM, DEBTOR = numbered(3)
EVENT_PHASES = (NEWS, ESCALATION, UPKEEP)
CRISIS_CHOICES = ("climb", "hold", "off_ramp")

# What a die decides: part of its key.
(DIE_ACT, DIE_NOTICE, DIE_ATTRIBUTE, DIE_EVENT, DIE_STAGE,
 DIE_CLASH, DIE_DRAW, DIE_CONTAGION, DIE_CHOICE, DIE_PLEDGE, DIE_WAY, DIE_MIX) = numbered(12, 1)  # fmt: skip

# Lines of the log.
(L_TURN, L_CHOICE, L_RULING, L_EFFECT, L_EVENT, L_INJECT, L_INCIDENT,
 L_ATTRIBUTED, L_RESPONSE, L_CRISIS, L_ROUND, L_ENDING, L_MOVE, L_PROJECT,
 L_POSTURE, L_SHORTFALL, L_LOSS, L_EXPIRED, L_DECLINED, L_LIMIT, L_UNNOTICED, L_DRIFT,
 L_WAITS, L_ROLE, L_LUCK, L_RULED) = numbered(26)  # fmt: skip

# Which list was full, in a line about a limit of the engine.
LASTING_FULL, CASES_FULL, ORDERS_FULL, LOG_FULL = numbered(4)

MAX_FACTS = len(FACTS)
MAX_COUNTS = len(COUNTS)
MAX_PHASES = len(PHASES)
EVERYBODY: int = int32((1 << 31) - 1)  # mask of all seats
NO_SEAT: int = int32(0)  # mask of none: whoever sees the whole game reads it
