"""What control reads: a line is taken as it is meant, says what it has done, and what is asked is told with all that it takes."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

from kuroshio.cli.journal import ruling
from kuroshio.cli.main import group
from kuroshio.kernel.tables.compiling import Tables
from kuroshio.picture.picture import QuestionPicture
from kuroshio.players.doctrine_tables import Playbook, compile_playbook
from kuroshio.session.control_lines import Control
from kuroshio.session.journal_format import JournalLine
from kuroshio.session.journal_reader import read
from kuroshio.session.journal_writer import Journal
from kuroshio.session.session import Session
from tests.session.exercise import refusal

PEOPLE = ("japan", "china", "us", "taiwan", "philippines")


@pytest.fixture(scope="module")
def playbook(tables: Tables) -> Playbook:
    return compile_playbook(tables)


def at_table(tables: Tables, playbook: Playbook, mode: str = "matrix", journal: Journal | None = None) -> Control:
    modes = {"own_words": mode, "governance": mode, "economic": mode}
    scenario = attrs.evolve(tables.scenario, adjudication=modes)
    return Control(
        Session(attrs.evolve(tables, scenario=scenario), playbook, PEOPLE, 7, umpire=True, journal=journal), by="director"
    )


@pytest.fixture
def control(tables: Tables, playbook: Playbook) -> Control:
    return at_table(tables, playbook)


def entered(control: Control, *lines: str) -> list[str]:
    """What was said of lines that are all taken."""
    said = []
    for line in lines:
        assert control.perform(line) == "", line
        said += control.said
    return said


def handed_in(control: Control) -> None:
    """All commit what they have; whoever is asked to sign then declines."""
    for seat in control.session.deciders.planners():
        entered(control, f"commit {seat}{'' if control.session.viewers.plans.get(seat) else ' empty'}")
    while (question := asked_now(control)) is not None and question.kind == "sign":
        entered(control, question.choices[0].line)


def asked_now(control: Control) -> QuestionPicture | None:
    seat = control.session.asked()
    return control.session.picture_for(seat).question if seat and not control.session.play.awaits_ruling() else None


def last(control: Control, kind: str) -> dict[str, object]:
    return dict([entry for entry in control.session.history.lines() if entry.kind == kind][-1].fields)


def on_words(control: Control) -> JournalLine:
    """The last ruling on an order in own words."""
    return [entry for entry in control.session.history.lines() if entry.kind == "ruling" and entry.get("words")][-1]


# --- orders ------------------------------------------------------------------------------------------


def test_what_is_drafted_is_told_with_its_price_and_what_is_left(control: Control) -> None:
    (said,) = entered(control, "Japan: Escort_Boats")
    assert (
        said.startswith("Drafted for japan: Escort") and "capital 1, readiness 1, " in said and " in 36; left: capital " in said
    )
    (said,) = entered(control, "japan: fisheries_talks")
    assert "with Taiwan" in said, "the only partner that fits is filled in"
    assert [line.split(" by ")[0] for line in control.session.overview.orders()] == [
        "japan: escort_boats in senkaku_waters",
        "japan: fisheries_talks with taiwan  # drafted, not committed",
    ]
    (said,) = entered(control, "drop JAPAN 1")
    assert said.startswith("Dropped for japan: Escort") and "left: capital" in said


def test_what_fits_in_several_ways_is_listed(control: Control) -> None:
    refused = control.perform("china: import_ban")
    assert (
        "import_ban is possible in" in refused and "against japan; " in refused and not control.session.viewers.plans.get("china")
    )
    refused = control.perform("japan: escort_boats in guam_marianas")
    assert "it cannot name guam_marianas as area; write one of senkaku_waters" in refused
    refused = control.perform("japan: escort_boats by ccg_station")
    assert "ccg_station cannot do it; write by jcg_" in refused


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ('"Joint statement" with us', "Joint statement (with United States)"),
        ("\u201cJoint statement\u201d in Senkaku_Waters against china", "Joint statement (in Senkaku Waters, against China)"),
        (
            "\u300c\u8a71\u3057\u5408\u3044\u300d with us, Philippines",
            "\u8a71\u3057\u5408\u3044 (with United States and Philippines)",
        ),
        ("\"Ask Japan's friends, with us all", "Ask Japan's friends, with us all"),
        ("\u00abTalks\u00bb", "Talks"),
    ],
)
def test_own_words_keep_whom_they_name_and_take_any_quotes(control: Control, said: str, text: str) -> None:
    entered(control, f"japan: {said}")
    assert control.session.viewers.plans["japan"].words == [text]
    handed_in(control)
    docket = control.session.umpire.docket()
    assert docket is not None and text in docket.title and last(control, "words")["text"] == text


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('"Joint statement" with usa', "unknown other seat 'usa'; did you mean 'us'?"),
        ('"Joint statement" with japan', "unknown other seat 'japan'"),
        ('"Joint statement" and more', "may follow the quotes of an order in own words"),
        ("Offer lunch to the ministers", 'needs quotes: japan: "Offer lunch to the ministers"'),
        ("commit", "japan has drafted nothing; write `commit japan empty`"),
        ("drop 1", "Write `drop japan 1`"),
    ],
)
def test_an_order_that_is_none_says_what_to_write(control: Control, said: str, why: str) -> None:
    assert why in control.perform(f"japan: {said}") and not control.session.viewers.plans.get("japan")


def test_a_commit_names_its_seat_and_an_empty_one_says_so(control: Control) -> None:
    assert "Whose orders?" in control.perform("commit")
    assert "write `commit japan empty`" in control.perform("commit japan") and "japan" in control.session.deciders.planners()
    assert entered(control, "Commit Japan Empty") == ["japan: 0 orders in."]
    entered(control, "us: relief_package")
    assert "us has drafted 1 order" in control.perform("commit us empty")
    entered(control, *(f"commit {seat} empty" for seat in ("china", "taiwan", "philippines")))
    assert entered(control, "commit") == ["us: 1 order in."], "the only one that is left"


# --- injects, notes, promises ------------------------------------------------------------------------


def test_an_inject_without_bars_does_what_it_says(control: Control) -> None:
    tension = control.session.tables.slots.index("world.tension")
    before = int(control.session.game.track[tension])
    assert entered(control, "inject A storm: The strait is closed to Japan set world.tension+1") == [
        "Told to japan: A storm; world.tension +1."
    ]
    assert last(control, "inject")["text"] == "The strait is closed" and control.session.game.track[tension] == before + 1
    for line, hint in {
        "inject A: b set nope=1": "No track 'nope'; the nearest is",
        "inject A: b set asean_unity+1": "did you mean 'world.asean_unity'?",
        "inject A: b set taiwan.support+1": "did you mean 'taiwan.home'?",
        "inject A: b set world.tension": "is not an effect",
    }.items():
        assert hint in control.perform(line) and control.session.game.track[tension] == before + 1


def test_what_is_written_down_is_told(control: Control) -> None:
    lines = (
        "agree China, japan: No boats before the summer", "agree us,japan: Talks until 3 secretly",
        "broken Agreement-1 by China: Boats.", "note the room: is loud", "note Japan: waits", "expect japan us: A word",
        "Hold Moratorium_Ends", "release moratorium_ends", "shift 1", "clock plan start 60", "late us",
    )  # fmt: skip
    assert entered(control, *lines) == [
        "Agreed: agreement-1 (china, japan).", "Agreed: agreement-2 (us, japan, to the end of turn 3, secret).",
        "agreement-1 is broken by china.", "Noted.", "Noted on japan.", "Noted: japan's expectation of us.",
        "moratorium_ends is held back.", "moratorium_ends comes when it is due.",
        "All injects with a set turn come 1 turn later.",
        f"plan begins, {control.session.clock.told(control.session.clock.now())}.",
        "us is flagged as late; its orders count like any others.",
    ]  # fmt: skip
    notes = [entry["text"] for entry in control.session.history.lines() if entry.kind == "note"]
    assert notes == ["the room: is loud", "waits"]
    assert list(control.promises()) == [
        "agreement-1 (china, japan): No boats before the summer. Broken by china: Boats.",
        "agreement-2 (us, japan, to the end of turn 3, secret): Talks. In force.",
    ]
    assert "did you mean 'japan'" in control.perform("note japn: x")
    assert "needs" not in control.perform("agree china,japan") and "Write `agree" in control.perform("agree china,japan")


def test_what_only_asks_is_answered_even_with_nothing(control: Control) -> None:
    assert list(control.told("Promises")) == ["Promises: none."] and list(control.told("orders")) == ["Orders: none."]
    assert "`choices china`" in next(control.told("choices"))
    (tension,) = control.told("tracks world.tension")
    assert tension.startswith("world.tension = ") and "0 to 10" in tension
    assert list(control.told("tracks no such thing")) == ["Tracks: none."]
    assert len(list(control.told("tracks all"))) == len(control.session.tables.slots)


def test_tracks_in_play_are_listed_in_groups(control: Control) -> None:
    tables, told = control.session.tables, list(control.told("tracks"))
    assert len(told) < len(tables.slots) / 4 and max(map(len, told)) < 600
    owners = {line.strip().partition(":")[0] for line in told if line.startswith("  ")}
    seats, sides = {seat.faction for seat in tables.scenario.seats}, {faction.id for faction in tables.ruleset.factions}
    assert seats <= owners and not owners & (sides - seats)
    in_play = {place.id for row, place in enumerate(tables.ruleset.flashpoints) if tables.rules.flashpoint[row].in_play}
    assert {place.id for place in tables.ruleset.flashpoints} & owners == in_play
    tension = int(control.session.game.track[tables.slots.index("world.tension")])
    assert f"  world: tension {tension}, " in "\n".join(told)
    for owner, _, named in (line.strip().partition(": ") for line in told if line.startswith("  ")):
        assert all(f"{owner}.{one.rpartition(' ')[0]}" in tables.slots for one in named.split(", "))
    assert told[-2].endswith("`tracks china`, `tracks home`.") and "`set china.home+1`" in told[-1]
    assert list(control.told("note japan: x")) == []


# --- what is asked -----------------------------------------------------------------------------------


def test_a_signature_is_asked_for_with_all_that_it_takes_and_a_decline_is_told(control: Control) -> None:
    entered(control, "japan: fisheries_talks", "taiwan: ask_for_vaccines with us")
    for seat in control.session.deciders.planners():
        control.perform(f"commit {seat}") and entered(control, f"commit {seat} empty")
    while control.session.asked() != "taiwan":
        entered(control, f"{control.session.asked()}: sign no")
    asked = "\n".join(control.to_act())
    assert "Japan proposes: Call the fisheries committee." in asked and "You pay: capital" in asked
    capital = control.session.tables.slots.index("taiwan.capital")
    control.session.game.track[capital] = 0
    assert "yes is not open. Needs capital 1, you have 0." in "\n".join(control.to_act())
    refused = control.perform("taiwan: sign yes")
    assert "is not open; open now: no. Needs capital 1, you have 0." in refused


def test_who_proposed_reads_in_its_news_that_it_was_declined(control: Control) -> None:
    entered(control, "japan: fisheries_talks")
    said = []
    for seat in control.session.deciders.planners():
        entered(control, f"commit {seat}{'' if control.session.viewers.plans.get(seat) else ' empty'}")
    while control.session.game.phase == 1 and control.session.asked():
        said += entered(control, f"{control.session.asked()}: sign no")
    declined = "Taiwan declines what Japan proposes: Call the fisheries committee. Its price goes back to Japan."
    assert f"{declined} Both are told." in said
    assert any(beat.title == declined.removesuffix(".") for beat in control.session.picture_for("japan").news)
    assert declined.removesuffix(".") not in [beat.title for beat in control.session.picture_for("us").news]


def test_an_incident_is_asked_about_by_number_author_and_weight(control: Control) -> None:
    entered(control, "china: pursue_fishing_boats in senkaku_waters against japan")
    handed_in(control)
    for _ in range(60):
        question = control.session.picture_for(control.session.asked()).question if control.session.asked() else None
        if question is not None and question.kind == "respond" and control.session.asked() == "us":
            break
        if control.session.play.awaits_ruling():
            entered(control, rules_on(control))
        else:
            assert question is not None
            entered(control, question.choices[0].line)
    asked = "\n".join(control.to_act())
    assert "Asked: us, How does United States answer the incident" in asked
    assert "Incident " in asked and "against Japan; intensity " in asked and "attributed to China" in asked
    assert "Expected of this seat: " in asked and "us: respond none  # " in asked
    assert "owed to Japan under \u201cUS-Japan treaty, Article 5\u201d" in asked
    assert "us: respond none  # Let it pass." in asked and "Falls short of what is expected by 1" in asked
    assert "Counter-coercion (capital 2, funds 1) is not open. Needs a legal decision first" in asked
    choices = "\n".join(control.told("choices us"))
    assert all(line.strip() in choices for line in asked.splitlines() if "Incident " in line or "Expected" in line)
    entered(control, "clock respond start 300")
    assert any(line.startswith("  Due: respond, until ") for line in control.to_act())


def rules_on(control: Control) -> str:
    docket = control.session.umpire.docket()
    assert docket is not None
    return {
        "matrix": "rule | because it is so",
        "consensus": "rule | vote room=success | because it is so",
    }.get(docket.mode, f"rule {docket.engine} | because it is so")


# --- rulings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["semi_rigid", "matrix", "free", "consensus"])
@pytest.mark.parametrize("band", ["setback", "breakthrough"])
def test_an_umpire_may_name_any_band_of_an_order_in_own_words(tables: Tables, playbook: Playbook, mode: str, band: str) -> None:
    control = at_table(tables, playbook, mode)
    entered(control, 'japan: "A fair"')
    handed_in(control)
    entered(control, f"rule {band} | tell us | because nobody came")
    entry = on_words(control)
    assert (entry["band"], entry["reason"], entry["by"]) == (band, "nobody came", "director")
    again = control.session._read_back(control.session.history.lines())
    assert again.state() == control.session.state()


def test_the_window_offers_the_bands_of_an_order_in_own_words(control: Control) -> None:
    entered(control, 'japan: "A fair"')
    handed_in(control)
    control.session.reveal("umpire")
    question = control.session.umpire.question()
    assert question is not None and "rule breakthrough" in [choice.line for choice in question.choices]
    control.session.umpire.reason = "Many came."
    assert (
        refusal(control.session.umpire.rule_by_choice, "rule breakthrough") == "" and on_words(control)["band"] == "breakthrough"
    )


@pytest.mark.parametrize(
    ("band", "moved"), [("setback", -1), ("failure", -1), ("success", 1), ("breakthrough", 2)]
)  # what is tied to failure holds in a setback too; what is tied to success not in a breakthrough that has something of its own
def test_what_is_tied_to_a_band_holds_there_alone(tables: Tables, playbook: Playbook, band: str, moved: int) -> None:
    journal = Journal()
    control = at_table(tables, playbook, journal=journal)
    entered(control, 'japan: "A fair"')
    handed_in(control)
    slot = control.session.tables.slots.index("world.tension")
    before = int(control.session.game.track[slot])
    ties = " | ".join(
        f"set world.tension{by} on {on}" for by, on in (("-1", "failure"), ("+1", "success"), ("+2", "breakthrough"))
    )
    said = entered(control, f"rule {band} | {ties} | because it is so")
    assert f"Set by hand: world.tension {moved:+d}." in said[0]
    entry = on_words(control)
    assert entry["effects"] == [{"track": "world.tension", "add": moved}] and len(entry["tied"]) == 3
    assert "world.tension +1 on success" in ruling(entry)
    if not control.session.play.awaits_ruling():
        return
    again = control.session._read_back(control.session.history.lines())
    assert again.state() == control.session.state() and before + moved == int(again.game.track[slot])


def test_what_is_tied_to_nothing_holds_whatever_the_dice_say_and_says_so(control: Control) -> None:
    entered(control, 'japan: "A fair"')
    handed_in(control)
    said = entered(control, "rule for it is cheap set world.tension+1 because so")
    assert "Set by hand: world.tension +1, whatever the dice say." in said[0]
    assert "the result of the roll" not in said[0] and "the arguments" in said[0]
    entry = on_words(control)
    assert entry["pro"] == ["it is cheap"] and "for: it is cheap; rolled" in ruling(entry)


def test_a_wrong_band_in_a_tie_is_refused(control: Control) -> None:
    entered(control, 'japan: "A fair"')
    handed_in(control)
    assert "did you mean 'success'" in control.perform("rule | set world.tension+1 on sucess | because so")


def test_what_has_no_dice_stands_by_itself_where_the_room_would_argue_or_vote(tables: Tables, playbook: Playbook) -> None:
    for mode in ("matrix", "consensus"):
        control = at_table(tables, playbook, mode)
        everything = attrs.evolve(control.session.tables.scenario, adjudication={a.arena: mode for a in tables.ruleset.actions})
        session = Session(attrs.evolve(tables, scenario=everything), playbook, PEOPLE, 7, umpire=True)
        control = Control(session)
        entered(control, "japan: propose_host_nation_support")  # no dice decide it
        said: list[str] = []
        for seat in session.deciders.planners():
            said += entered(control, f"commit {seat}{'' if session.viewers.plans.get(seat) else ' empty'}")
        for _ in range(80):
            docket, question = session.umpire.docket(), session.picture_for(session.asked()).question if session.asked() else None
            if session.turn > 1:
                break
            assert docket is None or docket.odds is not None or docket.words, "an act without dice waits for nobody"
            assert docket is not None or question is not None
            said += entered(control, rules_on(control) if docket else question.choices[0].line)  # type: ignore[union-attr]
        assert any("stands: no dice decide it." in line for line in said)
        stood = [entry for entry in session.history.lines() if entry.kind == "ruling" and not entry["number"]]
        assert stood and {entry["by"] for entry in stood} == {"rules"}


def test_one_vote_is_no_consensus_but_a_show_of_hands_is(tables: Tables, playbook: Playbook) -> None:
    control = at_table(tables, playbook, "consensus")
    entered(control, 'japan: "A fair"')
    handed_in(control)
    assert "One vote is not a consensus" in control.perform("rule | vote us=success | because so")
    assert "Either the votes or the umpire name the band" in control.perform("rule success | vote room=success | because so")
    entered(control, "rule | vote Room=success | because hands went up")
    assert "votes: " in ruling(on_words(control))


# --- files and scripts -------------------------------------------------------------------------------


def test_a_file_is_read_beyond_its_faults_but_nothing_that_hangs_on_them(control: Control, tmp_path: Path) -> None:
    lines = ["note: a", "japan: escort_bots", "japan: fisheries_talks", "commit japan", "us: relief_package", "commit us",
             "agree us: x", "broken agreement-1 by us: x", "undo", "note: never"]  # fmt: skip
    (tmp_path / "forms.txt").write_text("\n".join(lines), "utf-8")
    refused = control.perform(f"read {tmp_path / 'forms.txt'}")
    assert "4 lines were entered, 5 not, and the rest was not read" in refused
    for number in (2, 4, 7, 8, 9):
        assert f"forms.txt:{number}: " in refused
    assert "us" not in control.session.deciders.planners() and "japan" in control.session.deciders.planners()
    assert len(control.session.viewers.plans["japan"].orders) == 1 and control.said[-1] == "us: 1 order in."


def test_a_script_goes_on_beyond_what_cannot_be_and_ends_with_status_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUROSHIO_GAMES_DIR", str(tmp_path))
    script = "note: a\ncomit\ncommit china\ncommit china empty\nnote: b\nundo\nnote: never\n"
    ran = CliRunner().invoke(group, ["control", "evening", "--new", "tutorial"], input=script)
    assert ran.exit_code == 2 and "2 lines were entered, 4 not" in ran.output and "line 2: 'comit'" in ran.output
    notes = [entry["text"] for entry in read(tmp_path / "evening.game.jsonl").counted if entry.kind == "note"]
    assert notes == ["a", "b"]


@pytest.mark.parametrize("argument", ["for it is wise", "against it is rash"])
def test_what_the_arguments_changed_is_what_the_dice_would_have_come_to_without_them(
    tables: Tables, playbook: Playbook, argument: str
) -> None:
    """Worked out here as rule 4.2 says it, for two dozen throws of orders in own words, whose number is 7 without arguments."""
    scenario = attrs.evolve(tables.scenario, adjudication={"own_words": "matrix"})
    seen = set()
    for seed in range(5):
        control = Control(Session(attrs.evolve(tables, scenario=scenario), playbook, PEOPLE, seed, umpire=True), by="director")
        for seat in control.session.deciders.planners():
            entered(control, f'{seat}: "Send a letter."')
        handed_in(control)
        while (docket := control.session.umpire.docket()) is not None and docket.words:
            entered(control, f"rule | {argument} | because the room says so")
            said, ruled = control.said[0], on_words(control)
            margin = sum(ruled["dice"]) - 7
            plain = "breakthrough" if margin >= 3 else "success" if margin >= 0 else "failure" if margin > -3 else "setback"
            changed = "the arguments changed nothing" if plain == ruled["engine"] else f"without the arguments a {plain}"
            assert said.startswith(f"Ruled: {ruled['engine']},") and changed in said, said
            seen.add((plain, ruled["engine"]))
    assert len(seen) > 3 and any(plain != engine for plain, engine in seen)


def test_whom_an_inject_is_told_is_never_guessed(control: Control) -> None:
    """An empty or misspelt `to` would tell everybody."""
    for line, why in (
        ("inject A: ", "An inject needs a title and a text"),
        ("inject A: a secret | to", "`to` has nothing after it"),
        ("inject A: a secret | to ,", "`to` has nothing after it"),
        ("inject A: a secret to jpan", "Did you mean 'japan'"),
        ("rule success | tell | because x", "`tell` has nothing after it"),
        ("rule | for | because x", "`for` has nothing after it"),
    ):
        before = len(control.session.journal.entries)
        assert why in control.perform(line) and len(control.session.journal.entries) == before, line
    assert control.perform("inject A: The fleet sails to sea.") == "" and "everybody" in control.said[0]


def test_an_answer_may_be_written_alone(control: Control) -> None:
    handed_in(control)
    while (question := asked_now(control)) is None or question.kind != "respond":
        docket = control.session.umpire.docket()
        if docket is not None:
            assert next(iter(control.told("choices"))).startswith("Before the umpire")
        entered(control, "rule | because the roll stands" if docket else question.choices[-1].line)  # type: ignore[union-attr]
    seat, _, line = question.choices[-1].line.partition(": ")
    entered(control, f"{seat.title()}: {line.split()[-1].replace('_', ' ').title()}")
    assert last(control, "choice")["line"] == f"{seat}: {line}"


def test_words_that_people_put_before_a_number_are_taken(control: Control) -> None:
    entered(control, "agree china, japan until turn 3: quiet", "broken 1 by china: a patrol")
    assert last(control, "agreement")["expires"] == 3 and last(control, "broken")["id"] == "agreement-1"
    assert control.perform("clock").startswith("Write `clock next`")


def test_what_is_shifted_into_the_past_comes_with_the_next_news(control: Control) -> None:
    entered(control, "shift -6")
    told = list(control.told("injects"))
    assert not any("turn -" in line or "turn 0" in line for line in told)
    assert any("due at the next News" in line for line in told)
    assert "alone on its line" in control.perform("quit now") and "alone on its line" in control.perform("help me")
