"""Writes every moment of the sample, and some of real games, as PNG.

python -m tests.screen.pictures FOLDER [NAME ...] [--sizes WxH,...] [--theme NAME] [--scale 1.6]
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
from attrs import evolve

from kuroshio.picture.picture import Picture
from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.map.map_overlay import GameMap
from kuroshio.screen.window.scene import draw_scene
from kuroshio.screen.window.state import Interface
from tests.screen.moments import stages
from tests.screen.real import pictures
from tests.screen.sample import ground

SIZES = ((1280, 720), (1920, 1080), (3840, 2160))


def real() -> dict[str, tuple[Picture | None, Interface]]:
    """Moments of real games by name: each picture as the map opens and as the whole map, and a card with its odds."""
    found: dict[str, tuple[Picture | None, Interface]] = {}
    play = Interface(stage="play")
    for name, picture in pictures().items():
        name = "real_" + name.replace(" ", "_")
        found[name] = picture, play
        found[f"{name}_projector"] = picture, evolve(play, projector=True)
        cards = [card for card in picture.question.cards if card.choices] if picture.question else []
        card = next((card for card in cards if card.choices[0].odds and card.choices[0].area), None)
        if card:
            found[f"{name}_card"] = picture, evolve(play, card=card.action, choice=card.choices[0].line)
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
    for text in said.sizes.split(","):
        width, height = (int(part) for part in text.split("x"))
        surface = pygame.Surface((width, height))
        for name, (picture, interface) in {**stages(), **(real() if wants_real(said.names) else {})}.items():
            if said.names and name not in said.names:
                continue
            if said.theme:
                interface = evolve(interface, theme=said.theme)
            draw_scene(surface, fonts, picture, interface, view)
            pygame.image.save(surface, str(said.folder / f"{name}_{height}.png"))


if __name__ == "__main__":
    main()
