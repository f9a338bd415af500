"""Writes every moment of the sample as PNG: python -m tests.screen.pictures FOLDER [NAME ...] [--sizes WxH,...]."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
from attrs import evolve

from kuroshio.screen.drawing.fonts import Fonts
from kuroshio.screen.map.map_overlay import GameMap
from kuroshio.screen.window.scene import draw_scene
from tests.screen.moments import stages
from tests.screen.sample import ground

SIZES = ((1280, 720), (1920, 1080), (3840, 2160))


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
        for name, (picture, interface) in stages().items():
            if said.names and name not in said.names:
                continue
            if said.theme:
                interface = evolve(interface, theme=said.theme)
            draw_scene(surface, fonts, picture, interface, view)
            pygame.image.save(surface, str(said.folder / f"{name}_{height}.png"))


if __name__ == "__main__":
    main()
