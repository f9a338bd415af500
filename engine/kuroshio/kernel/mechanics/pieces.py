"""Counters on the map: where they may go, what they see, which one carries out an order (rule 3). Area sets are bits of an i8."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.mechanics.budget import role_slot
from kuroshio.kernel.state.codes import LAND, NONE, SEA, int32, int64
from kuroshio.kernel.state.fields import i8
from kuroshio.kernel.state.game_records import Game
from kuroshio.kernel.state.rules_records import Rules


@part
def bit(area: int) -> i8:
    """Return the set that holds one area."""
    return int64(1) << int64(area)


@part
def pair_level(rules: Rules, game: Game, track: int, a: int, b: int) -> int:
    """Return the value of a pair track between two factions; 0 where the pair has no track."""
    pair = rules.pair_of[a, b]
    if pair < 0:
        return 0
    return game.track[role_slot(rules, track, pair)]


@part
def hosts(rules: Rules, game: Game, faction: int) -> int:
    """Return the factions at whose bases a faction's pieces may lie, as bits: itself, and partners who grant access."""
    found = int32(1 << faction)
    for other in range(rules.n_factions):
        if other != faction and pair_level(rules, game, rules.roles.access, faction, other) >= rules.procedure.access_needed:
            found |= int32(1 << other)
    return found


@part
def destinations(rules: Rules, game: Game, p: int, hosted: int) -> i8:
    """Return the areas that piece p may be sent to: of its domain, within reach of a base, not its own (rule 3.1).

    hosted: the `hosts` of its faction.
    """
    kind = rules.kind[rules.piece[p].kind]
    home, reached = int64(0), int64(0)
    for host in range(rules.n_factions):
        if hosted >> host & 1:
            home |= rules.based[host]
            reached |= rules.reached[kind.reach, host]
    allowed = rules.domain_areas[kind.domain]
    if kind.domain == LAND:
        allowed &= home
    elif kind.domain == SEA:
        allowed |= home & rules.ports
    else:
        allowed |= home
    return reached & allowed & ~bit(game.piece_area[p])


@part
def sight(rules: Rules, game: Game, factions: int) -> i8:
    """Areas that the sensors of some factions (bits) cover, adjacent ones included."""
    seen = int64(0)
    for p in range(rules.n_pieces):
        piece = rules.piece[p]
        if factions >> piece.faction & 1 and rules.kind[piece.kind].sensor and game.piece_area[p] >= 0:
            seen |= rules.near[game.piece_area[p]] | bit(game.piece_area[p])
    return seen


@part
def sensor_areas(rules: Rules, game: Game, faction: int) -> i8:
    """Areas in which a faction has a sensor of its own."""
    seen = int64(0)
    for p in range(rules.n_pieces):
        if rules.piece[p].faction == faction and rules.kind[rules.piece[p].kind].sensor and game.piece_area[p] >= 0:
            seen |= bit(game.piece_area[p])
    return seen


@part
def is_busy(game: Game, p: int) -> bool:
    """Whether an order of this turn names a piece, which then can do nothing else (rule 2.4)."""
    return game.busy >> p & 1 == 1


@part
def serving_piece(rules: Rules, game: Game, faction: int, kinds: int, area: int) -> int:
    """Return the readiest piece of these kinds (bits) in an area that no order names yet, or NONE; of equals the first."""
    best, readiest = NONE, 0
    for p in range(rules.n_pieces):
        piece = rules.piece[p]
        if piece.faction == faction and kinds >> piece.kind & 1 and game.piece_area[p] == area and not is_busy(game, p):
            if game.piece_readiness[p] > readiest:
                best, readiest = p, game.piece_readiness[p]
    return best


@part
def could_reach(rules: Rules, game: Game, faction: int, kinds: int, area: int) -> bool:
    """Whether a faction has a piece of these kinds that is, or could have been sent, in an area or next to it."""
    if area < 0:
        return False
    around, hosted = rules.near[area] | bit(area), hosts(rules, game, faction)
    for p in range(rules.n_pieces):
        piece = rules.piece[p]
        if piece.faction == faction and kinds >> piece.kind & 1 and game.piece_area[p] >= 0:
            if (destinations(rules, game, p, hosted) | bit(game.piece_area[p])) & around:
                return True
    return False


@part
def in_reach(rules: Rules, game: Game, faction: int, kinds: int, area: int) -> bool:
    """Whether a faction has a ready piece of one of these kinds in an area or next to it."""
    if area < 0:
        return False
    around = rules.near[area] | bit(area)
    for p in range(rules.n_pieces):
        piece = rules.piece[p]
        if piece.faction == faction and kinds >> piece.kind & 1 and game.piece_readiness[p] > 0:
            if game.piece_area[p] >= 0 and around >> game.piece_area[p] & 1:
                return True
    return False
