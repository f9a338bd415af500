"""The rules that are not rows: which track does which job, and the numbers of the mechanisms (`rules/game.toml`)."""

from __future__ import annotations

from attrs import frozen

from kuroshio.model.entry_parts import Effect, Entry


@frozen(kw_only=True)
class Roles:
    """The roles of tracks in the mechanisms; every value is a track id of the scope in the comment."""

    capital: str  # faction: political capital, a budget
    funds: str  # faction: money, a budget
    readiness: str  # faction: a budget that recovers
    home: str  # faction: support at home
    credibility: str  # faction: how its word is taken
    tolerance: str  # faction: the response level beyond which it steps up; hidden from others
    posture: str  # stance: 0-4
    control: str  # flashpoint: how far the holder administers
    pressure: str  # flashpoint: unanswered acts, turned into lost control
    ladder: str  # flashpoint: escalation
    sharing: str  # pair: intelligence shared
    access: str  # pair: basing granted
    stated: str  # obligation: what was pledged
    believed: str  # obligation: what others think it is worth
    actual: str  # obligation: what the debtor means
    stage: str  # project: stages done


@frozen(kw_only=True)
class Procedure(Entry):
    """The rules that are not rows: phases, bands, numbers of the mechanisms. `rules/game.toml`, table `procedure`."""

    phases: tuple[str, ...]
    breakthrough_by: int  # this far above the target number is a breakthrough
    setback_by: int  # this far below it is a setback
    number_least: int  # the target number is kept between these
    number_most: int
    own_words_number: int  # the number for an order in own words, before any argument
    put_to_people: int  # incidents per turn that seats answer themselves
    move_readiness: int  # readiness that each redeployment beyond the free ones costs
    most_moves: int  # redeployments a seat may order in a turn
    shared_sight: int  # sharing at which allies see each other's pieces
    shared_evidence: int  # sharing at which allies hold each other's attribution
    access_needed: int  # access at which a partner's bases serve
    attribution_at: dict[str, int]  # deniability -> 2d6 number at which a seat attributes the act
    attribution_sensor: int  # bonus for a sensor in the area
    attribution_wait: int  # bonus for each turn of evidence
    case_turns: int  # turns that an unattributed case stays open
    late_attribution: tuple[Effect, ...]  # actor as actor, victim as target
    pressure_limit: int  # pressure that costs one step of control
    stated_weight: int  # a pledge stated at or above this raises what is expected by one level, of grave acts
    stated_from: int  # of at least this intensity
    outrage_at: int  # intensity from which the victim's public punishes an answer below outrage_level
    outrage_level: str
    credibility_contagion: int  # dial, 0-36 in 36: a shortfall also lowers what each other creditor believes
    pledges_bind: int  # dial, 0-36 in 36: a shortfall under a heavy pledge also costs support at home
    heavy_pledge: int  # a pledge stated at or above this is heavy
    heat_at: int  # intensity of an act that moves the ladder by itself
    most_steps: int  # steps on a ladder in one turn from acts and answers
    crisis_at: int  # rung at which a crisis opens
    crisis_rounds: int
    crisis_capital: int  # political capital that a crisis takes from each principal's next income
    crisis_exhausted: str  # the ending when rounds run out
    crisis_clash: str  # the ending when arms clash
    readiness_recovers: int
    # Dials of contested theories, read by links and by rule 5.4: 0 is off, 1 as their authors have it, 2 twice as much.
    past_counts: int = 0  # answers to grave acts move what is believed of a pledge
    belief_deters: int = 0  # a pledge that is believed makes grave acts rarer
    threat_provokes: int = 0  # firmness raises the resolve of a rival that is afraid
    entangles: int = 0  # integration draws a government into its ally's crises
    crisis_sobers: int = 0  # a crisis lived through makes wary; -1: it makes resentful
    coercion_backfires: int = 0  # coercion that is seen binds its targets together
    hns_blocks: int = 0  # an open agreement on host-nation support holds up other projects
    seen_from: int = 0  # intensity from which coercion, once it is attributed, has the effects below; 0: never
    seen_coercion: tuple[Effect, ...] = ()  # what it costs while coercion backfires: actor as actor, victim as target


# The dials of contested theories (see `Procedure`): those in steps, and those in ways in 36, which for links are on (1) or off.
DIALS = (
    "past_counts", "belief_deters", "threat_provokes", "entangles", "crisis_sobers", "coercion_backfires", "hns_blocks",
)  # fmt: skip


WAYS_DIALS = ("credibility_contagion", "pledges_bind")
