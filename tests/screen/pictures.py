"""Writes every moment of the window and projector as PNG.

python -m tests.screen.pictures FOLDER [NAME ...] [--sizes WxH,...] [--theme NAME] [--scale 1.6]

Some are of real games. The projector's come from games that are played, in English and Japanese, each also 320 pixels wide: what
the back row sees.
"""

from __future__ import annotations

import argparse
import itertools
import os
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
from attrs import evolve

from kuroshio.picture.picture import Picture
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.map.map_overlay import GameMap
from kuroshio.screen.projector.projector_map import ProjectorMap
from kuroshio.screen.projector.whole_page import draw_whole
from kuroshio.screen.window.state import Interface
from kuroshio.screen.window.whole_window import draw_whole_window
from tests.screen.moments import stages
from tests.screen.real import desks, pictures
from tests.screen.room_moments import moments
from tests.screen.sample import ground

SIZES = ((1280, 720), (1920, 1080), (3840, 2160))
GAMES = (("tutorial", 99), ("senkaku_2021", 3), ("chain_2021_2030", 2))  # that the projector shows, up to a turn
SMALL = 320  # pixels across: a screen as it is seen from the back row


def real() -> dict[str, tuple[Picture | None, Interface]]:
    """Moments of real games by name: each picture as the map opens and as the whole map, and a card with its odds."""
    found: dict[str, tuple[Picture | None, Interface]] = {}
    play = Interface(stage="play")
    for name, picture in pictures().items():
        name = "real_" + name.replace(" ", "_")
        found[name] = picture, play
        cards = [card for card in picture.question.cards if card.choices] if picture.question else []
        card = next((card for card in cards if card.choices[0].odds and card.choices[0].area), None)
        if card:
            found[f"{name}_card"] = picture, evolve(play, card=card.action, choice=card.choices[0].line)
    for name, (picture, desk) in desks().items():
        for japanese in (False, True):
            found[f"real_{name.replace(' ', '_')}{'_ja' * japanese}"] = picture, evolve(play, desk=desk, japanese=japanese)
    return found


def wants_real(names: list[str]) -> bool:
    """Whether pictures of real games are wanted: they take a while to play."""
    return not names or any(name.startswith("real_") for name in names)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--sizes", default=",".join(f"{w}x{h}" for w, h in SIZES))
    parser.add_argument("--theme", default="")
    parser.add_argument("--scale", type=float, default=1.0)
    said = parser.parse_args()
    said.folder.mkdir(parents=True, exist_ok=True)
    pygame.display.init()
    pygame.display.set_mode((64, 64))
    fonts, view = Fonts(said.scale), GameMap(ground())
    sizes = [(int(width), int(height)) for width, _, height in (text.partition("x") for text in said.sizes.split(","))]
    rooms = [name for name in said.names if name.startswith("room")]
    if rooms or not said.names:
        write_rooms(said.folder, rooms, sizes, said.theme)
    for width, height in sizes if not said.names or len(rooms) < len(said.names) else ():
        surface = pygame.Surface((width, height))
        for name, (picture, interface) in {**stages(), **(real() if wants_real(said.names) else {})}.items():
            if said.names and name not in said.names:
                continue
            if said.theme:
                interface = evolve(interface, theme=said.theme)
            draw_whole_window(surface, fonts, picture, interface, view)
            pygame.image.save(surface, str(said.folder / f"{name}_{height}.png"))


def write_rooms(folder: Path, names: Sequence[str], sizes: Sequence[tuple[int, int]], theme: str) -> None:
    """Write the moments of the projector whose names begin so, or all."""
    fonts, view = Fonts(), ProjectorMap(ground())
    for scenario, turns in GAMES:
        for (name, page), size, japanese in itertools.product(moments(scenario, turns).items(), sizes, (False, True)):
            if names and not name.startswith(tuple(names)):
                continue
            page, surface = evolve(page, japanese=japanese, theme=theme or "light"), pygame.Surface(size)
            drawn = draw_whole(surface, fonts, page, view)
            if drawn.target is not None:
                view.settle(drawn.target, drawn.map.size)
                draw_whole(surface, fonts, page, view)
            stem = f"{name}_{scenario}{'_ja' if japanese else ''}_{size[1]}"
            pygame.image.save(surface, str(folder / f"{stem}.png"))
            small = pygame.transform.smoothscale(surface, (SMALL, SMALL * size[1] // size[0]))
            pygame.image.save(small, str(folder / f"{stem}_small.png"))


if __name__ == "__main__":
    main()
