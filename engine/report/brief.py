"""What goes on the printed pages of an exercise: for the room, for each seat, for control.

Whatever a seat's brief says of the position comes from that seat's own view, and of the texts of the scenario only what is
public or its own; so no page can tell more than its reader may know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.kernel.tables import Tables
from engine.model.calendar import date_of, turn_of
from engine.model.ruleset import Action, Faction, Flashpoint, Gate, Level, Obligation, Posture, Project
from engine.model.scenario import Inject, Seat
from engine.model.terms import Condition, Effect
from engine.picture.phrases import Phrases, small
from engine.report.kit import (
    ActionRow,
    Arena,
    Asked,
    Brief,
    Chance,
    Duty,
    Force,
    GateRow,
    Gauge,
    Hidden,
    InjectRow,
    LevelRow,
    Place,
    Plan,
    PostureRow,
    PublicSeat,
    SeatBrief,
    Stance,
    Wish,
)  # fmt: skip
from engine.report.meanings import meaning
from engine.report.opening import Opening, Order
from engine.report.timetable import LOCK_MINUTE, ROUND_MINUTES, STEPS, TURN_MINUTES, Step, day
from engine.report.wording import Line, Wording, capital, wanted

ARENAS = ("geostrategic", "economic", "technological", "governance", "standing")
CALLER = {"actor": "its {}", "actor_target": "{} with the other side"}  # who chooses, on a page for everybody
ANSWERED = {"actor": "our {}", "target": "the other side's {}", "actor_target": "{} with the other side"}
FEW = 6  # labels of places and parties in one cell


class Writer:
    """Reads a scenario into the words of its pages."""

    def __init__(self, tables: Tables):
        self.tables, self.ruleset, self.scenario = tables, tables.ruleset, tables.scenario
        self.phrases = Phrases(tables)
        self.names = self.phrases.names
        self.opening = Opening(tables, self.phrases)
        self.factions = {faction.id: faction for faction in self.ruleset.factions}
        self.seated = [seat.faction for seat in self.scenario.seats]
        self.tracks = {track.id: track for track in self.ruleset.tracks}
        self.areas = {area.id: area.name for area in tables.board.areas}
        self.kinds = {kind.id: kind for kind in self.ruleset.kinds}
        self.level_names = {level.id: level.name for level in self.ruleset.levels}
        self.action_names = {action.id: action.name for action in self.ruleset.actions}
        self.class_names = {entry.id: entry.name for entry in self.ruleset.act_classes}
        self.slot_names = dict(zip(tables.slots, self.names.slots, strict=True))
        self.in_play = [f for f in self.ruleset.flashpoints if not self.scenario.flashpoints or f.id in self.scenario.flashpoints]
        self.wording = Wording(tables, self.phrases, self.in_play)

    # --- the whole -----------------------------------------------------------------------------------

    def brief(self, begins: int) -> Brief:
        """The kit of an exercise that begins so many minutes after midnight."""
        scenario = self.scenario
        timetable = day(begins, scenario.turns)
        return Brief(
            title=scenario.name,
            title_ja=scenario.name_ja,
            summary=scenario.summary,
            dates=tuple(date_of(turn, scenario.start, scenario.turn_length) for turn in range(1, scenario.turns + 1)),
            turn_length=scenario.turn_length,
            turns=scenario.turns,
            played=sum(slot.minutes == TURN_MINUTES for slot in timetable),
            places=tuple(self._places()),
            hotspots=tuple(self._hotspots()),
            wall=tuple(self._gauge("", slot) for slot in scenario.wall),
            seats=tuple(self._public_seat(seat) for seat in scenario.seats),
            briefs=tuple(self.seat(seat) for seat in scenario.seats),
            steps=tuple(self._steps()),
            turn_minutes=TURN_MINUTES,
            lock_minute=LOCK_MINUTE,
            day=timetable,
            crisis=tuple((c.name, self.phrases.cost(c.cost) or "free") for c in self.ruleset.crisis_choices),
            parts=tuple(
                (r.name, self.phrases.cost(r.cost) or "free", self.wording.effects(r.effects, words=CALLER))
                for r in self.ruleset.crisis_roles
            ),
            crisis_rounds=self.ruleset.procedure.crisis_rounds,
            crisis_at=self.ruleset.procedure.crisis_at,
            round_minutes=ROUND_MINUTES,
            most_orders=max(self.factions[seat].orders for seat in self.seated),
            injects=tuple(self._inject(inject) for inject in scenario.injects),
            hidden=tuple(self._hidden(seat) for seat in scenario.seats),
            words=tuple(words_of_control(self.tables)),
            reaches=tuple(self._reaches()),
        )

    def _public_seat(self, seat: Seat) -> PublicSeat:
        faction = self.factions[seat.faction]
        return PublicSeat(id=faction.id, name=faction.name, aims=seat.aims, orders=faction.orders)

    def seat(self, seat: Seat) -> SeatBrief:
        """The brief of one seat."""
        faction = self.factions[seat.faction]
        roles = self.ruleset.roles
        front = (roles.capital, roles.funds, roles.readiness, roles.home)
        forces = tuple(self._forces(faction.id, own=True))
        fronts = {f"{faction.id}.{track}" for track in front}
        return SeatBrief(
            id=faction.id,
            name=faction.name,
            aims=seat.aims,
            secret=seat.secret,
            wishes=tuple(self._wish(condition, faction.id) for condition in seat.success),
            choices=seat.choices,
            orders=faction.orders,
            moves=faction.free_moves,
            own=tuple(self._own_gauge(faction, track) for track in front),
            forces=forces,
            numbers=tuple(self._gauge(faction.id, slot) for slot in self._numbers(faction.id) if slot not in fronts),
            sees=tuple(self._forces(faction.id, own=False)),
            unseen=tuple(self._unseen(faction.id)),
            arenas=tuple(self._arenas(faction.id)),
            asked=tuple(self._asked(faction.id)),
            owes=tuple(self._duty(faction.id, o) for o in self._obligations() if o.debtor == faction.id),
            owed=tuple(self._duty(faction.id, o) for o in self._obligations() if o.creditor == faction.id),
            gates=tuple(self._gate(gate) for gate in self.ruleset.gates if gate.faction == faction.id),
            leave=tuple(self._gate(gate) for gate in self.ruleset.gates if gate.holds == faction.id),
            levels=tuple(self._level(level) for level in sorted(self.ruleset.levels, key=lambda level: level.rank)),
            stances=tuple(self._stances(faction.id)),
            plans=tuple(self._plans(faction.id)),
            kinds=tuple(dict.fromkeys((force.kind, force.scale) for force in forces)),
            acts=tuple((entry.id, entry.name) for entry in self.ruleset.act_classes),
        )

    # --- words ---------------------------------------------------------------------------------------

    def _name(self, faction: str) -> str:
        return self.factions[faction].name if faction in self.factions else faction

    def _steps(self) -> Iterator[Step]:
        said = {"put_to_people": self.ruleset.procedure.put_to_people}
        for step in STEPS:
            yield Step(
                name=step.name,
                minutes=step.minutes,
                players=step.players.format(**said),
                control=step.control.format(**said),
            )

    # --- the position --------------------------------------------------------------------------------

    def _gauge(self, seat: str, slot: str) -> Gauge:
        track = self.tracks[slot.split(".")[1]]
        value = self.opening.value(seat, slot)
        drawn = f" ± {track.draw}" if track.draw else ""
        return Gauge(
            name=self._short(slot, seat),
            value="not known" if value is None else f"{value}{drawn}",
            least=track.least,
            most=track.most,
            meaning=meaning(self.tables, slot),
        )

    def _short(self, slot: str, seat: str) -> str:
        """The name of a track, without its owner where that is the reader, or the one place in play."""
        owner, track = slot.split(".")[:2]
        plain = owner == seat or [owner] == [place.id for place in self.in_play]
        return capital(self.tracks[track].name if plain else self.slot_names[slot])

    def _own_gauge(self, faction: Faction, track: str) -> Gauge:
        """One of the four tracks before a seat, with what comes in each turn."""
        slot, roles = f"{faction.id}.{track}", self.ruleset.roles
        comes = {
            roles.capital: faction.income.capital,
            roles.funds: faction.income.funds,
            roles.readiness: faction.income.readiness + self.ruleset.procedure.readiness_recovers,
        }.get(track, 0)
        value = self.opening.value(faction.id, slot)
        return Gauge(
            name=self.tracks[track].name,
            value="not known" if value is None else str(value),
            least=self.tracks[track].least,
            most=self.tracks[track].most,
            meaning=meaning(self.tables, slot),
            per_turn=f"+{comes}" if comes else "",
        )

    def _numbers(self, seat: str) -> Iterator[str]:
        """The tracks that a seat sees and the room does not; what its promises mean stands beside the promises."""
        actual = self.ruleset.roles.actual
        yield from (slot for slot in self.opening.known_alone(seat) if slot.split(".")[1] != actual)

    def _forces(self, seat: str, own: bool) -> Iterator[Force]:
        """A seat's own counters, or those of others that it sees and the room does not."""
        public = set(self.opening.counters(""))
        state = self.opening.state(seat)
        for p in self.opening.counters(seat):
            piece = self.scenario.pieces[p]
            if (piece.faction == seat) != own or (not own and p in public):
                continue
            kind = self.kinds[piece.kind]
            yield Force(
                name=piece.name if own else f"{piece.name} ({self._name(piece.faction)})",
                kind=kind.name,
                area=self.names.areas[int(state.piece_area[p])],
                readiness=int(state.piece_readiness[p]),
                scale=kind.scale,
            )

    def _unseen(self, seat: str) -> Iterator[str]:
        """A seat's own counters that not everybody can see where they stand."""
        public = set(self.opening.counters(""))
        for p in self.opening.counters(seat):
            if self.scenario.pieces[p].faction == seat and p not in public:
                yield self.scenario.pieces[p].name

    def _places(self) -> Iterator[Place]:
        """What stands where, as everybody sees it."""
        state = self.opening.state("")
        standing: dict[str, list[str]] = {}
        for p in self.opening.counters(""):
            piece = self.scenario.pieces[p]
            area = self.names.areas[int(state.piece_area[p])]
            standing.setdefault(area, []).append(f"{piece.name} ({self._name(piece.faction)})")
        yield from (Place(name=area, forces=tuple(forces)) for area, forces in standing.items())

    def _hotspots(self) -> Iterator[str]:
        """Who contests what."""
        roles = self.ruleset.roles
        for flashpoint in self.in_play:
            holder, challenger = self._name(flashpoint.holder), self._name(flashpoint.challenger)
            text, postures = f"{flashpoint.name}: {holder} administers, {challenger} contests.", []
            for side in self._sides(flashpoint):
                level = self.opening.value("", f"{side}.{roles.posture}.{flashpoint.id}")
                postures.append(f"{self._name(side)} {level}" if level is not None else "")
            yield f"{text} Standing postures, 0 to {self.tracks[roles.posture].most}: {', '.join(filter(None, postures))}."

    def _sides(self, flashpoint: Flashpoint) -> list[str]:
        """Those at the table who may hold a posture at a flashpoint."""
        return [side for side in (flashpoint.challenger, flashpoint.holder, *flashpoint.others) if side in self.seated]

    # --- aims ----------------------------------------------------------------------------------------

    def _wish(self, condition: Condition, seat: str, *, truth: bool = False) -> Wish:
        """A condition of success; `now` only where the seat may know it."""
        subject, *what = condition.track.split(".")
        if subject == "count":
            return Wish(text=f"{capital(self.phrases.reading(condition.track))}: {wanted(condition)}", now="0")
        value = self.opening.true_value(condition.track) if truth else self.opening.value(seat, condition.track)
        several = len(self.in_play) > 1
        place = next((f" ({f.name})" for f in self.ruleset.flashpoints if several and f.id in what), "")
        text = f"{self._short(condition.track, seat)}{place}: {wanted(condition)}"
        return Wish(text=text, now="" if value is None else str(value))

    # --- actions -------------------------------------------------------------------------------------

    def _arenas(self, seat: str) -> Iterator[Arena]:
        hand = [(self.ruleset.actions[row], row) for row in self.opening.hand(seat)]
        others = sorted({action.arena for action, _ in hand} - set(ARENAS))
        for arena in (*ARENAS, *others):
            rows = tuple(self._action(seat, action, row) for action, row in hand if action.arena == arena)
            if rows:
                yield Arena(name=capital(arena), actions=rows)

    def _action(self, seat: str, action: Action, row: int) -> ActionRow:
        moves = action.mechanism == "redeploy"
        orders = [] if moves else list(self.opening.orders(seat, row))
        now = [order for order in orders if not order.reasons]
        later = [order for order in orders if order.reasons]
        nearest = min(later, key=lambda order: len(order.reasons), default=None)
        waits = nearest.reasons if nearest and not now else ()
        if not orders and not moves:
            waits = ("Nobody sits here whom it could name.",)
        return ActionRow(
            id=action.id,
            name=action.name,
            cost=self.phrases.cost(action.cost) or "free",
            focused=action.focused,
            lines=tuple(self._lines(action, seat)),
            chances=tuple(self._chances(now)),
            elsewhere=self._elsewhere(now, later),
            reasons=waits,
        )

    def _lines(self, action: Action, seat: str) -> Iterator[Line]:
        """What an action does and takes, the rules of moving among it."""
        yield from self.wording.action(action, seat)
        if action.mechanism == "redeploy":
            price = self.ruleset.procedure.move_readiness
            yield "", f"Move one counter to a place within reach of a base. Beyond your free moves: {price} readiness each."

    def _chances(self, orders: list[Order]) -> Iterator[Chance]:
        """Odds at the opening, alike ones together; the largest group of many is called "elsewhere"."""
        groups: dict[tuple[int, ...], list[Order]] = {}
        for order in orders:
            groups.setdefault(order.odds.bands if order.odds else (), []).append(order)
        largest = max(groups.values(), key=len, default=[])
        for bands, alike in groups.items():
            label = self._label(alike, orders)
            if len(groups) > 1 and alike is largest and len(alike) > FEW:
                label = "Everywhere else"
            yield Chance(where=label if len(orders) > 1 else self._label(alike, []), bands=bands)

    def _label(self, alike: list[Order], among: list[Order]) -> str:
        """Where, towards whom and with whom; what is the same in all the orders is left out."""
        parts = [("area", self.names.areas), ("target", self.names.factions), ("partner", self.names.factions)]
        said = []
        for field, names in parts:
            rows = list(dict.fromkeys(getattr(order, field) for order in alike))
            every = {getattr(order, field) for order in among}
            if rows == [-1] or (len(every) == 1 and among):
                continue
            said.append(("with " if field == "partner" else "") + ", ".join(names[row] for row in rows))
        return "; ".join(said)

    def _elsewhere(self, now: list[Order], later: list[Order]) -> str:
        """That there are other ways, once what they need is there."""
        if not now or not later:
            return ""
        return f"Also possible in {len(later)} other way{'s' * (len(later) > 1)}, once what it needs is there."

    def _asked(self, seat: str) -> Iterator[Asked]:
        """Joint actions that others at the table may propose to a seat."""
        hands = {other: set(self.opening.hand(other)) for other in self.seated if other != seat}
        for row, action in enumerate(self.ruleset.actions):
            by = [self._name(other) for other, hand in hands.items() if row in hand]
            if seat in action.partners and by:
                yield Asked(
                    name=action.name,
                    by=", ".join(by),
                    price=self.phrases.cost(action.partner_cost) or "free",
                    lines=tuple(self.wording.offered(action, seat)),
                )

    # --- law and promises ----------------------------------------------------------------------------

    def _obligations(self) -> Iterator[Obligation]:
        """Those in force at some time of the game, between two who sit at the table."""
        scenario = self.scenario
        for o in self.ruleset.obligations:
            since = turn_of(o.since, scenario.start, scenario.turn_length) if o.since else 1
            until = turn_of(o.until, scenario.start, scenario.turn_length) if o.until else scenario.turns
            if since <= scenario.turns and until >= 1 and {o.debtor, o.creditor} <= set(self.seated):
                yield o

    def _duty(self, seat: str, o: Obligation) -> Duty:
        roles = self.ruleset.roles
        other = o.creditor if o.debtor == seat else o.debtor
        own = self._gauge(seat, f"{o.id}.{roles.actual}").value if o.debtor == seat else ""
        return Duty(
            name=o.name + (f" (from {o.since})" if o.since else ""),
            other=self._name(other),
            stated=self._gauge(seat, f"{o.id}.{roles.stated}").value,
            believed=self._gauge(seat, f"{o.id}.{roles.believed}").value,
            actual=own,
            areas=self._where(o.areas) if o.areas else "",
            asks="; ".join(self._asks(o)),
        )

    def _where(self, areas: Sequence[str]) -> str:
        """Areas by name; of many, those where something is contested, and how many others: control has them all."""
        if len(areas) <= FEW:
            return ", ".join(self.areas[area] for area in areas) or "everywhere"
        contested = [place.area for place in self.in_play if place.area in areas][:FEW]
        named = contested or list(areas[:2])
        return f"{', '.join(self.areas[area] for area in named)} and {len(areas) - len(named)} other areas"

    def _reaches(self) -> Iterator[tuple[str, str]]:
        """Where promises and legal decisions reach that name many areas."""
        named = [(o.name, o.areas) for o in self._obligations()] + [(gate.name, gate.areas) for gate in self.ruleset.gates]
        yield from ((name, ", ".join(self.areas[area] for area in areas)) for name, areas in named if len(areas) > FEW)

    def _asks(self, o: Obligation) -> Iterator[str]:
        """The answer that is expected, and to which kinds of act; the weightiest first."""
        expects = {status.id: status.expects for status in self.ruleset.statuses}
        for level in sorted(self.ruleset.levels, key=lambda level: -level.rank):
            acts = [act for act in self.class_names if expects.get(o.triggers.get(act, "")) == level.id]
            if acts and level.rank > 0:
                yield f"\u201c{level.name}\u201d for {runs(acts, list(self.class_names))}"

    def _gate(self, gate: Gate) -> GateRow:
        return GateRow(
            name=gate.name,
            decides=self._name(gate.faction),
            opens=self.level_names[gate.opens],
            price=self.phrases.cost(gate.cost) or "free",
            lasts=gate.lasts,
            brings=self.wording.effects(gate.effects, words=ANSWERED),
            when=self.wording.all(gate.asked_when),
            where=self._where(gate.areas),
        )

    def _level(self, level: Level) -> LevelRow:
        who = {"victim": "the victim", "debtor": "who owes help", "any": "anybody asked"}
        needs = [f"{' or '.join(small(self.kinds[kind].name) for kind in level.pieces)} near"] if level.pieces else []
        needs += [self.wording.condition(condition) for condition in level.requires]
        return LevelRow(
            name=level.name,
            who=who[level.who],
            price=self.phrases.cost(level.cost) or "free",
            needs="; ".join(needs),
            bears=level.bears,
            brings=self.wording.effects(level.effects, words=ANSWERED),
        )

    def _stances(self, seat: str) -> Iterator[Stance]:
        """The steps of posture that are a seat's, at each flashpoint in play."""
        for f in self.in_play:
            if seat not in self._sides(f):
                continue
            sides = {word: "our {}" if who == seat else f"{self._name(who)}: {{}}" for word, who in self._parties(f)}
            side = "challenger" if seat == f.challenger else "holder" if seat == f.holder else "other"
            now = self.opening.value(seat, f"{seat}.{self.ruleset.roles.posture}.{f.id}")
            own = [p for p in self.ruleset.postures if p.side == side and p.flashpoint == f.id]
            at = {p.level: p for p in self.ruleset.postures if p.side == side and not p.flashpoint} | {p.level: p for p in own}
            yield Stance(place=f.name, rows=tuple(self._posture(at[level], now, sides) for level in sorted(at)))

    def _parties(self, flashpoint: Flashpoint) -> Iterator[tuple[str, str]]:
        yield from (("challenger", flashpoint.challenger), ("holder", flashpoint.holder))

    def _posture(self, posture: Posture, now: int | None, sides: dict[str, str]) -> PostureRow:
        return PostureRow(
            level=posture.level,
            name=posture.name,
            everyday=self.action_names.get(posture.everyday, ""),
            upkeep=self.phrases.cost(posture.upkeep) or "free",
            answers=self.level_names[posture.answers],
            brings=self.wording.effects(posture.effects, words=sides),
            now=posture.level == now,
        )

    def _plans(self, seat: str) -> Iterator[Plan]:
        """Projects that a seat leads, joins or decides a stage of, where somebody at the table can propose them."""
        for project in self.ruleset.projects:
            deciders = {self._decider(project, stage.decider) for stage in project.stages}
            if seat in {project.lead, project.partner, *deciders} and self._proposable(project):
                yield Plan(
                    name=project.name,
                    partners=", ".join(self._name(party) for party in (project.lead, project.partner) if party),
                    stages=tuple(
                        (
                            stage.name,
                            self._name(self._decider(project, stage.decider)),
                            self.phrases.cost(stage.cost) or "free",
                            f"{stage.difficulty} on two dice" if stage.difficulty else "certain",
                        )
                        for stage in project.stages
                    ),
                    brings=self.wording.effects(project.stages[-1].effects),
                )

    def _decider(self, project: Project, decider: str) -> str:
        return {"lead": project.lead, "partner": project.partner, "actor": project.lead, "target": project.partner}.get(
            decider, decider
        )

    def _proposable(self, project: Project) -> bool:
        """Whether somebody at the table has an action that sets its first stage."""
        slot = f"{project.id}.{self.ruleset.roles.stage}"
        rows = {row for seat in self.seated for row in self.opening.hand(seat)}
        actions = (self.ruleset.actions[row] for row in rows)
        return any(effect.track == slot for action in actions for effect in self._every_effect(action))

    def _every_effect(self, action: Action) -> Iterator[Effect]:
        bands = action.effects
        for effects in (bands.always, bands.success, bands.failure, bands.breakthrough or (), bands.setback or ()):
            yield from effects

    # --- control -------------------------------------------------------------------------------------

    def _inject(self, inject: Inject) -> InjectRow:
        turn, scenario = self.scenario.turn_of_inject(inject), self.scenario
        date = date_of(turn, scenario.start, scenario.turn_length) if turn else ""
        when = f"Turn {turn} ({date})" if turn else f"When: {self.wording.all(inject.when)}"
        if inject.after:
            before = next(other.name for other in self.scenario.injects if other.id == inject.after)
            when = f"{inject.delay} turn{'s' * (inject.delay != 1)} after: {before}"
        elif inject.held:
            when = f"By hand: fire {inject.id}"
        act = [f"{self._name(inject.act.actor)}, without an order: {self.action_names[inject.act.action]}."] if inject.act else []
        return InjectRow(
            name=inject.name,
            when=when,
            audience=", ".join(self._name(seat) for seat in inject.audience) or "everybody",
            text=inject.text,
            brings=" ".join([*filter(None, [self.wording.effects(inject.effects)]), *act]),
            played=max(turn, self._earliest(inject)) <= day_turns(scenario.turns),
        )

    def _earliest(self, inject: Inject) -> int:
        """The turn before which a conditional inject cannot come; 0: none is named."""
        return max((c.at_least or 0 for c in inject.when if c.track == "case.turn"), default=0)

    def _hidden(self, seat: Seat) -> Hidden:
        roles = self.ruleset.roles
        owes = [o for o in self._obligations() if o.debtor == seat.faction]
        return Hidden(
            name=self._name(seat.faction),
            secret=seat.secret,
            wishes=tuple(self._wish(condition, seat.faction, truth=True) for condition in seat.success),
            tolerance=str(self.opening.true_value(f"{seat.faction}.{roles.tolerance}")),
            meant=tuple((o.name, str(self.opening.true_value(f"{o.id}.{roles.actual}"))) for o in owes),
        )


def make_brief(tables: Tables, begins: int) -> Brief:
    """The kit of a scenario, for an exercise that begins so many minutes after midnight."""
    return Writer(tables).brief(begins)


def day_turns(turns: int) -> int:
    """How many turns of a game a half day carries."""
    return sum(slot.minutes == TURN_MINUTES for slot in day(0, turns))


def runs(some: Sequence[str], among: Sequence[str]) -> str:
    """Some of a list, in its order, three or more that follow one another as "first\u2013last"."""
    groups: list[list[str]] = []
    for entry in among:
        if entry not in some:
            groups.append([])
        elif groups:
            groups[-1].append(entry)
        else:
            groups = [[entry]]
    said = [f"{group[0]}\u2013{group[-1]}" if len(group) > 2 else ", ".join(group) for group in groups if group]
    return ", ".join(said)


def words_of_control(tables: Tables) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """What lines of control call seats, areas, answers and parts: the word, and the name that stands in the briefs."""
    ruleset, scenario = tables.ruleset, tables.scenario
    seated = {seat.faction for seat in scenario.seats}
    yield "Seats", tuple((faction.id, faction.name) for faction in ruleset.factions if faction.id in seated)
    yield "Areas", tuple((area.id, area.name) for area in tables.board.areas)
    yield "Counters", tuple((piece.id, piece.name) for piece in scenario.pieces)
    yield (
        "Answers to an incident",
        tuple((level.id, level.name) for level in sorted(ruleset.levels, key=lambda level: level.rank)),
    )
    yield "Choices in a crisis", tuple((choice.id, choice.name) for choice in ruleset.crisis_choices)
    yield "Parts in a crisis", tuple((role.id, role.name) for role in ruleset.crisis_roles)
