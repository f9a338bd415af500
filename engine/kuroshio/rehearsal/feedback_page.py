"""The feedback of a rehearsal as a page of HTML, without scripts and network access."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

import kuroshio.report
from kuroshio.rehearsal.feedback import feedback, told
from kuroshio.rehearsal.rehearsal import Rehearsal

STYLE = Path(kuroshio.report.__file__).parent / "templates"  # the style that all pages share


def feedback_page(rehearsal: Rehearsal) -> str:
    """Return the page of a rehearsal as it stands. It holds what every seat ordered: it is for control alone."""
    environment = Environment(
        loader=FileSystemLoader([Path(__file__).parent / "templates", STYLE]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(minutes=told, words_of_control=words_of_control)
    scenario = rehearsal.session.tables.scenario
    return environment.get_template("feedback.html").render(
        title=scenario.name, title_ja=scenario.name_ja, feedback=feedback(rehearsal), seed=rehearsal.seed
    )


def words_of_control(text: str) -> Markup:
    """Return a text with what stands between backticks set as a line of control.

    >>> words_of_control("Write `undo`.")
    Markup('Write <span class="word">undo</span>.')
    """
    return Markup(re.sub("`([^`]*)`", r'<span class="word">\1</span>', str(escape(text))))
