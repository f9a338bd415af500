"""`kuroshio journal`: lists what happened in a kept game, a line for each entry; recovers the sound part of a damaged one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import click

from kuroshio.cli.resume import GAME, sentences
from kuroshio.cli.terminal import one_line
from kuroshio.model.likely_names import nearest
from kuroshio.model.times_of_day import local, zone
from kuroshio.session.advance_answers import advance_of
from kuroshio.session.by_hand_words import BY_HAND
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.journal_reader import KeptGame, read, recover
from kuroshio.session.line_kinds import KINDS
from kuroshio.session.saved_games import find_game

HIDDEN = ("draft", "record", "content")  # told only to who asks for them: plans not committed, what programs read
SEATS = ("seat", "other", "by", "parties", "audience")  # fields that name seats


@click.command("journal")
@GAME
@click.option("--kind", help="List only entries of this kind, such as note or inject.")
@click.option("--seat", help="List only entries that name this seat.")
@click.option("--recover", "mend", is_flag=True, help="Write the part of a damaged game before the damage to a new file.")
def command(game: str, kind: str | None, seat: str | None, mend: bool) -> None:
    """List what happened in GAME, a file or the name of a kept game. Undone entries stand in brackets.

    The list includes the secrets of every seat; drafts only with --kind draft. The lines are chained by hashes. These reveal
    accidental changes, but not a forgery by somebody who has the file and this program.
    """
    if kind is not None and kind not in KINDS:
        raise click.UsageError(f"--kind {kind}: no such kind; {nearest(kind, sorted(KINDS), few=len(KINDS))}")
    if mend and (kind or seat):
        raise click.UsageError("--recover cannot be combined with --kind and --seat; list the new file with them")
    with sentences():
        path = find_game(game)
        if mend:
            click.echo(f"{recover(path)}: the sound part of the game; continue it with `kuroshio resume`.")
            return
        kept = read(path)
    if seat is not None and seat not in seats_in(kept):
        raise click.UsageError(f"--seat {seat}: no entry names it; {nearest(seat, sorted(seats_in(kept)))}")
    for line in listing(kept, kind, seat):
        click.echo(line)


def seats_in(kept: KeptGame) -> set[str]:
    """Every seat that an entry names."""
    return {seat for entry in kept.entries for seat in named(entry)}


def named(entry: JournalLine) -> Iterator[str]:
    """The seats that an entry names."""
    for field in SEATS:
        value = entry.get(field)
        yield from value if isinstance(value, list) else [value] if value and (field != "by" or entry.kind == "broken") else []


def listing(kept: KeptGame, kind: str | None, seat: str | None) -> Iterator[str]:
    """The entries as lines of text, and before them the zone of their times."""
    counted = {entry.n for entry in kept.counted}
    listed = [entry for entry in kept.entries if is_meant(entry, kind, seat)]
    if any(entry.at for entry in listed):
        yield f"Times are local, {zone(local(entry.at) for entry in listed if entry.at)}."
    for entry in listed:
        told = f"{entry.kind:<9} {one_line(TOLD.get(entry.kind, fields)(entry))}"
        at = f"{local(entry.at):%Y-%m-%d %H:%M:%S}" if entry.at else ""  # of the first format the lines have no time
        yield f"{entry.n:>5}  {at:<19}  {f'[{told}]' if is_undone(entry, counted) else told}"


def is_meant(entry: JournalLine, kind: str | None, seat: str | None) -> bool:
    """Whether an entry is one of those asked for."""
    shown = entry.kind not in HIDDEN if kind is None else kind == entry.kind
    return shown and (seat is None or seat in named(entry))


def is_undone(entry: JournalLine, counted: set[int]) -> bool:
    """Whether a line does not count any longer; one that goes back itself never does, and stands."""
    return entry.n not in counted and entry.kind not in ("undo", "redo")


# --- one line for each kind --------------------------------------------------------------------------


def when(entry: JournalLine) -> str:
    """The turn, and the phase where there is one."""
    return f"turn {entry['turn']} {entry.get('phase')}".rstrip()


def fields(entry: JournalLine) -> str:
    """An entry of a kind that has no words of its own: its fields."""
    return ", ".join(f"{name}: {value}" for name, value in entry.fields.items())


def header(entry: JournalLine) -> str:
    """What was begun."""
    people = ", ".join(entry["people"]) or "nobody"
    made = f"Kuroshio {entry['kuroshio']}, kernel {entry['kernel']}, content {entry['content'][:16]}"
    return f"{entry['scenario']}, seed {entry['seed']}, people for {people}; {made}"


def choice(entry: JournalLine) -> str:
    """A line of play."""
    by = "" if entry["by"] == "person" else f" ({entry['by']})"
    return f"{when(entry)}: {entry['line']}{by}"


def inject(entry: JournalLine) -> str:
    """What control brought in by hand."""
    effects = "; ".join(effect(one) for one in entry["effects"])
    audience = ", ".join(entry["audience"]) or "all"
    return f"{when(entry)}: to {audience}: {entry['title']}. {entry['text']}{f' [{effects}]' if effects else ''}"


def effect(table: dict[str, Any]) -> str:
    """One change of a track."""
    tied = f" on {table['on']}" if "on" in table else ""
    return (f"{table['track']} = {table['set']}" if "set" in table else f"{table['track']} {table['add']:+d}") + tied


def note(entry: JournalLine) -> str:
    """What the scribe wrote."""
    on = f"on {entry['seat']}{', told' if entry.get('told') else ''}: " if entry["seat"] else ""
    return f"{when(entry)}: {on}{entry['text']}"


def agreement(entry: JournalLine) -> str:
    """What was agreed."""
    until = f", to the end of turn {entry['expires']}" if entry["expires"] else ""
    secret = "" if entry["public"] else " (secret)"
    return f"{when(entry)}: {entry['id']}, {' and '.join(entry['parties'])}{until}{secret}: {entry['terms']}"


def ruling(entry: JournalLine) -> str:
    """How an act was ruled: mode, what was heard, dice, the engine's answer, what came of it, who was told, why and by whom."""
    dice = f"rolled {sum(entry['dice'])}, needed {entry['number']}" if entry["number"] else "no dice"
    came = f"ruled {entry['band']}" if entry["band"] and entry["band"] != entry["engine"] else "stands"
    by_hand = (
        f"; {', '.join(effect(table) for table in entry.get('tied') or entry['effects'])}"
        if entry["effects"] or entry.get("tied")
        else ""
    )
    mode, heard = entry["mode"].replace("_", "-"), "; ".join(said_at(entry))
    return (
        f"{when(entry)}: {entry['order']} ({mode}): {f'{heard}; ' if heard else ''}{dice}, {entry['engine']}: {came}{by_hand}"
        f"{told(entry)}. {entry['reason']} ({entry['by']})"
    )


def said_at(entry: JournalLine) -> Iterator[str]:
    """The arguments, votes and replies that a ruling heard."""
    yield from (f"for: {text}" for text in entry["pro"])
    yield from (f"against: {text}" for text in entry["contra"])
    yield from (f"reply of {seat}: {text}" for seat, text in entry.get("replies", []))
    if entry["votes"]:
        yield "votes: " + ", ".join(f"{who} {band}" for who, band in entry["votes"].items())


def told(entry: JournalLine) -> str:
    """Who learned of an order in own words beside its seat; nothing of any other act."""
    if not entry.get("words"):
        return ""
    others = ["all"] if not entry["audience"] else [seat for seat in entry["audience"] if seat != entry["seat"]]
    return f"; told to {', '.join(others)}" if others else ""


def draft(entry: JournalLine) -> str:
    """The plan of a seat as it was drafted."""
    orders = [*entry["lines"], *(f'{entry["seat"]}: "{text}"' for text in entry["words"])]
    return f"{when(entry)}: {'; '.join(orders) or entry['seat'] + ': nothing'}"


def schedule(entry: JournalLine) -> str:
    """What control did with an inject of the scenario."""
    return f"{when(entry)}: " + (f"{entry['act']} {entry['inject']}" if entry["inject"] else f"all by {entry['turns']:+d} turns")


def content(entry: JournalLine) -> str:
    """What the game is made of."""
    return f"the content of the game, {len(entry['files'])} characters, {entry['digest'][:16]}"


def record(entry: JournalLine) -> str:
    """What came of an act, for programs."""
    return f"turn {entry['turn']}: the result, from line {entry['since']} of the log"


def practised(entry: JournalLine) -> str:
    """What is added of a practice turn that is taken back."""
    return ": it was a practice turn" if entry.get("practice", False) else ""


def advance(entry: JournalLine) -> str:
    """An answer that a seat gave before it was asked."""
    return f"{when(entry)}: {entry['seat']}: {advance_of(entry).as_line()}"


def by_hand(entry: JournalLine) -> str:
    """What control or a seat did beside the rules."""
    return f"{when(entry)}: {BY_HAND[entry.kind](entry)}"


DICE = {"fresh": "the dice are rolled anew", "same": "the same dice apply again"}
TOLD: dict[str, Callable[[JournalLine], str]] = {
    "header": header,
    "choice": choice,
    "draft": draft,
    "content": content,
    "record": record,
    "inject": inject,
    "agreement": agreement,
    "expect": lambda entry: f"{when(entry)}: {entry['seat']} of {entry['other']}: {entry['text']}",
    "note": note,
    "came": lambda entry: f"{when(entry)}: {entry['seat']} has come to the machine to sign",
    "broken": lambda entry: f"{when(entry)}: {entry['id']}, by {entry['by']}: {entry['text']}",
    "clock": lambda entry: f"{when(entry)}: {entry['event']}" + (f", {entry['seconds']} seconds" if entry["seconds"] else ""),
    "ruling": ruling,
    "schedule": schedule,
    "words": lambda entry: f"{when(entry)}: {entry['seat']}: \u201c{entry['text']}\u201d",
    "scored": lambda entry: f"{when(entry)}: {entry['inject']}: {entry['points']} points ({entry['by']}): {entry['text']}",
    "advance": advance,
    "disputed": lambda entry: f"{when(entry)}: {entry['action'] or 'every act'} of {entry['seat']} is kept for a ruling",
    "late": lambda entry: f"{when(entry)}: {entry['seat']}",
    "undo": lambda entry: f"{when(entry)}: lines after {entry['to']} no longer count{practised(entry)}",
    "redo": lambda entry: f"{when(entry)}: the lines that line {entry['undone']} took back count again",
    "luck": lambda entry: f"{when(entry)}: {DICE[entry['dice']]} from here on (luck {entry['number']})",
    "practice": lambda entry: f"{when(entry)}: a practice turn begins",
    "stop": lambda entry: f"{when(entry)}: the game is ended ({entry['by']})",
    "withdrawn": lambda entry: f"{inject(entry)} ({entry['inject']})",
    **dict.fromkeys(BY_HAND, by_hand),
}
