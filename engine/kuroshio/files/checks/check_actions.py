"""Checks of actions, of the projects that they propose, and of the doctrines that choose among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from kuroshio.files.checks.check_entries import Checks, EntryPart, places
from kuroshio.files.checks.check_fields import ACT, CRISIS_CHOICES, LOWER, PASS, RAISE, REDEPLOY, Complaint
from kuroshio.files.checks.check_names import NOUNS, ContentNames, lists
from kuroshio.files.faults import Fault
from kuroshio.files.loader import Loaded
from kuroshio.model import ruleset as rulebook
from kuroshio.model.entry_parts import Effect
from kuroshio.model.likely_names import nearest
from kuroshio.model.ruleset import Action, Leaning, Project

BANDS = ("setback", "failure", "success", "breakthrough")

# --- actions -------------------------------------------------------------------------------------------


@frozen
class Need:
    """A field that needs another: where `has` holds (by default: the field is filled), `needs` must hold."""

    word: str
    needs: Callable[[Action], object]
    wrong: str
    right: str
    has: Callable[[Action], object] | None = None

    def unmet(self, action: Action) -> bool:
        """Whether an action has the field without what it needs."""
        filled = getattr(action, self.word) if self.has is None else self.has(action)
        return bool(filled) and not self.needs(action)


NEEDS = (
    Need("pieces", lambda a: a.areas, "pieces need an area, and none is named", "add areas = [...]"),
    Need("private", lambda a: a.targets, "a private act is done to somebody, and nobody is named", "add targets = [...]"),
    Need("private", lambda a: not a.act_class, "an incident is known to all", "leave private out, or act_class"),
    Need("private", lambda a: not a.partners, "a joint act is known to all", "leave private out, or partners"),
    Need("offer", lambda a: a.partners or a.targets, "an offer to nobody", "add partners = [...] or targets = [...]"),
    Need("everyday", lambda a: a.act_class, "an everyday act that is not coercive", "add act_class = ..."),
    Need("partners", lambda a: not a.act_class, "coercive acts are not joint", "leave partners out, or act_class"),
    Need("declined", lambda a: a.partners, "nobody is asked, so nobody declines", "add partners = [...], or leave it out"),
    Need("binds", lambda a: a.declined, "a binding promise that costs nothing to break", "add declined = [...], or leave it out"),
    Need("act_class", lambda a: a.mechanism == ACT, "only an action that is adjudicated can be coercive", "leave it out"),
    Need(
        "mistaken_for",
        lambda a: a.deniability != "low",
        "an open act cannot be misattributed",
        "leave it out, or write a higher deniability",
    ),
    Need(
        "areas",
        lambda a: a.areas,
        "a posture needs an area, and none is named",
        "add areas = [...] of flashpoints",
        has=lambda a: a.mechanism in (RAISE, LOWER),
    ),
)


def check_needs(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that fields have the other fields that they need."""
    for need in NEEDS:
        if need.unmet(place.part):
            yield (need.word,), need.wrong, need.right


def check_candidates(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that every actor of an action has somebody else to name."""
    action: Action = place.part
    for word in ("targets", "partners"):
        named = getattr(action, word)
        for actor in action.actors:
            if named and set(named) == {actor}:
                yield (word,), f"{actor!r} may take this action but can name only itself", "name somebody else"


def check_mechanism(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that actions without a roll have no bands, that actors have the postures they change, that passing stays possible."""
    action: Action = place.part
    if action.mechanism == ACT:
        return
    for band in BANDS:
        if getattr(action.effects, band):
            yield ("effects", band), f"{action.mechanism!r} has no roll and therefore no bands", "write effects.always"
    if action.mechanism == PASS:
        for word in ("requires", "areas", "targets", "partners", "pieces", "since", "until", "deck"):
            if getattr(action, word):
                yield (word,), "passing must always be possible", "leave it out"
    if action.mechanism in (RAISE, LOWER):
        yield from _stances(action, names)


def _stances(action: Action, names: ContentNames) -> Iterator[Complaint]:
    """Check that every area is a flashpoint's and that every actor has a posture in one of them."""
    by_area = {point.area: point for point in names.all("flashpoints")}
    if not names.whole("flashpoints"):
        return
    for i, area in enumerate(action.areas):
        point = by_area.get(area)
        if point is None:
            yield ("areas", i), f"no flashpoint in {area!r}, so no posture", nearest(area, list(by_area))
            continue
    for j, actor in enumerate(action.actors):
        points = [by_area[area] for area in action.areas if area in by_area]
        if points and not any(actor in (point.challenger, point.holder, *point.others) for point in points):
            right = "leave it out, or give it one at one of them"
            yield ("actors", j), f"{actor!r} has no posture at {', '.join(repr(point.id) for point in points)}", right


# --- projects -------------------------------------------------------------------------------------------


def check_proposals(loaded: Loaded, names: ContentNames) -> Iterator[Fault]:
    """Check that some action proposes each project."""
    track = names.role("stage")
    if track is None or not names.whole("actions"):
        return
    moved = {name for action in loaded.of("actions") for name in raised(action)}
    for project, origin in loaded.entries.get("projects", []):
        begins = f"{project.id}.{track.id}"
        if begins not in moved:
            yield origin.fault(("id",), "no action proposes it", f'give one the effect {{ track = "{begins}", set = 1 }}')


def raised(action: Action) -> set[str]:
    """Return the readings of the tracks that some effect of an action raises."""
    effects = (place.part for place in places(action) if isinstance(place.part, Effect))
    return {effect.track for effect in effects if (effect.set or effect.add or 0) > 0}


# --- doctrines -------------------------------------------------------------------------------------------

# What each kind of decision chooses among, and which keys narrow it.
CHOSEN = {
    "order": ("actions", ("area", "target", "partner", "kind")),
    "sign": ("actions", ("area", "target", "partner")),
    "respond": ("levels", ()),
    "gate": ("gates", ("area", "target")),
    "proceed": ("projects", ()),
    "role": ("crisis_roles", ()),
    "crisis": ("crisis_choices", ()),
}
REFUSABLE = ("sign", "gate", "proceed")


def check_leaning(place: EntryPart, names: ContentNames) -> Iterator[Complaint]:
    """Check that a leaning chooses something open to its faction, and narrows only parts of that."""
    leaning: Leaning = place.part
    doctrine: rulebook.Doctrine = place.above[-1]
    if leaning.decide not in CHOSEN:
        return
    field, narrowing = CHOSEN[leaning.decide]
    for word in ("area", "target", "partner", "kind"):
        if getattr(leaning, word) and word not in narrowing:
            yield (word,), f"has no use in a decision of the kind {leaning.decide!r}", "leave it out"
    if leaning.against and leaning.decide not in REFUSABLE:
        yield ("against",), f"a decision of the kind {leaning.decide!r} cannot be answered with no", "leave it out"
    known = list(CRISIS_CHOICES) if leaning.decide == "crisis" else names.known(field)
    if leaning.choose not in known and not (leaning.decide != "crisis" and names.has(field, leaning.choose)):
        yield ("choose",), f"no {NOUNS[field]} {leaning.choose!r}", nearest(leaning.choose, known, lists(field))
        return
    chosen = names.get(field, leaning.choose)
    if chosen is not None and leaning.decide in MAY_CHOOSE:
        yield from MAY_CHOOSE[leaning.decide](leaning, chosen, doctrine.faction)


def _may_order(leaning: Leaning, action: Action, faction: str) -> Iterator[Complaint]:
    if faction not in action.actors:
        yield ("choose",), f"{faction!r} may not take action {action.id!r}", f"it is for {', '.join(action.actors)}"
    if action.everyday:
        yield ("choose",), f"action {action.id!r} is never ordered", "choose one without everyday"
    yield from _may_name(leaning, action, action.partners)


def _may_sign(leaning: Leaning, action: Action, faction: str) -> Iterator[Complaint]:
    if faction not in action.partners:
        right = f"it asks {', '.join(action.partners)}" if action.partners else "it asks nobody"
        yield ("choose",), f"{faction!r} is never asked to sign action {action.id!r}", right
    yield from _may_name(leaning, action, action.actors)


def _may_name(leaning: Leaning, action: Action, partners: tuple[str, ...]) -> Iterator[Complaint]:
    """Check that some order of the action fits the leaning."""
    lists = {"target": action.targets, "partner": partners}
    if action.mechanism != REDEPLOY:
        lists |= {"area": action.areas, "kind": action.pieces}
    for word, may in lists.items():
        named = getattr(leaning, word)
        if named and named not in may:
            right = nearest(named, list(may)) if may else "leave it out"
            yield (word,), f"action {action.id!r} cannot name the {word} {named!r}", right


def _may_open(leaning: Leaning, gate: rulebook.Gate, faction: str) -> Iterator[Complaint]:
    if gate.faction != faction:
        yield ("choose",), f"gate {gate.id!r} is for {gate.faction!r} to open", f"choose one of {faction!r}"


def _may_proceed(leaning: Leaning, project: Project, faction: str) -> Iterator[Complaint]:
    deciders = list(dict.fromkeys(stage.decider for stage in project.stages))
    if faction not in deciders:
        yield ("choose",), f"{faction!r} decides no stage of {project.id!r}", f"it is for {', '.join(deciders)}"


MAY_CHOOSE: dict[str, Callable[..., Iterator[Complaint]]] = {
    "order": _may_order,
    "sign": _may_sign,
    "gate": _may_open,
    "proceed": _may_proceed,
}

ACTION_CHECKS: Checks = {
    Action: (check_needs, check_candidates, check_mechanism),
    Leaning: (check_leaning,),
}
