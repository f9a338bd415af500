"""The projector's window: it opens the public journal of a game and no other file of it, and shows no secret."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kuroshio.session.saved_games import load, public_path, start

# What runs in a process of its own: the window follows a game, and every file that it opens is noted.
WATCH = """
import sys
opened = set()
sys.addaudithook(lambda event, args: opened.add(str(args[0])) if event == "open" else None)
from pathlib import Path
from kuroshio.cli.play import ground_of
from kuroshio.cli.show import Follower
from kuroshio.screen.projector.projector import Projector
from kuroshio.screen.window.settings import Settings
from kuroshio.screen.projector.projector_story import forward
from kuroshio.picture.picture import Picture
from kuroshio.session.public_journal import converter, latest
import json
path = Path(sys.argv[1])
told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
second, at = [0.0], [0]
class Game(Follower):
    def moved(self):
        at[0] += 1
        self.shown = converter.structure(told[min(at[0], len(told) - 1)], Picture)
        return at[0] < len(told)
game = Game(path, converter.structure(told[0], Picture))
projector = Projector(Settings(), ground_of, game, size=(1280, 720), second=lambda: second[0])
shown = set()
while at[0] < len(told) or projector.telling.at >= 0:
    projector.step()
    shown |= {box.text for box in projector.drawn.boxes}
    projector.telling = forward(projector.telling, projector.drawn.parts, second[0])
    second[0] += 1
follower = Follower(path, latest(path))
follower.moved()
print("\\n".join(sorted(name for name in opened if name.startswith(str(path.parent)))))
print("----")
print("\\n".join(sorted(shown)))
"""


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A game of two seats, with some turns played."""
    path = tmp_path_factory.mktemp("games") / "a.game.jsonl"
    content = load("senkaku_2021")
    session = start(content, "senkaku_2021", "", ("japan", "china"), (), 3, path)
    for _ in range(30):
        session.reveal(session.asked())
        question = session.picture().question
        assert question is not None
        if question.kind == "order":
            session.commit_plan()
        else:
            session.answer(question.choices[-1].line)
    return path


def test_the_projector_opens_the_public_journal_alone(game: Path) -> None:
    public = public_path(game)
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(public)],
        env={"SDL_VIDEODRIVER": "dummy", "PATH": "", "PYGAME_HIDE_SUPPORT_PROMPT": "1", "HOME": str(game.parent.parent)},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    opened, _, shown = done.stdout.partition("----\n")
    assert opened.split() == [str(public)]
    scenario = load("senkaku_2021").tables.scenario
    secrets = [text for seat in scenario.seats for text in seat.secret]
    words = " ".join(shown.split())
    assert "turn 1 of 8" in words and "Teams are deciding:" in words and "Answers:" in words
    assert not [secret for secret in secrets if secret in words or secret in public.read_text(encoding="utf-8")]
