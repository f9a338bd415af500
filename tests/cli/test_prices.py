"""`kuroshio prices`: every effect that hurts, who bears it, and who feels it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from kuroshio.cli.main import group
from kuroshio.cli.prices import all_prices
from kuroshio.files.content_folders import data_folder
from kuroshio.files.loader import read_rules
from kuroshio.model.effects_that_hurt import AUTHOR, BOTH, OTHER, hurts
from kuroshio.model.entry_parts import Effect
from kuroshio.model.ruleset import Track


def track(better: str, start: int = 3) -> Track:
    return Track(
        id="t", name="T", source="judgement: a test", scope="faction", most=6, start=start, better=better, kind="construct"
    )


@pytest.mark.parametrize(
    ("better", "effect", "expected"),
    [
        ("up", Effect(track="actor.t", add=-1), True),
        ("up", Effect(track="actor.t", add=1), False),
        ("down", Effect(track="actor.t", add=1), True),
        ("up", Effect(track="actor.t", set=2), True),
        ("up", Effect(track="actor.t", set=4), False),
        ("contested", Effect(track="actor.t", add=-1), False),
    ],
)
def test_what_hurts(better: str, effect: Effect, expected: bool) -> None:
    assert hurts(effect, track(better)) is expected


def test_who_bears_a_price() -> None:
    borne = {(price.entry, price.effect.track): price.borne_by for price in all_prices(read_rules(data_folder("rules")))}
    assert borne["action.import_ban", "actor_target.trust"] == BOTH
    assert borne["action.import_ban", "target.home"] == OTHER
    assert borne["action.import_ban", "actor.standing"] == AUTHOR


def test_the_table_counts_what_has_no_reason() -> None:
    found = CliRunner().invoke(group, ["prices", "import_ban"])
    assert found.exit_code == 0, found.output
    assert "action.import_ban" in found.stdout
    given, every = found.stdout.split()[-1].split("/")
    assert 0 <= int(given) <= int(every) > 0


def test_a_pattern_that_fits_nothing_is_refused() -> None:
    assert CliRunner().invoke(group, ["prices", "atlantis"]).exit_code == 2
