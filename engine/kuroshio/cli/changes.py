"""The changes that the options `--set`, `--set-a` and `--set-b` ask for."""

from __future__ import annotations

from collections.abc import Sequence

import click

from kuroshio.api.scenarios import Scenario
from kuroshio.cli.shared_options import ChosenPolicies, read_policies
from kuroshio.study.keys.resolving import POLICY
from kuroshio.study.keys.setting import settings_of
from kuroshio.study.variant import UnclearChange, gathered, split


def take(content: Scenario, option: str, texts: Sequence[str]) -> tuple[Scenario, list[str]]:
    """Return the scenario with all changes, and each of them with what it comes to; say which of them change nothing.

    texts: the changes, `KEY=VALUE`. Raises UsageError.
    """
    if not texts:
        return content, []
    variant = content.variant
    try:
        keys = [split(text)[0] for text in texts]
        for key in keys:
            if keys.count(key) > 1:
                raise click.UsageError(f"{option} {key}: is given {keys.count(key)} times; give it once")
        changes = gathered(*texts)
        settings = settings_of(variant.files, changes)
        changed = content.with_changes(changes)
    except UnclearChange as error:
        one = f"{texts[0]}: " if len(texts) == 1 else f"{error.key}: " if error.wrong.startswith("not KEY") else ""
        raise click.UsageError(f"{option} {one}{error}") from None
    for setting in settings:
        if setting.changes_nothing(variant.files, variant.policies):
            click.echo(f"{option} {setting.text}: this is already the value, and changes nothing.", err=True)
    return changed, [setting.told(variant.files) for setting in settings]


def chosen_in(content: Scenario, policies: tuple[str, ...], option: str) -> ChosenPolicies:
    """Return who decides in a variant: what is set for it alone goes over what `--policy` says. Raises UsageError."""
    own = tuple(f"{seat}={policy}" for seat, policy in content.variant.policies.items())
    chosen = read_policies(content, policies)
    return read_policies(content, own, f"{option} {POLICY}.", only=True).over(chosen) if own else chosen
