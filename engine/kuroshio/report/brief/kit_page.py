"""The pages of an exercise kit as HTML for print: one file each, without scripts and network access."""

from __future__ import annotations

from math import ceil
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kuroshio.picture.phrases import small
from kuroshio.report.brief.brief_wording import capital
from kuroshio.report.brief.kit import Brief, SeatBrief

FORMS = 3  # order forms on a sheet
MANY = 10  # counters; with more they are listed by kind, so that the first sheet of a brief stays one page
Purposes = tuple[tuple[str, str], ...]  # the class of a sheet, and the heading of its pages
SEAT: Purposes = (
    ("play", "Play from this page"),
    ("know", "What you know, and your answers"),
    ("actions", "Your actions"),
    ("asked", "Joint acts and projects"),
)
PUBLIC: Purposes = (("situation", "The situation"), ("turn", "A turn, and the day"))
CONTROL: Purposes = (
    ("day", "The day"),
    ("turn", "A turn"),
    ("objectives", "Objectives"),
    ("injects", "Injects"),
    ("words", "Words of control"),
    ("secrets", "Secrets"),
)
ORDERS: Purposes = (("orders", "Hand in at lock"),)
OBSERVERS: Purposes = (("observers", "What to watch"),)
SOURCES: Purposes = (("sources", "What the rules rest on"),)
KIT: Purposes = (("kit", "What to print"),)


def css(text: str) -> Markup:
    """Return a text as a CSS string, with special characters escaped."""
    safe = (char if char.isascii() and char.isalnum() else f"\\{ord(char):06x}" for char in text)
    return Markup('"' + "".join(safe) + '"')


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([Path(__file__).parent / "templates", Path(__file__).parent.parent / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(css=css, upper_first=capital, lower_first=small)
    return environment


class KitPages:
    """Lays out the pages of one kit. sources: with the page of what the rules rest on."""

    def __init__(self, brief: Brief, sources: bool = False):
        self.brief, self.sources, self.environment = brief, sources, _environment()

    def pages(self) -> dict[str, str]:
        """Return every page by the name of its file."""
        seats = {f"{seat.id}.html": self.seat(seat) for seat in self.brief.briefs}
        watched = {"observers.html": self._lay_out("observers.html", "observers", "For observers and control", OBSERVERS)}
        rests = {"sources.html": self._lay_out("sources.html", "sources", "Control, and whoever asks", SOURCES)}
        return {
            "index.html": self.index(),
            "public.html": self._lay_out("public.html", "public brief", "For everybody", PUBLIC),
            **seats,
            "order_form.html": self._lay_out("order_form.html", "order forms", "One form per seat and turn", ORDERS),
            "facilitator.html": self._lay_out("facilitator.html", "control's guide", "Control only", CONTROL),
            **(watched if self._is_observed() else {}),
            **(rests if self.sources else {}),
        }

    def seat(self, seat: SeatBrief) -> str:
        """Return the brief of one seat."""
        return self._lay_out("seat.html", seat.name, f"Secret: for {seat.name} only", SEAT, seat=seat)

    def index(self) -> str:
        """Return the operator's list of pages to print."""
        entries = [("public.html", "Public brief", "Everybody", "one per person")]
        entries += [
            (f"{seat.id}.html", seat.name, f"Only the people of {seat.name}", "one per person") for seat in self.brief.briefs
        ]
        entries += [
            ("order_form.html", "Order forms", "Every seat", f"{self._form_sheets()} sheets of {FORMS} forms, cut apart"),
            ("facilitator.html", "Control's guide", "Control only: it holds all secrets", "one for each member of control"),
        ]
        if self._is_observed():
            entries.append(("observers.html", "Observers' page", "Observers and control, and no seat", "one per observer"))
        if self.sources:
            entries.append(("sources.html", "Sources", "Control, and whoever asks where a rule comes from", "one"))
        return self._lay_out("index.html", "exercise kit", "For the operator", KIT, entries=entries)

    def _is_observed(self) -> bool:
        """Whether an objective asks something of observers."""
        return any(objective.observe for objective in self.brief.objectives)

    def _form_sheets(self) -> int:
        """Return the number of sheets of forms for every seat in every turn, including the practice turn."""
        planning = sum(seat.orders > 0 for seat in self.brief.seats)
        return ceil(planning * (self.brief.played + 1) / FORMS)

    def _lay_out(self, template: str, title: str, footer: str, purposes: Purposes, **more: object) -> str:
        return self.environment.get_template(template).render(
            brief=self.brief,
            title=title,
            footer=footer,
            purposes=purposes,
            form_sheets=self._form_sheets(),
            forms=FORMS,
            many=MANY,
            **more,
        )


def pages(brief: Brief, sources: bool = False) -> dict[str, str]:
    """Return every page of a kit as HTML, by the name of its file. sources: with the page of what the rules rest on."""
    return KitPages(brief, sources).pages()
