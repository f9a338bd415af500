"""The rulebook as data: one class for each kind of entry in `rules/`."""

from __future__ import annotations

from attrs import Factory, frozen

from kuroshio.model.bibliography import ConfidenceMeaning, RecordSeries, SourceDocument
from kuroshio.model.entry_parts import Bands, Condition, Cost, Effect, Entry, Modifier
from kuroshio.model.procedure import Procedure, Roles
from kuroshio.model.timetable import Timetable


@frozen(kw_only=True)
class Track(Entry):
    """A named bounded integer, one for each entity of its `scope`.

    scope: world, faction, pair, area, flashpoint, stance (a faction at a flashpoint), obligation or project.
    better: "up": its owner gains when it rises; "down": when it falls; "contested": somebody loses either way.
    seen_by: all, parties (both sides of a pair or obligation), owner (the debtor of an obligation), nobody.
    rest, drift, every: in each `every`-th Upkeep the value moves `drift` towards `rest` (none: its opening value).
    pace: the most that lapse and drift together move it up, or down, in an Upkeep; the rest waits for the next. 0: no bound.
    draw: the start varies by at most this number, by dice.
    kind: observable or construct; the two are never mixed in one figure.
    """

    scope: str
    least: int = 0
    most: int
    start: int = 0
    draw: int = 0
    rest: int | None = None
    drift: int = 0
    every: int = 1
    pace: int = 0
    better: str
    seen_by: str = "all"
    kind: str


@frozen(kw_only=True)
class Language:
    """A language in which the people of a faction may type. sample: some words, to test whether a machine can show them."""

    name: str
    sample: str


@frozen(kw_only=True)
class Faction(Entry):
    """A government or institution with a seat. `initiative`: lower acts first. `orders`, `free_moves`: a turn's allowance.

    Without orders it is an institution, which is only asked to sign, to go ahead with a project, or to take a role in a crisis.
    `income` is paid in News; `color` (#rrggbb) and `letter` mark its counters; `languages`: those of its people, beside English.
    """

    initiative: int
    orders: int
    free_moves: int = 2
    income: Cost
    color: str
    letter: str
    languages: tuple[Language, ...] = ()


@frozen(kw_only=True)
class Pair(Entry):
    """Two factions that share pair tracks, in no order."""

    members: tuple[str, str]


@frozen(kw_only=True)
class PieceKind(Entry):
    """A kind of piece. domain: sea, air or land; reach: steps from a base; `scale` says what one piece stands for.

    A `sensor` sees the pieces in its area and the adjacent ones, a `stealthy` piece only in its own. The places
    of a `published` kind are public.
    """

    domain: str
    reach: int
    sensor: bool = False
    stealthy: bool = False
    published: bool = False
    symbol: str
    scale: str


@frozen(kw_only=True)
class ActClass(Entry):
    """A class of coercive acts; an unattributed deniable act counts as the class `lower`."""

    lower: str


@frozen(kw_only=True)
class Status(Entry):
    """The status of an act class under an obligation; `expects`: the response level then expected of the debtor.

    grave: whether such an act tests the obligation: the answer to it moves what is believed of it (rule 5.4).
    invites: whether the debtor is asked although nothing is expected of it: a right and not a duty (rule 5.2).
    """

    expects: str
    grave: bool = False
    invites: bool = False


@frozen(kw_only=True)
class Obligation(Entry):
    """An obligation of a debtor to a creditor.

    `triggers`: act class -> status. `areas`: where it covers the creditor. clarity: 0-3.
    stated, believed, actual: the opening values of the three obligation tracks of those names.
    since, until: first and last date in force (kuroshio.model.calendar; empty: always).
    """

    debtor: str
    creditor: str
    form: str
    areas: tuple[str, ...]
    clarity: int
    stated: int
    believed: int
    actual: int
    triggers: dict[str, str] = Factory(dict)
    since: str = ""
    until: str = ""
    origin: tuple[str, ...] = ()


@frozen(kw_only=True)
class Flashpoint(Entry):
    """A place with its own ladder and postures. `challenger` contests what `holder` administers.

    Every other faction listed in `others` may hold a posture there too. `pledge`: the obligation by which the holder
    is helped there, which readings call by that word (empty: none that covers the place). `rungs`, `rungs_ja`: names of the
    rungs of its ladder from the lowest, for people; all of them or none.
    """

    area: str
    challenger: str
    holder: str
    pledge: str = ""
    others: tuple[str, ...] = ()
    rungs: tuple[str, ...] = ()
    rungs_ja: tuple[str, ...] = ()


@frozen(kw_only=True)
class Posture(Entry):
    """One step of a posture (0-4) for a side (challenger, holder or other).

    `everyday`: its action of each turn, without an order; `answers`: the response level to incidents on which the seat
    is not asked; `upkeep`: its price each turn; `effects` come every turn. `flashpoint`: where the row applies (empty: at
    every flashpoint without a row of its own).
    """

    side: str
    level: int
    flashpoint: str = ""
    everyday: str = ""
    answers: str = "none"
    upkeep: Cost = Cost()
    effects: tuple[Effect, ...] = ()


@frozen(kw_only=True)
class Level(Entry):
    """A level of response to an incident, in order of `rank` from 0 (none).

    who: victim, debtor or any. pressure: what it leaves on the holder's control. bears: it costs support at
    home if that is below this. pieces: kinds of which one must be in the area or adjacent (none: words).
    """

    rank: int
    who: str = "any"
    pressure: int = 0
    bears: int = 0
    pieces: tuple[str, ...] = ()
    cost: Cost = Cost()
    requires: tuple[Condition, ...] = ()
    effects: tuple[Effect, ...] = ()


@frozen(kw_only=True)
class Gate(Entry):
    """A legal decision of `faction` that must stand before `holds` may answer at response level `opens` or above.

    `holds`: whose answer it holds back (empty: its own; else a host's consent). `areas`: where it is needed (empty:
    everywhere). Opening it is the government's choice at a price; it stays open `lasts` turns. `asked_when`: when it comes up.
    """

    faction: str
    opens: str
    holds: str = ""
    areas: tuple[str, ...] = ()
    lasts: int = 1
    cost: Cost = Cost()
    asked_when: tuple[Condition, ...] = ()
    effects: tuple[Effect, ...] = ()
    origin: tuple[str, ...] = ()


@frozen(kw_only=True)
class CrisisChoice(Entry):
    """What a principal may do in a crisis round (climb, hold, off-ramp), with its price."""

    cost: Cost = Cost()


@frozen(kw_only=True)
class CrisisRound(Entry):
    """The result of a pair of choices: steps on the ladder, the 2d6 number at which arms clash, an ending or none.

    Effects are read with the challenger as actor and the holder as target.
    """

    challenger: str
    holder: str
    ladder: int
    clash_at: int = 13
    ends: str = ""
    effects: tuple[Effect, ...] = ()


@frozen(kw_only=True)
class CrisisEnding(Entry):
    """How a crisis ends. counts: off_ramps, settlements, faits_accomplis or clashes. losses: pieces lost by each principal."""

    counts: str
    ladder: int
    losses: int = 0
    effects: tuple[Effect, ...] = ()


@frozen(kw_only=True)
class CrisisRole(Entry):
    """A role of a faction outside the crisis. clash_shift is added to the clash number of each round."""

    cost: Cost = Cost()
    clash_shift: int = 0
    requires: tuple[Condition, ...] = ()
    effects: tuple[Effect, ...] = ()


@frozen(kw_only=True)
class Event(Entry):
    """An event, which nobody chooses. phase: news, escalation or upkeep; each: world or flashpoint (once for each).

    Without `on_roll` it happens whenever `requires` hold; with it 2d6 plus modifiers must reach the number, in
    `stages` rolls one after another. It falls between the dates `since` and `until` (empty: at any time), and again
    `every` so many quarters (0: no more); `once`, for the world alone, lets it happen only once in each of these seasons.
    `deck`: as for actions.
    """

    phase: str = "news"
    each: str = "world"
    on_roll: int | None = None
    stages: int = 1
    once: bool = False
    since: str = ""
    until: str = ""
    every: int = 0
    deck: str = ""
    requires: tuple[Condition, ...] = ()
    modifiers: tuple[Modifier, ...] = ()
    effects: tuple[Effect, ...] = ()


@frozen(kw_only=True)
class Stage:
    """One decision in a project: who decides, what it takes, what it brings. difficulty: 2d6 number (none: certain)."""

    name: str
    decider: str
    cost: Cost = Cost()
    requires: tuple[Condition, ...] = ()
    difficulty: int | None = None
    modifiers: tuple[Modifier, ...] = ()
    effects: tuple[Effect, ...] = ()
    setback: tuple[Effect, ...] = ()


@frozen(kw_only=True)
class Project(Entry):
    """Agree, fund, deliver: stages after the proposal, each put to its decider, who may stall.

    Effects read `lead` as actor, `partner` as target. The action that proposes it sets its track `stage` to 1.
    """

    lead: str
    partner: str
    arena: str
    stages: tuple[Stage, ...]
    stalled: tuple[Effect, ...] = ()
    origin: tuple[str, ...] = ()


@frozen(kw_only=True)
class Action(Entry):
    """One row of the catalogue. See CONTRIBUTING, "Add an action".

    mechanism: act (adjudicated), redeploy, raise_posture, lower_posture or pass.
    act_class: set on coercive acts, which resolve in Coercion and make an incident; all others resolve in Policy.
    everyday: belongs to a posture, never ordered. focused: at most one a seat and turn.
    offer, refusal, domestic: the kind of card at the table, without an effect on play.
    deniability: low, medium or high. hidden_until: the 2d6 number at which a covert act is noticed (none: always).
    private: only actor and target are told of it and of its dice, unless it leaks in a setback; no act of coercion is.
    contests: it asserts control of the flashpoint. mistaken_for: whom a wrong attribution names.
    targets, areas: what the order may name (empty: none). partners: who may be asked to co-sign (empty: not joint).
    pieces: kinds of which one must stand ready in the area. difficulty: the 2d6 number (none: certain).
    since, until: the dates between which it may be ordered (empty: at any time).
    deck: the deck of cards that a scenario must bring into play for it to be ordered (empty: always there).
    declined: what it costs when the partner declines, while `binds` holds.
    """

    arena: str
    actors: tuple[str, ...]
    mechanism: str = "act"
    act_class: str = ""
    everyday: bool = False
    focused: bool = False
    offer: bool = False
    refusal: bool = False
    domestic: bool = False
    intensity: int = 0
    deniability: str = "low"
    hidden_until: int | None = None
    private: bool = False
    contests: bool = False
    mistaken_for: str = ""
    targets: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    cost: Cost = Cost()
    partner_cost: Cost = Cost()
    binds: tuple[Condition, ...] = ()
    declined: tuple[Effect, ...] = ()
    requires: tuple[Condition, ...] = ()
    difficulty: int | None = None
    modifiers: tuple[Modifier, ...] = ()
    effects: Bands = Bands()
    since: str = ""
    until: str = ""
    deck: str = ""
    origin: tuple[str, ...] = ()


@frozen(kw_only=True)
class Leaning:
    """One line of a doctrine: in a decision of kind `decide`, weigh `choose` by `weight` while `when` holds.

    decide: order, sign, respond, gate, proceed, crisis or role. choose: an action, level, gate, project, crisis
    choice or role. For sign, gate and proceed the weight stands against `against`, the weight of saying no.
    area, target, partner narrow an order, partner in `sign` being who asks; kind narrows a redeployment.
    """

    decide: str
    choose: str
    weight: int
    against: int = 0
    when: tuple[Condition, ...] = ()
    area: str = ""
    target: str = ""
    partner: str = ""
    kind: str = ""


@frozen(kw_only=True)
class Doctrine(Entry):
    """How a faction decides without people: a school of thought as weighted leanings."""

    faction: str
    leanings: tuple[Leaning, ...]


@frozen(kw_only=True)
class Link(Entry):
    """A cause and what it bears on: readings that add to a number of the mechanisms (rule 9).

    bears_on: number (a bonus on the dice of acts), weight (of an option in a doctrine, in quarters of its weight), capital or
    readiness (the price of an option), clash (the number at which arms clash), expected (levels expected of a debtor), rest
    (where the track `moves` comes to rest). decide: of a weight or a price the decision, as in leanings; number is of orders.
    choose: options that it concerns (empty: all); classes: act classes (empty: all); grave: only acts that are grave under
    the pledge of their place; factions: who decides or acts (empty: everybody). It counts while `requires` hold.
    on: switched off, a game is the same to the byte as without it. dial: the number of the procedure by which all that it adds is
    multiplied, where scholars disagree (empty: none).
    """

    rule: str
    bears_on: str
    reads: tuple[Modifier, ...]
    decide: str = ""
    choose: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    grave: bool = False
    factions: tuple[str, ...] = ()
    moves: str = ""
    on: bool = True
    dial: str = ""
    requires: tuple[Condition, ...] = ()


@frozen(kw_only=True)
class Item:
    """One numbered item of the report, in our own words, and the rules that carry it. Items do not affect play.

    number: its place in the report, from 1 on; kind: claim, recommendation and the like. carried_by: `kind.id` of
    entries, in the words of the TOML, or `procedure.field`; nothing: a gap. frame: why an item is no mechanism but
    frames all. origin: ids of the inventory that propose what could carry it. ruling: the casebook's, where it is tried.
    """

    number: int
    section: str
    claim: str
    kind: str
    carried_by: tuple[str, ...] = ()
    frame: str = ""
    origin: tuple[str, ...] = ()
    ruling: str = ""


@frozen(kw_only=True)
class Ruleset:
    """All of `rules/`, in the order of the files; lists of entries are ordered, ids unique within their kind."""

    procedure: Procedure
    roles: Roles
    timetable: Timetable
    tracks: tuple[Track, ...]
    factions: tuple[Faction, ...]
    pairs: tuple[Pair, ...]
    kinds: tuple[PieceKind, ...]
    act_classes: tuple[ActClass, ...]
    statuses: tuple[Status, ...]
    obligations: tuple[Obligation, ...]
    flashpoints: tuple[Flashpoint, ...]
    postures: tuple[Posture, ...]
    levels: tuple[Level, ...]
    gates: tuple[Gate, ...]
    crisis_choices: tuple[CrisisChoice, ...]
    crisis_rounds: tuple[CrisisRound, ...]
    crisis_endings: tuple[CrisisEnding, ...]
    crisis_roles: tuple[CrisisRole, ...]
    events: tuple[Event, ...]
    projects: tuple[Project, ...]
    actions: tuple[Action, ...]
    doctrines: tuple[Doctrine, ...]
    items: tuple[Item, ...] = ()
    links: tuple[Link, ...] = ()
    documents: tuple[SourceDocument, ...] = ()
    series: tuple[RecordSeries, ...] = ()
    confidences: tuple[ConfidenceMeaning, ...] = ()
