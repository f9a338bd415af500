"""The rules: everything that does not change during a game. kuroshio.kernel.tables.compiling fills them from the model.

What the files call by id is a row here, and a noun says of which table: a faction, an area, a level; NONE where there is none.
`key` is the hash of an id, by which dice are keyed. Turns count from 1; -ANYTHING and ANYTHING (kuroshio.kernel.tables.pools)
are no bound. Numbers of two dice run from 2 to 13, which none throws.
"""

from __future__ import annotations

from kuroshio.kernel.state.codes import JOINTS, MAX_PHASES
from kuroshio.kernel.state.entry_part_records import Banded, Condition, Cost, Effect, Measure, Modifier, Reading, Span
from kuroshio.kernel.state.fields import Array, Record, dtype_of, i4, i8, of, u8
from kuroshio.kernel.state.game_records import Order
from kuroshio.model.capacities import (
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
    MAX_INJECTS,
    MAX_KINDS,
    MAX_LEVELS,
    MAX_LINKS,
    MAX_MEASURES,
    MAX_MODIFIERS,
    MAX_OBLIGATIONS,
    MAX_PIECES,
    MAX_PROJECTS,
    MAX_ROLES,
    MAX_SLOTS,
    MAX_STAGES,
    MAX_TRACKS,
)

# --- tracks, factions, pieces ----------------------------------------------------------------------


class Track(Record):
    """The bounds of a kind of track."""

    least: i4  # its least value
    most: i4  # its greatest value


class Faction(Record):
    """A government or institution."""

    key: u8  # for dice
    orders: i4  # orders a turn, redeployments left out; 0: it is not asked for any
    free_moves: i4  # redeployments a turn that cost nothing
    income: Cost  # what it is paid in News
    seated: i4  # 1 if the scenario has a seat for it


class Piece(Record):
    """A counter."""

    faction: i4  # the faction whose it is
    kind: i4  # its kind of piece


class Kind(Record):
    """A kind of piece."""

    domain: i4  # SEA, AIR or LAND
    reach: i4  # steps from a base that it can be sent, from 0
    sensor: i4  # 1 if it sees pieces in its area and the adjacent ones
    stealthy: i4  # 1 if only a sensor in its own area sees it
    published: i4  # 1 if everybody knows from the news where it is


class Flashpoint(Record):
    """A place with a ladder and postures of its own."""

    key: u8  # for dice
    area: i4  # the area where it is
    challenger: i4  # the faction that contests it
    holder: i4  # the faction that administers it
    pledge: i4  # the obligation by which the holder is helped there, or NONE
    in_play: i4  # 1 if the scenario plays it
    side: Array[i4] = of(MAX_FACTIONS)  # by faction: SIDE_CHALLENGER, SIDE_HOLDER, SIDE_OTHER; NONE: it has no posture there


class Posture(Record):
    """A step of a standing posture."""

    everyday: i4  # the action that flows from it each turn, or NONE
    answers: i4  # the level of response that it gives where no seat is asked; 0: none
    upkeep: Cost  # its price a turn
    effects: Span  # effects that come every turn


# --- responses -------------------------------------------------------------------------------------


class Obligation(Record):
    """Who owes what to whom."""

    key: u8  # for dice
    debtor: i4  # the faction that owes an answer
    creditor: i4  # the faction that it is owed to
    areas: i8  # areas that it covers, as bits; all bits: everywhere
    from_turn: i4  # the first turn in force
    until_turn: i4  # the last turn in force
    status: Array[i4] = of(MAX_CLASSES)  # by act class: the status that it has under this obligation


class Level(Record):
    """A level of response; rows are in order of rank, row 0 no answer at all."""

    who: i4  # who may answer so: ANY, VICTIM or DEBTOR
    pressure: i4  # pressure that it leaves on the holder's control, from 0
    bears: i4  # the support at home that it takes: below this the public punishes it
    kinds: i4  # kinds of piece, as bits, of which one must be in reach; 0: words alone
    cost: Cost  # its price
    requires: Span  # conditions that must hold
    effects: Span  # effects of answering so


class Gate(Record):
    """A legal decision without which a faction may not answer above some level."""

    key: u8  # for dice
    faction: i4  # the faction that decides
    holds: i4  # the faction whose answer it holds back, itself or a guest
    areas: i8  # areas where it is needed, as bits; all bits: everywhere
    opens: i4  # the lowest level of response that it holds back
    lasts: i4  # turns for which it stays open, this one included; from 1
    cost: Cost  # the price of opening it
    asked: Span  # conditions under which it comes up
    effects: Span  # effects of opening it


# --- crises ----------------------------------------------------------------------------------------


class CrisisRound(Record):
    """What a pair of choices in a round of a crisis does."""

    ladder: i4  # steps on the ladder; below 0: down
    clash_at: i4  # the number of two dice at which arms clash; 13: never
    ends: i4  # the crisis ending that it comes to, or NONE: the crisis goes on
    effects: Span  # effects, with the challenger as actor and the holder as target


class CrisisEnding(Record):
    """How a crisis may end."""

    counts: i4  # the count of `codes.COUNTS` that it adds to
    ladder: i4  # the rung that the ladder is set to
    losses: i4  # pieces that each principal loses, from 0
    effects: Span  # effects, with the challenger as actor and the holder as target


class CrisisRole(Record):
    """A part that a faction outside a crisis may play."""

    cost: Cost  # its price
    clash_shift: i4  # what it adds to the number at which arms clash
    requires: Span  # conditions that must hold
    effects: Span  # effects of playing it


# --- what comes up, what may be ordered ------------------------------------------------------------


class Event(Record):
    """Something that nobody chooses."""

    key: u8  # for dice
    phase: i4  # the phase in which it comes up: NEWS, ESCALATION or UPKEEP
    each: i4  # 1 if it comes up at each flashpoint in play, 0 if once for the world
    on_roll: i4  # the number that two dice must reach; 0: no roll is needed
    stages: i4  # rolls that must reach it one after another, from 1
    once: i4  # 1 if it happens only once in each of its seasons
    from_turn: i4  # the first turn of its first season
    until_turn: i4  # the last turn of its first season
    every: i4  # turns from one season to the next; 0: there is only one
    requires: Span  # conditions that must hold
    modifiers: Span  # modifiers of the roll
    effects: Span  # effects


class Stage(Record):
    """One decision in a project."""

    decider: i4  # the faction that decides whether to go ahead
    cost: Cost  # what going ahead costs it
    requires: Span  # conditions that must hold
    difficulty: i4  # the number that two dice must reach; 0: certain
    modifiers: Span  # modifiers of the roll
    effects: Span  # effects of success
    setback: Span  # effects of a roll below the number


class Project(Record):
    """A project of two factions, stage by stage."""

    key: u8  # for dice
    lead: i4  # the faction that leads it: the actor of its effects
    partner: i4  # the other faction: the target and partner of its effects
    n_stages: i4  # rows of `stage` in use
    slot: i4  # the slot of its stage track: 0 not proposed, s at stage s, n_stages + 1 delivered
    stage: Array[Stage] = of(MAX_STAGES)  # by stage, from 0
    stalled: Span  # effects of deciding not to go ahead


class Action(Record):
    """A row of the catalogue. What decides whether it is open comes first, for that is asked most often."""

    key: u8  # for dice
    mechanism: i4  # ACT, REDEPLOY, RAISE, LOWER or PASS
    everyday: i4  # 1 if it flows from a posture and is never ordered
    focused: i4  # 1 if a seat may order only one such a turn
    actors: i4  # factions that may order it, as bits
    cost: Cost  # its price
    from_turn: i4  # the first turn in which it may be ordered; ANYTHING: never in this scenario
    until_turn: i4  # the last turn in which it may be ordered
    mode: i4  # how an umpire rules on it: a row of kuroshio.model.scenario.MODES
    coercive: i4  # 1 if it resolves in Coercion and makes an incident, 0 if it resolves in Policy
    act_class: i4  # the act class of a coercive one, else NONE
    intensity: i4  # how grave it is, from 0
    deniability: i4  # 0 low, 1 medium, 2 high; above 0 its name is hidden with its author
    hidden_until: i4  # the number of two dice at which a covert act is noticed; 0: it is open
    private: i4  # 1 if only the one who acts and the one it is done to are told of it, unless it leaks in a setback
    contests: i4  # 1 if it asserts control of the flashpoint
    mistaken_for: i4  # the faction that a wrong attribution names, or NONE
    kinds: i4  # kinds of piece, as bits, of which one must stand ready in the area; 0: it needs none
    n_targets: i4  # rows of `target` in use; 0: it names no target
    target: Array[i4] = of(MAX_CANDIDATES)  # factions that it may be done to
    n_areas: i4  # rows of `area` in use; 0: it names no area
    area: Array[i4] = of(MAX_CANDIDATES)  # areas where it may be done
    n_partners: i4  # rows of `partner` in use; 0: it is not joint
    partner: Array[i4] = of(MAX_CANDIDATES)  # factions that may be asked to sign it
    partner_cost: Cost  # what signing it costs the partner
    requires: Span  # conditions that must hold
    difficulty: i4  # the number that two dice must reach before modifiers; 0: certain
    modifiers: Span  # modifiers of the roll
    effects: Banded  # effects by band
    binds: Span  # conditions under which declining to sign it has effects
    declined: Span  # those effects


class Inject(Record):
    """What control brings in, once."""

    turn: i4  # the first turn in which it may come; 0: any
    after: i4  # the inject that must have come before, or NONE
    delay: i4  # turns after that one, at least
    held: i4  # 1 if it comes by hand alone
    asked: Span  # conditions under which it comes
    effects: Span  # effects
    acts: i4  # 1 if it brings in `act`
    act: Order  # an act that comes about without an order


class Link(Record):
    """A cause that bears on a number of the mechanisms: its modifiers add to it while its conditions hold."""

    decide: i4  # the decision whose options it concerns, ASK_ORDER to ASK_ROLE; NONE where nobody decides
    n_chosen: i4  # rows of `chosen` in use; 0: it concerns every option
    chosen: Array[i4] = of(MAX_CANDIDATES)  # options that it concerns: actions, levels, gates, crisis choices, crisis roles
    classes: i4  # act classes that it concerns, as bits; 0: all
    grave: i4  # 1 if it concerns only acts that are grave under the pledge of their place
    factions: i4  # factions that it concerns as the actor, as bits
    moves: Reading  # of a link to where a track rests: that track
    requires: Span  # conditions that must hold
    reads: Span  # modifiers, whose sum it adds


# --- numbers of the mechanisms ---------------------------------------------------------------------


class Roles(Record):
    """Which track does which job; each field is a track, of the scope in brackets."""

    capital: i4  # political capital, a budget (faction)
    funds: i4  # money, a budget (faction)
    readiness: i4  # a budget that recovers (faction)
    home: i4  # support at home (faction)
    credibility: i4  # how its word is taken (faction)
    tolerance: i4  # the level of response beyond which it steps up; hidden from others (faction)
    posture: i4  # how it stands there, 0 to 4 (stance: faction and flashpoint)
    control: i4  # how far the holder administers the place (flashpoint)
    pressure: i4  # unanswered acts, turned into lost control (flashpoint)
    ladder: i4  # escalation, in rungs (flashpoint)
    sharing: i4  # intelligence shared (pair)
    access: i4  # basing granted (pair)
    stated: i4  # what was pledged (obligation)
    believed: i4  # what others think it is worth (obligation)
    actual: i4  # what the debtor means (obligation)
    stage: i4  # stages done, counted from the proposal (project)


class Procedure(Record):
    """The numbers of the mechanisms."""

    breakthrough_by: i4  # so far above the target number is a breakthrough, from 1
    setback_by: i4  # so far below it is a setback, from 1
    number_least: i4  # the target number is kept at this or above
    number_most: i4  # and at this or below
    own_words_number: i4  # the number that an order in a seat's own words needs before any argument
    put_to_people: i4  # incidents a turn that seats answer themselves, from 0
    move_readiness: i4  # readiness that each redeployment beyond the free ones costs, from 0
    most_moves: i4  # redeployments that a seat may order in a turn
    shared_sight: i4  # the value of `sharing` at which allies see each other's pieces
    shared_evidence: i4  # the value of `sharing` at which allies hold each other's attribution
    access_needed: i4  # the value of `access` at which a partner's bases serve
    attribution_at: Array[i4] = of(3)  # by deniability: the number of two dice at which a seat attributes the act
    attribution_sensor: i4  # bonus for a sensor in the area, to notice and to attribute
    attribution_wait: i4  # bonus for each turn of evidence
    case_turns: i4  # turns that an unattributed case stays open
    late_attribution: Span  # effects when the victim comes to know, with the actor as actor and the victim as target
    pressure_limit: i4  # pressure that costs one step of control, from 1
    stated_weight: i4  # the value of `stated` from which one level more is expected of grave acts
    stated_from: i4  # of at least this intensity
    outrage_at: i4  # the intensity from which the victim's public punishes an answer below `outrage_level`
    outrage_level: i4  # that level of response
    credibility_contagion: i4  # 0 to 36 ways in 36: a shortfall also lowers what each other creditor believes
    pledges_bind: i4  # 0 to 36 ways in 36: a shortfall under a heavy pledge also costs support at home
    heavy_pledge: i4  # the value of `stated` from which a pledge is heavy
    heat_at: i4  # the intensity from which an act moves the ladder by itself
    most_steps: i4  # steps up a ladder in one turn from acts and answers, at most
    crisis_at: i4  # the rung at which a crisis opens
    crisis_rounds: i4  # rounds of a crisis, at most; from 1
    crisis_capital: i4  # political capital that a crisis takes from each principal's next income
    crisis_exhausted: i4  # the crisis ending when the rounds run out
    crisis_clash: i4  # the crisis ending when arms clash
    readiness_recovers: i4  # readiness that each faction gets back in Upkeep
    coercion_backfires: i4  # 0: coercion that is seen has no effects of its own
    seen_from: i4  # the intensity from which coercion that is seen has effects; 0: never
    seen_coercion: Span  # those effects, with the author as actor and the victim as target
    past_counts: i4  # steps by which the answer to a grave act moves what is believed of a pledge, either way
    ends_on_clash: i4  # 1 if a clash ends the game, as the scenario says


# --- all of it -------------------------------------------------------------------------------------


class Rules(Record):
    """Ruleset, board and scenario in one record. The first `n_` rows of a table are in use; the rest are zeros."""

    n_phases: i4  # phases of a turn
    phase: Array[i4] = of(MAX_PHASES)  # by place in the turn: NEWS to UPKEEP
    n_turns: i4  # turns of the scenario
    n_factions: i4  # factions, seated or not
    n_slots: i4  # slots: tracks, one for each thing of their scope
    n_tracks: i4  # kinds of track
    n_pairs: i4  # pairs of factions between which pair tracks run
    n_areas: i4  # areas of the map
    n_flashpoints: i4  # flashpoints, in play or not
    n_pieces: i4  # pieces of the scenario
    n_kinds: i4  # kinds of piece
    n_actions: i4  # actions
    n_obligations: i4  # obligations
    n_levels: i4  # levels of response
    n_gates: i4  # gates
    n_events: i4  # events
    n_injects: i4  # injects of the scenario
    n_projects: i4  # projects
    n_crisis_roles: i4  # crisis roles
    n_measures: i4  # measures of the scenario
    n_links: i4  # links
    lead_flashpoint: i4  # the first flashpoint in play, or NONE
    roles: Roles  # the tracks that do the jobs of the mechanisms
    procedure: Procedure  # the numbers of the mechanisms
    slot_of: Array[i4] = of(MAX_TRACKS, MAX_ENTITIES)  # by track and thing of its scope: its slot, or NONE
    slot_track: Array[i4] = of(MAX_SLOTS)  # by slot: its track
    slot_start: Array[i4] = of(MAX_SLOTS)  # by slot: the value that a game opens with
    slot_draw: Array[i4] = of(MAX_SLOTS)  # by slot: how far dice may move that value either way; 0: not at all
    slot_key: Array[u8] = of(MAX_SLOTS)  # by slot: its key for dice
    slot_seen: Array[i4] = of(MAX_SLOTS)  # by slot: seats that may see it, as bits
    slot_rest: Array[i4] = of(MAX_SLOTS)  # by slot: the value that it drifts towards
    slot_drift: Array[i4] = of(MAX_SLOTS)  # by slot: steps that it drifts at a time; 0: it does not
    slot_every: Array[i4] = of(MAX_SLOTS)  # by slot: turns from one drift to the next, from 1
    slot_pace: Array[i4] = of(MAX_SLOTS)  # by slot: the most that lapse and drift move it each way in an Upkeep; 0: no bound
    n_drifting: i4  # rows of `drifting` in use
    drifting: Array[i4] = of(MAX_SLOTS)  # the slots that drift
    n_drawn: i4  # rows of `drawn` in use
    drawn: Array[i4] = of(MAX_SLOTS)  # the slots whose opening value is drawn
    n_hidden: Array[i4] = of(MAX_FACTIONS)  # by seat: rows of `hidden` in use
    hidden: Array[i4] = of(MAX_FACTIONS, MAX_SLOTS)  # by seat: the slots that it may not see
    track: Array[Track] = of(MAX_TRACKS)  # by track
    faction: Array[Faction] = of(MAX_FACTIONS)  # by faction
    initiative: Array[i4] = of(MAX_FACTIONS)  # by rank: the faction that acts at it, the first one first
    pair_of: Array[i4] = of(MAX_FACTIONS, MAX_FACTIONS)  # by two factions in either order: their pair, or NONE
    n_hand: Array[i4] = of(MAX_FACTIONS)  # by faction: rows of `hand` in use
    hand: Array[i4] = of(MAX_FACTIONS, MAX_ACTIONS)  # by faction: the actions that it may order at some time in the scenario
    area_key: Array[u8] = of(MAX_AREAS)  # by area: its key for dice
    area_flashpoint: Array[i4] = of(MAX_AREAS)  # by area: the flashpoint in play there, or NONE
    near: Array[i8] = of(MAX_AREAS)  # by area: the areas that border on it, as bits
    based: Array[i8] = of(MAX_FACTIONS)  # by faction: the areas where it has bases of its own, as bits
    domain_areas: Array[i8] = of(3)  # by domain: the areas where its pieces may be, as bits
    ports: i8  # areas on land, whose bases ships may lie at, as bits
    reached: Array[i8] = of(8, MAX_FACTIONS)  # by steps, 0 to 7, and faction: the areas so near to a base of its own, as bits
    flashpoint: Array[Flashpoint] = of(MAX_FLASHPOINTS)  # by flashpoint
    posture: Array[Posture] = of(MAX_FLASHPOINTS, 3, 5)  # by flashpoint, side, and step of the posture from 0
    kind: Array[Kind] = of(MAX_KINDS)  # by kind of piece
    piece: Array[Piece] = of(MAX_PIECES)  # by piece
    piece_area: Array[i4] = of(MAX_PIECES)  # by piece: the area where it opens
    piece_readiness: Array[i4] = of(MAX_PIECES)  # by piece: the readiness that it opens with, 0 to 3
    class_lower: Array[i4] = of(MAX_CLASSES)  # by act class: the one that a deniable act counts as until its author is known
    status_expects: Array[i4] = of(MAX_LEVELS)  # by status of an act under an obligation: the level then expected; 0: none
    status_grave: Array[i4] = of(MAX_LEVELS)  # by that status: 1 if such an act tests the obligation
    status_invites: Array[i4] = of(MAX_LEVELS)  # by that status: 1 if the debtor is asked although nothing is expected
    obligation: Array[Obligation] = of(MAX_OBLIGATIONS)  # by obligation
    n_owed: Array[i4] = of(MAX_FACTIONS)  # by faction: rows of `owed` in use
    owed: Array[i4] = of(MAX_FACTIONS, MAX_OBLIGATIONS)  # by faction: the obligations of which it is the debtor, in their order
    level: Array[Level] = of(MAX_LEVELS)  # by level of response
    gate: Array[Gate] = of(MAX_GATES)  # by gate
    crisis_cost: Array[Cost] = of(3)  # by crisis choice (`codes.CRISIS_CHOICES`): its price
    crisis_round: Array[CrisisRound] = of(3, 3)  # by choice of the challenger and of the holder
    crisis_ending: Array[CrisisEnding] = of(MAX_ENDINGS)  # by crisis ending
    crisis_role: Array[CrisisRole] = of(MAX_ROLES)  # by crisis role
    event: Array[Event] = of(MAX_EVENTS)  # by event
    inject: Array[Inject] = of(MAX_INJECTS)  # by inject
    project: Array[Project] = of(MAX_PROJECTS)  # by project
    action: Array[Action] = of(MAX_ACTIONS)  # by action
    measure: Array[Measure] = of(MAX_MEASURES)  # by measure
    link: Array[Link] = of(MAX_LINKS)  # by link
    n_joined: Array[i4] = of(len(JOINTS))  # by what links bear on: rows of `joined` in use
    joined: Array[i4] = of(len(JOINTS), MAX_LINKS)  # by what they bear on: the links, in their order
    pulled: Array[i4] = of(MAX_ACTIONS)  # by action: 1 if a link bears on the weight of ordering it
    success: Array[Span] = of(MAX_FACTIONS)  # by seat: its conditions of success, at most MAX_GOALS; n 0: it has none
    judged: i8  # turns at whose end those conditions are read, as bits
    condition: Array[Condition] = of(MAX_CONDITIONS)  # the pool of conditions
    effect: Array[Effect] = of(MAX_EFFECTS)  # the pool of effects
    modifier: Array[Modifier] = of(MAX_MODIFIERS)  # the pool of modifiers


TRACK, FACTION, PIECE, KIND = (dtype_of(one) for one in (Track, Faction, Piece, Kind))
FLASHPOINT, POSTURE = (dtype_of(one) for one in (Flashpoint, Posture))
OBLIGATION, LEVEL, GATE = (dtype_of(one) for one in (Obligation, Level, Gate))
CRISIS_ROUND, CRISIS_ENDING, CRISIS_ROLE = (dtype_of(one) for one in (CrisisRound, CrisisEnding, CrisisRole))
EVENT, STAGE, PROJECT, ACTION, INJECT, LINK = (dtype_of(one) for one in (Event, Stage, Project, Action, Inject, Link))
ROLES, PROCEDURE, RULES = (dtype_of(one) for one in (Roles, Procedure, Rules))
