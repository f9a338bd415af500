"""The sample's questions other than for orders: to answer, to sign, to go on, to choose in a crisis."""

from __future__ import annotations

from attrs import evolve

from kuroshio.picture.picture import Choice, Closed, CrisisStage, Picture, QuestionPicture
from tests.screen.sample import HOTSPOT, LADDER, asked, odds, read
from tests.screen.sample_aims import moves

SHORT = "Falls short of what is expected by 1: credibility \u22121, US-Japan treaty, Article 5, believed \u22121."


def respond() -> Picture:
    choices = tuple(
        Choice(
            line=f"japan: respond {row['id']}",
            title=row["name"],
            cost="1 readiness" if row["rank"] > 1 else "",
            text=("Meets what is expected.",) if row["rank"] > 1 else (SHORT,),
            moves=moves(row["rank"] + 2),
        )
        for row in read("rules/responses.toml")["level"]
    )
    question = QuestionPicture(
        kind="respond",
        title="What does Japan answer?",
        text=(
            "Expected of this seat: track and shadow, owed to Japan under \u201cUS-Japan treaty, Article 5\u201d.",
            "The act is grave: the answer moves what is believed of the pledge.",
            "The pledge is stated at 5, so one answer more is expected.",
            "Less than is expected costs credibility; more may climb the ladder.",
            "Three limits judge the answer. The ally expects track and shadow. The public at home bears \u201cAnswer "
            "jointly\u201d at most, at support 3. What the rival tolerates it alone knows.",
        ),
        choices=choices,
        incident=4,
    )
    return asked(question, "response")


def respond_closed() -> Picture:
    """A seat that can pay for little: three answers are open, three are not, for several reasons."""
    picture = respond()
    assert picture.question
    why = {
        "assist": ("Needs readiness 1, you have 0.",),
        "joint_response": (
            "Needs readiness 1, you have 0.",
            "Needs a legal decision first: Maritime security operation.",
            "No force that could do it is ready within reach: surface group, air wing.",
        ),
        "counter_coercion": (
            "Needs a legal decision first: Recognition of an anticipated armed attack.",
            "The case needs intensity 5 or more; it has 3.",
        ),
    }
    by_id = {choice.line.rpartition(" ")[2]: choice for choice in picture.question.choices}
    closed = tuple(
        Closed(line=by_id[id].line, title=by_id[id].title, cost=by_id[id].cost, why=said, moves=by_id[id].moves)
        for id, said in why.items()
    )
    left = tuple(choice for id, choice in by_id.items() if id not in why)
    return evolve(picture, question=evolve(picture.question, choices=left, closed=closed))


def sign() -> Picture:
    choices = (
        Choice(
            line="japan: sign yes",
            title="Sign",
            cost="1 capital",
            text=("The act is thrown for in Policy.",),
            odds=odds(6, ("Trust between them", 1), ("Given already", -2)),
        ),
        Choice(line="japan: sign no", title="Decline", cost="", text=("The price goes back to Taiwan.",)),
    )
    question = QuestionPicture(
        kind="sign",
        title="Sign what Taiwan proposes?",
        text=(
            "Taiwan proposes: Ask for vaccines, with Japan.",
            "Success: gains made of Taiwan +1; trust Japan-Taiwan +1.",
            "You pay capital 1.",
        ),
        choices=choices,
    )
    return asked(question, "planning")


def gate() -> Picture:
    """A legal decision that cannot be paid for."""
    question = QuestionPicture(
        kind="gate",
        title="A legal decision: Recognition of an anticipated armed attack",
        text=(
            "Until it is taken, Japan can answer incidents with \u201cAnswer jointly\u201d at most.",
            "Once taken, \u201cCounter-coercion\u201d is open for 2 turns: Japan: support at home \u22121; regional tension +1.",
            "In this case \u201cCounter-coercion\u201d would still be closed. Needs capital 2, you would have 1.",
        ),
        choices=(Choice(line="japan: gate no", title="Not now", cost=""),),
        closed=(Closed(line="japan: gate yes", title="Take it", cost="capital 2", why=("Needs capital 2, you have 1.",)),),
        incident=4,
    )
    return asked(question, "response")


CELLS = {
    "climb": (
        "If they climb: ladder +1; arms clash on 10 or more on two dice; regional tension +1.",
        "If they hold: ladder +1; arms clash on 12 or more on two dice; the holder's standing abroad \u22121.",
        "If they take an off-ramp: it ends: the challenger steps down; the holder's standing abroad \u22121; trust between "
        "challenger and holder \u22121.",
    ),
    "hold": (
        "If they climb: ladder +1; arms clash on 12 or more on two dice; unanswered acts +1.",
        "If they hold: the challenger's readiness \u22121; the holder's readiness \u22121.",
        "If they take an off-ramp: it ends: the challenger steps down.",
    ),
    "off_ramp": (
        "If they climb: it ends: fait accompli.",
        "If they hold: it ends: the holder steps down.",
        "If they take an off-ramp: it ends: settlement.",
    ),
}


def crisis(closed: bool = False) -> Picture:
    rows = {row["id"]: row for row in read("rules/crisis.toml")["crisis_choice"]}
    choices = tuple(
        Choice(
            line=f"japan: crisis {id}",
            title=rows[id]["name"],
            cost=", ".join(f"{what} {n}" for what, n in rows[id].get("cost", {}).items()),
            text=text,
            moves=moves(3),
        )
        for id, text in CELLS.items()
    )
    first = choices[0]
    question = QuestionPicture(
        kind="crisis",
        title="Crisis over Senkaku / Diaoyu Islands: round 2",
        text=("Both sides choose at once; neither sees the other's choice.",),
        choices=choices[1:] if closed else choices,
        closed=(Closed(line=first.line, title=first.title, cost=first.cost, why=("Needs readiness 1, you have 0.",)),) * closed,
    )
    return in_crisis(question, 2)


def role() -> Picture:
    """Four parts in a crisis of others."""
    texts = {
        "mediate": ("Our standing abroad +1; our support at home \u22121.", "Number at which arms clash: +1."),
        "exploit": ("Our gains +1; our standing abroad \u22121.", "Number at which arms clash: \u22121."),
        "reassure": (
            "Our credibility +1; the holder's support at home +1; the challenger's support at home \u22121; tension +1.",
            "Number at which arms clash: \u22121.",
        ),
        "hedge": ("Our credibility \u22121 for 2 turns.",),
    }
    rows = {row["id"]: row for row in read("rules/crisis.toml")["crisis_role"]}
    choices = tuple(
        Choice(
            line=f"japan: role {id}",
            title=rows[id]["name"],
            cost=", ".join(f"{what} {n}" for what, n in rows[id].get("cost", {}).items()),
            text=text,
        )
        for id, text in texts.items()
    )
    title = "Crisis over Senkaku / Diaoyu Islands: which role do we take?"
    return in_crisis(QuestionPicture(kind="role", title=title, text=(), choices=choices), 0)


def in_crisis(question: QuestionPicture, round: int) -> Picture:
    stage = CrisisStage(
        hotspot="senkaku",
        round=round,
        most_rounds=4,
        parts=(
            ("china", "principal"),
            ("japan", "principal"),
            ("us", "reassure"),
            ("taiwan", "hedge"),
            ("philippines", "mediate"),
            ("south_korea", ""),
        ),
        rounds=("Round 1: China climbs, Japan holds. The ladder goes from 6 to 7.",) * (round > 0),
    )
    hot = evolve(HOTSPOT, ladder=evolve(LADDER, value=7))
    return evolve(asked(question, "escalation"), crisis=stage, hotspots=(hot,))
