"""The pages of an exercise kit as HTML made for print: one file each, no script, nothing from a network."""

from __future__ import annotations

from math import ceil
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kuroshio.picture.phrases import small
from kuroshio.report.brief.kit import Brief, SeatBrief
from kuroshio.report.brief.wording import capital

FORMS = 3  # on a sheet
MANY = 10  # counters; more are listed by kind, so that the first sheet of a brief stays one page
Purposes = tuple[tuple[str, str], ...]  # the class of a sheet, and what stands at the head of its pages
SEAT: Purposes = (
    ("play", "Play from this page"),
    ("know", "What you know, and may answer"),
    ("actions", "Your actions"),
    ("asked", "Joint acts and projects"),
)
PUBLIC: Purposes = (("situation", "The situation"), ("turn", "A turn, and the day"))
CONTROL: Purposes = (
    ("day", "The day"),
    ("turn", "A turn"),
    ("injects", "Injects"),
    ("words", "Words of control"),
    ("secrets", "Secrets"),
)
ORDERS: Purposes = (("orders", "Hand in at lock"),)
KIT: Purposes = (("kit", "What to print"),)


def css(text: str) -> Markup:
    """A text as a string of CSS, every character that could mean something escaped."""
    safe = (char if char.isascii() and char.isalnum() else f"\\{ord(char):06x}" for char in text)
    return Markup('"' + "".join(safe) + '"')


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(css=css, upper_first=capital, lower_first=small)
    return environment


class Press:
    """Lays the pages of one kit out."""

    def __init__(self, brief: Brief):
        self.brief, self.environment = brief, _environment()

    def pages(self) -> dict[str, str]:
        """Every page by the name of its file."""
        seats = {f"{seat.id}.html": self.seat(seat) for seat in self.brief.briefs}
        return {
            "index.html": self.index(),
            "public.html": self._lay_out("public.html", "public brief", "For everybody", PUBLIC),
            **seats,
            "order_form.html": self._lay_out("order_form.html", "order forms", "One form a seat and turn", ORDERS),
            "facilitator.html": self._lay_out("facilitator.html", "control's guide", "Control only", CONTROL),
        }

    def seat(self, seat: SeatBrief) -> str:
        """The brief of one seat."""
        return self._lay_out("seat.html", seat.name, f"Secret: for {seat.name} only", SEAT, seat=seat)

    def index(self) -> str:
        """The operator's list of what to print for whom."""
        entries = [("public.html", "Public brief", "Everybody", "one a person")]
        entries += [
            (f"{seat.id}.html", seat.name, f"The people of {seat.name} alone", "one a person") for seat in self.brief.briefs
        ]
        entries += [
            ("order_form.html", "Order forms", "Every seat", f"{self._form_sheets()} sheets of {FORMS} forms, cut apart"),
            ("facilitator.html", "Control's guide", "Control alone: it holds all secrets", "one for each in control"),
        ]
        return self._lay_out("index.html", "exercise kit", "For the operator", KIT, entries=entries)

    def _form_sheets(self) -> int:
        """Sheets of forms for every seat in every turn, the practice turn among them."""
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


def pages(brief: Brief) -> dict[str, str]:
    """Every page of a kit as HTML, by the name of its file."""
    return Press(brief).pages()
