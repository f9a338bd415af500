"""The records that the kernel works on: one `GAME`, one `RULES`, and what passes between its functions.

Fields are i4 or i8, dice keys alone u8: narrower ones wrap when the compiler is off. No field bears a name of
`np.record` itself, which would shadow it with the compiler off (tested).
"""

from __future__ import annotations

import numpy as np

from kuroshio.kernel.state.codes import MAX_COUNTS, MAX_FACTS, MAX_PHASES
from kuroshio.model.limits import (
    MAX_ACTIONS,
    MAX_AREAS,
    MAX_CANDIDATES,
    MAX_CLASSES,
    MAX_CONDITIONS,
    MAX_EFFECTS,
    MAX_ENDINGS,
    MAX_ENTITIES,
    MAX_EVENTS,
    MAX_FACTIONS,
    MAX_FLASHPOINTS,
    MAX_GATES,
    MAX_INCIDENTS,
    MAX_INJECTS,
    MAX_KINDS,
    MAX_LASTING,
    MAX_LEVELS,
    MAX_MEASURES,
    MAX_MODIFIERS,
    MAX_OBLIGATIONS,
    MAX_OPTIONS,
    MAX_ORDERS,
    MAX_PIECES,
    MAX_PROJECTS,
    MAX_ROLES,
    MAX_ROLL_MODIFIERS,
    MAX_SLOTS,
    MAX_STAGES,
    MAX_TRACKS,
)


def record(**fields: object) -> np.dtype:
    """A record dtype whose rows answer to attribute access; a bare number is a length of i4."""
    parts: list[tuple[object, ...]] = []
    for name, kind in fields.items():
        if isinstance(kind, int):
            parts.append((name, "i4") if kind == 1 else (name, "i4", (kind,)))
        elif isinstance(kind, tuple) and isinstance(kind[0], int):
            parts.append((name, "i4", kind))
        elif isinstance(kind, tuple):
            parts.append((name, kind[0], kind[1:]))
        else:
            parts.append((name, kind))
    return np.dtype((np.record, parts))


# --- shared shapes -------------------------------------------------------------------------------

SPAN = record(first=1, n=1)  # rows [first, first + n) of a pool
COST = record(capital=1, funds=1, readiness=1)

ORDER = record(actor=1, action=1, area=1, target=1, partner=1, piece=1)

# --- the game: everything that changes -----------------------------------------------------------

INCIDENT = record(
    actor=1, action=1, area=1, flashpoint=1, victim=1, intensity=1,
    turn=1, occurrence=1, evidence=1, asked=1, settled=1, act_class=1,
    attributed=MAX_FACTIONS,  # by each seat: a faction, or NONE
    level=MAX_FACTIONS,  # answered by each seat: a response level, or NONE
    expected=MAX_FACTIONS,  # of each debtor: a response level, or NONE where nothing is owed
)  # fmt: skip

LASTING = record(slot=1, amount=1, until=1)

GAME = record(
    seed="u8",
    turn=1, phase=1, step=1, cursor=1, place=1, over=1,
    asking=1, seat=1, subject=1, gates_asked=1,
    track=MAX_SLOTS,
    piece_area=MAX_PIECES, piece_readiness=MAX_PIECES,
    n_orders=1, order=(ORDER, MAX_ORDERS), order_status=MAX_ORDERS,
    busy="i8",  # pieces that an order of this turn names, as bits
    ordered=MAX_FACTIONS, moved=MAX_FACTIONS, focused=MAX_FACTIONS, planned=MAX_FACTIONS,
    n_incidents=1, incident=(INCIDENT, MAX_INCIDENTS),
    n_lasting=1, lasting=(LASTING, MAX_LASTING),
    gate_until=MAX_GATES,
    event_turn=MAX_EVENTS, inject_turn=MAX_INJECTS, inject_shift=1,
    crisis=1, round_no=1, in_crisis=MAX_FACTIONS, choice=MAX_FACTIONS, rival_choice=2, role=MAX_FACTIONS, clash_shift=1,
    steps=MAX_FLASHPOINTS,
    fact=MAX_FACTS, tally=MAX_COUNTS,
    decisions=1, logged=1,
    umpired=1, to_rule=1, ruled=1, argued=1, ruled_band=1,  # an umpire sits; the order before it; its ruling on it
)  # fmt: skip

# --- the rules: everything that does not ---------------------------------------------------------

READING = record(subject=1, what=1, who=1)
CONDITION = record(subject=1, what=1, who=1, least=1, most=1)
EFFECT = record(subject=1, what=1, who=1, amount=1, sets=1, lasts=1)
MODIFIER = record(subject=1, what=1, who=1, above=1, per=1, times=1, most=1, either_way=1)
BANDED = record(first=5, n=5)  # spans of effects by band, the fifth for every band

TRACK = record(least=1, most=1)
FACTION = record(key="u8", orders=1, free_moves=1, income=COST, seated=1)
PIECE = record(faction=1, kind=1)
KIND = record(domain=1, reach=1, sensor=1, stealthy=1, published=1)
FLASHPOINT = record(key="u8", area=1, challenger=1, holder=1, pledge=1, in_play=1, side=MAX_FACTIONS)
POSTURE = record(everyday=1, answers=1, upkeep=COST, effects=SPAN)
OBLIGATION = record(key="u8", debtor=1, creditor=1, areas="i8", from_turn=1, until_turn=1, status=MAX_CLASSES)
LEVEL = record(who=1, pressure=1, bears=1, kinds=1, cost=COST, requires=SPAN, effects=SPAN)
GATE = record(key="u8", faction=1, holds=1, areas="i8", opens=1, lasts=1, cost=COST, asked=SPAN, effects=SPAN)
CRISIS_ROUND = record(ladder=1, clash_at=1, ends=1, effects=SPAN)
CRISIS_ENDING = record(counts=1, ladder=1, losses=1, effects=SPAN)
CRISIS_ROLE = record(cost=COST, clash_shift=1, requires=SPAN, effects=SPAN)
EVENT = record(
    key="u8", phase=1, each=1, on_roll=1, stages=1, once=1, from_turn=1, until_turn=1, every=1,
    requires=SPAN, modifiers=SPAN, effects=SPAN,
)  # fmt: skip
STAGE = record(decider=1, cost=COST, requires=SPAN, difficulty=1, modifiers=SPAN, effects=SPAN, setback=SPAN)
PROJECT = record(key="u8", lead=1, partner=1, n_stages=1, slot=1, stage=(STAGE, MAX_STAGES), stalled=SPAN)
ACTION = record(
    key="u8", mechanism=1, mode=1, coercive=1, act_class=1, everyday=1, focused=1, intensity=1, deniability=1,
    hidden_until=1, contests=1, mistaken_for=1, actors=1, kinds=1,
    n_targets=1, target=MAX_CANDIDATES, n_areas=1, area=MAX_CANDIDATES, n_partners=1, partner=MAX_CANDIDATES,
    cost=COST, partner_cost=COST, requires=SPAN, difficulty=1, modifiers=SPAN, effects=BANDED,
    binds=SPAN, declined=SPAN, from_turn=1, until_turn=1,
)  # fmt: skip
INJECT = record(turn=1, after=1, delay=1, held=1, asked=SPAN, effects=SPAN, acts=1, act=ORDER)
MEASURE = record(subject=1, what=1, who=1)

ROLES = record(  # the tracks of kuroshio.model.ruleset.Roles
    capital=1, funds=1, readiness=1, home=1, credibility=1, tolerance=1, posture=1, control=1, pressure=1,
    ladder=1, sharing=1, access=1, stated=1, believed=1, actual=1, stage=1,
)  # fmt: skip
PROCEDURE = record(
    breakthrough_by=1, setback_by=1, number_least=1, number_most=1, own_words_number=1,
    put_to_people=1, move_readiness=1, most_moves=1,
    shared_sight=1, shared_evidence=1, access_needed=1, attribution_at=3, attribution_sensor=1, attribution_wait=1,
    case_turns=1, late_attribution=SPAN, pressure_limit=1, stated_weight=1, stated_from=1, outrage_at=1, outrage_level=1,
    credibility_contagion=1, pledges_bind=1, heavy_pledge=1, heat_at=1, most_steps=1, crisis_at=1, crisis_rounds=1,
    crisis_capital=1, crisis_exhausted=1, crisis_clash=1, readiness_recovers=1, ends_on_clash=1,
)  # fmt: skip

RULES = record(
    n_phases=1, phase=MAX_PHASES, n_turns=1,
    n_factions=1, n_slots=1, n_tracks=1, n_pairs=1, n_areas=1, n_flashpoints=1, n_pieces=1, n_kinds=1, n_actions=1,
    n_obligations=1, n_levels=1, n_gates=1, n_events=1, n_injects=1, n_projects=1, n_crisis_roles=1, n_measures=1,
    lead_flashpoint=1,  # the first in play, or NONE
    roles=ROLES, procedure=PROCEDURE,
    slot_of=(MAX_TRACKS, MAX_ENTITIES), slot_track=MAX_SLOTS, slot_start=MAX_SLOTS, slot_draw=MAX_SLOTS,
    slot_key=("u8", MAX_SLOTS), slot_seen=MAX_SLOTS, slot_rest=MAX_SLOTS, slot_drift=MAX_SLOTS, slot_every=MAX_SLOTS,
    n_drifting=1, drifting=MAX_SLOTS, n_drawn=1, drawn=MAX_SLOTS, n_hidden=MAX_FACTIONS, hidden=(MAX_FACTIONS, MAX_SLOTS),
    track=(TRACK, MAX_TRACKS), faction=(FACTION, MAX_FACTIONS), initiative=MAX_FACTIONS,
    pair_of=(MAX_FACTIONS, MAX_FACTIONS), n_hand=MAX_FACTIONS, hand=(MAX_FACTIONS, MAX_ACTIONS),
    area_key=("u8", MAX_AREAS), area_flashpoint=MAX_AREAS, near=("i8", MAX_AREAS), based=("i8", MAX_FACTIONS),
    domain_areas=("i8", 3), ports="i8", within=("i8", 8, MAX_AREAS),
    flashpoint=(FLASHPOINT, MAX_FLASHPOINTS), posture=(POSTURE, MAX_FLASHPOINTS, 3, 5), kind=(KIND, MAX_KINDS),
    piece=(PIECE, MAX_PIECES), piece_area=MAX_PIECES, piece_readiness=MAX_PIECES,
    class_lower=MAX_CLASSES, status_expects=MAX_LEVELS,
    obligation=(OBLIGATION, MAX_OBLIGATIONS), level=(LEVEL, MAX_LEVELS), gate=(GATE, MAX_GATES),
    crisis_cost=(COST, 3), crisis_round=(CRISIS_ROUND, 3, 3), crisis_ending=(CRISIS_ENDING, MAX_ENDINGS),
    crisis_role=(CRISIS_ROLE, MAX_ROLES),
    event=(EVENT, MAX_EVENTS), inject=(INJECT, MAX_INJECTS), project=(PROJECT, MAX_PROJECTS),
    action=(ACTION, MAX_ACTIONS),
    measure=(MEASURE, MAX_MEASURES), success=(SPAN, MAX_FACTIONS),
    condition=(CONDITION, MAX_CONDITIONS), effect=(EFFECT, MAX_EFFECTS), modifier=(MODIFIER, MAX_MODIFIERS),
)  # fmt: skip

# --- what passes between functions ---------------------------------------------------------------

PROPOSAL = record(base_number=1, number=1, n_modifiers=1, modifier=MAX_ROLL_MODIFIERS, bonus=MAX_ROLL_MODIFIERS, odds=4)
RULING = record(die_1=1, die_2=1, total=1, band=1)
SCRATCH = record(
    order=(ORDER, 2), proposal=(PROPOSAL, 1), ruling=(RULING, 1), lent=MAX_SLOTS, options=(ORDER, MAX_OPTIONS)
)  # fmt: skip

LINE = record(
    what=1, turn=1, phase=1, seen=1, actor=1, action=1, area=1, target=1, partner=1, piece=1,
    subject=1, amount=1, before=1, after=1, base_number=1, number=1, n_modifiers=1,
    modifier=MAX_ROLL_MODIFIERS, bonus=MAX_ROLL_MODIFIERS, odds=4, die_1=1, die_2=1, band=1,
    effect=1,  # the row of the effect that changed a track, or NONE
    cause=1,  # the line that this one follows from (kuroshio.kernel.state.log), or NONE
)  # fmt: skip

OUTCOME = record(turns=1, decisions=1, measure=MAX_MEASURES, success=MAX_FACTIONS, tally=MAX_COUNTS)
TURN = record(turn=1, measure=MAX_MEASURES)


def blank(dtype: np.dtype, n: int = 1) -> np.recarray:
    """n zeroed records."""
    return np.zeros(n, dtype).view(np.recarray)


def freeze(game: np.record) -> bytes:
    """A game's whole state, for keeping; `thaw` gives it back."""
    return game.tobytes()


def thaw(state: bytes) -> np.record:
    """The game that `freeze` kept. Raises ValueError on a state of another version of the record."""
    if len(state) != GAME.itemsize:
        raise ValueError(f"a state of {len(state)} bytes; this version keeps {GAME.itemsize}")
    games = blank(GAME)
    games.view(np.uint8)[:] = np.frombuffer(state, np.uint8)
    return games[0]
