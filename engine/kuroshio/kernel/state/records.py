"""The records that the rest of the engine needs, under one name.

`game_records` declares the game, which changes; `rules_records` the rules, which do not, made of `entry_part_records`;
`result_records` what passes between functions and what games come to. `fields` says how a record is declared.
"""

from kuroshio.kernel.state.fields import blank
from kuroshio.kernel.state.game_records import GAME, ORDER, freeze, thaw
from kuroshio.kernel.state.result_records import LINE, OUTCOME, PROPOSAL, RULING, SCRATCH, TURN
from kuroshio.kernel.state.rules_records import RULES

__all__ = [
    "GAME", "LINE", "ORDER", "OUTCOME", "PROPOSAL", "RULES", "RULING", "SCRATCH", "TURN", "blank", "freeze", "thaw",
]  # fmt: skip
