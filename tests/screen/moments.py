"""Every moment of a game by name, for the tests of the layout and for the pictures: made of the"""

from __future__ import annotations

from functools import lru_cache

from attrs import evolve

from kuroshio.picture.picture import Expectation, Picture
from kuroshio.screen.window.desk import Desk
from kuroshio.screen.window.state import Interface
from kuroshio.screen.window.story_pages import paged
from tests.screen.asked import crisis, gate, respond, respond_closed, role, sign
from tests.screen.control import docket, overseen, ruling, ruling_on_words
from tests.screen.sample import (
    SEATS,
    accident,
    bare_beats,
    beats,
    over,
    planning,
    public,
    shelf,
    stopped,
)

ACTS = (
    "1. us, turn 2 planning: its form: reaffirm_article_5 against japan; hold_back.",
    "2. control, turn 2 planning: inject \u201cA tanker aground\u201d. Takes back 1 too (us). Alone: `undo 2 alone`.",
    "3. japan, turn 2 planning: its form: escort_boats in senkaku_waters; hold_back. Takes back 1 and 2 too (control, us).",
)
ASKED_FIRST = (
    "This would take back 2 acts, some of them of seats (us): all from number 2 on, control, turn 2 planning: inject "
    "\u201cA tanker aground\u201d. Nothing is taken back yet; to do it write `undo 2 yes`."
)

NOTICES = (
    "The projector reads /home/facilitator/.local/share/kuroshio/games/public/senkaku_2021-2026-11-30-0910.public.jsonl, "
    "which can be read by this user only (for a projector of another user, set KUROSHIO_PUBLIC_DIR to a folder that both may "
    "read).",
    "The room was away for 15 h 30 min, which makes nobody late. Plan stands with 4:00 left: `clock plan start` continues it.",
)


REASON = "A call at that hour is a duty officer's call, and both sides want one who picks up. The room agreed."
STATE = (
    "Japan, turn 1 of 8, 2021-Q1, planning.",
    "Numbers, since the game began:",
    "  Political capital 2 of 6, was 1: +3 income.",
) * 9


def desk_moments() -> dict[str, tuple[Picture | None, Interface]]:
    """The umpire's desk by name: each tab as it comes, and with something chosen in it."""
    before, act = overseen(), ruling()
    steps = (("china_japan.trust", "success", 1), ("japan.home", "", -1))
    ruled = Desk(about=docket().number, row=3, net=2, pro=("They have asked for it before",), steps=steps, reason=REASON)
    at = Interface(stage="play", umpired=True)

    def shown(picture: Picture, **more: object) -> tuple[Picture, Interface]:
        return picture, evolve(at, desk=evolve(ruled, **more))  # type: ignore[arg-type]

    return {
        "desk_act": shown(act),
        "desk_act_named": shown(act, band="breakthrough", row=1, public=True),
        "desk_seats_state": shown(act, tab="seats", seat=1, state_of="japan", state=STATE),
        "desk_injects_changed": shown(
            before, tab="injects", inject=3, moved=(("senkaku.ladder", 2),), to=frozenset(("us", "japan"))
        ),
        "desk_injects_own": shown(before, tab="injects", own="A tanker leaks off Yonaguni.", title="A tanker aground"),
        "desk_undo_asks": shown(before, tab="undo", act=2, asking="back"),
        "desk_preview": (before, evolve(at, desk=evolve(ruled, tab="injects", inject=3), overlay="preview")),
        "desk_argument": (act, evolve(at, desk=ruled, overlay="argument", search="They have asked for it before")),
    }


@lru_cache
def stages() -> dict[str, tuple[Picture | None, Interface]]:
    """Every moment by name: the picture and the window's state that show it. Made once: nothing of it can be changed."""
    plan, play = planning(), Interface(stage="play")
    legal = next(card for card in plan.question.cards[1:] if len(card.choices) > 2)  # type: ignore[union-attr]
    illegal = next(card for card in plan.question.cards if not card.choices)  # type: ignore[union-attr]
    move = plan.question.cards[0]  # type: ignore[union-attr]
    told = evolve(play, pages=paged(beats()), telling=1)
    return {
        "start": (None, Interface(shelf=shelf(), scenario="senkaku_2021", people=frozenset(("japan", "us")))),
        "start_refused": (
            None,
            Interface(shelf=shelf(), scenario="senkaku_2021").refuses("That game was kept by another version."),
        ),
        "start_japanese": (
            None,
            Interface(shelf=shelf(), scenario="senkaku_2021", people=frozenset(("japan",)), japanese=True),
        ),
        "curtain": (public(), Interface(stage="curtain", waiting="japan")),
        "curtain_notices": (
            evolve(public(), planners=SEATS[:6]),
            Interface(stage="curtain", waiting="japan", umpired=True, notices=NOTICES),
        ),
        "settings_notices": (plan, evolve(play, overlay="settings", notices=NOTICES)),
        "curtain_planning": (
            evolve(public(), planners=SEATS[:6]),
            Interface(stage="curtain", waiting="japan", umpired=True),
        ),
        "curtain_called": (overseen(), Interface(stage="curtain", waiting="japan", umpired=True, called=True)),
        "console": (overseen(), evolve(play, umpired=True)),
        "console_ruling": (ruling(), evolve(play, umpired=True, choice="rule +1", crisis_map=True)),
        "console_words": (ruling_on_words(), evolve(play, umpired=True, choice="rule +1", crisis_map=True)),
        "console_map": (ruling(), evolve(play, umpired=True, crisis_map=True)),
        **desk_moments(),
        "control_refused": (
            overseen(),
            evolve(
                play,
                overlay="control",
                search="fire moratorium",
            ).refuses("No inject 'moratorium'; did you mean 'moratorium_ends'?"),
        ),
        "control_told": (overseen(), evolve(play, overlay="control", said=ACTS * 3)),
        "expect": (plan, evolve(play, confirming=True, overlay="expect", expecting="china", search="Protests, and two cutters.")),
        "planning": (plan, play),
        "planning_umpired": (plan, evolve(play, umpired=True)),
        "area": (plan, evolve(play, area="senkaku_waters", focused="commit", show_aims=False)),
        "card": (plan, evolve(play, card=legal.action, choice=legal.choices[0].line)),
        "illegal": (plan, evolve(play, card=illegal.action)),
        "moving": (plan, evolve(play, card="redeploy", focused=f"pick:piece:{move.choices[0].piece}")),
        "move": (
            plan,
            evolve(
                play,
                card="redeploy",
                piece=move.choices[0].piece,
                choice=move.choices[0].line,
                area=move.choices[0].area,
            ),
        ),
        "confirm": (plan, evolve(play, confirming=True)),
        "confirm_bare": (evolve(plan, draft=()), evolve(play, confirming=True)),
        "confirm_expecting": (
            evolve(plan, expected=(Expectation(seat="china", text="Protests, and shadows with two cutters at most."),)),
            evolve(play, confirming=True),
        ),
        "aims": (plan, evolve(play, show_aims=True)),
        "legend": (plan, evolve(play, legend=True)),
        "public_legend": (public(), evolve(play, legend=True)),
        "respond": (respond(), evolve(play, choice="japan: respond shadow")),
        "respond_closed": (respond_closed(), play),
        "gate": (gate(), play),
        "role": (role(), evolve(play, focused="choice:japan: role reassure")),
        "crisis_closed": (crisis(closed=True), play),
        "sign": (sign(), evolve(play, choice="japan: sign yes")),
        "crisis": (crisis(), evolve(play, choice="japan: crisis hold")),
        "told": (evolve(plan, phase="coercion"), told),
        "accident_told": (evolve(plan, phase="news"), evolve(play, pages=paged((accident(),)), telling=0)),
        "accident_why": (plan, evolve(play, pages=paged((accident(),)), telling=0, overlay="why", why=accident())),
        "news_told": (plan, evolve(told, telling=0)),
        "bare_told": (plan, evolve(play, pages=paged(bare_beats()), telling=0)),
        "mixed_told": (
            plan,
            evolve(
                play,
                pages=paged((bare_beats()[0], evolve(beats()[1], changes=()), bare_beats()[1])),
                telling=0,
            ),
        ),
        "public": (public(), play),
        "over": (over(), evolve(play, stage="over")),
        "over_review": (
            over(),
            evolve(play, stage="over").says(
                "The review is open in the browser: /home/facilitator/.local/share/kuroshio/"
                "senkaku_2021-2026-11-30-0930-review/review.html. V opens it again. It holds the secrets of every seat."
            ),
        ),
        "over_umpired": (over(), evolve(play, stage="over", umpired=True)),
        "help": (plan, evolve(play, overlay="help")),
        "words_composing": (
            plan,
            evolve(play, overlay="words", search="Ask the fishermen of 石垣 and ", composing="かいじょうほあんちょう", cursor=4),
        ),
        "words_of_many_scripts": (
            plan,
            evolve(play, overlay="words", search="한국 · Министр Нгуен · Nguyễn Văn Đức · สวัสดี · 齋藤 髙橋 渡邊 · €5, ₩900 " * 2),
        ),
        "words": (plan, evolve(play, overlay="words", search="Ask the fishermen's unions on both sides to meet at Naha " * 3)),
        "catalogue": (plan, evolve(play, overlay="catalogue", search="talk")),
        "news": (plan, evolve(play, overlay="news")),
        "tracks": (plan, evolve(play, overlay="tracks")),
        "settings": (plan, evolve(play, overlay="settings")),
        "why": (plan, evolve(told, overlay="why", why=beats()[1])),
        "quit": (plan, evolve(play, overlay="quit")),
        "quit_umpired": (plan, evolve(play, overlay="quit", umpired=True)),
        "stop": (plan, evolve(play, overlay="stop")),
        "over_early": (stopped(), evolve(play, stage="over")),
        "undo_asks": (overseen(), evolve(play, overlay="control", umpired=True, search="undo 2", message=ASKED_FIRST, said=ACTS)),
        "japanese": (plan, evolve(play, japanese=True, theme="dark", area="senkaku_waters")),
    }
