"""Tables and progress bars on a terminal: coloured, without control characters from texts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import IO, Any, cast

from rich.console import Console, ConsoleOptions, RenderableType, RenderHook
from rich.segment import Segment

from kuroshio.cli.terminal import Stream, clean

WIDTH = 80  # columns of a table that goes to no terminal, or to a narrower one, which then breaks the lines itself


class _Cleaned(RenderHook):
    """Cleans what a table or a paragraph says; colours and what moves a bar of progress stay."""

    def process_renderables(self, renderables: list[Any]) -> list[Any]:
        return [_Clean(renderable) for renderable in renderables]


class _Clean:
    def __init__(self, renderable: RenderableType):
        self.renderable = renderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for segment in console.render(self.renderable, options):
            yield segment if segment.control else Segment(clean(segment.text), segment.style)


def painter(stream: IO[str], **more: Any) -> Console:
    """A console for tables on a standard stream. No text is read as markup; on no terminal it is plain."""
    own = stream if isinstance(stream, Stream) else Stream(stream, needed=True)
    console = Console(file=cast(IO[str], own.over_painted()), markup=False, emoji=False, **more)
    console.push_render_hook(_Cleaned())
    return console


def tables(columns: int = WIDTH) -> Console:
    """A console for tables on standard output, wide enough that none of them loses a word. columns: where no terminal says."""
    console = painter(sys.stdout)
    console.width = max(console.width, WIDTH if console.is_terminal else columns)
    return console
