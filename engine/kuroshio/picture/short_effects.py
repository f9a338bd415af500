"""What an act brings, in a few words for a printed sheet: the effects that are sure, those of a success, those of a setback."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kuroshio.model.entry_parts import Effect
from kuroshio.model.ruleset import Action
from kuroshio.picture.phrases import Phrases, signed
from kuroshio.picture.standing import ALWAYS, BandEffects

# The parties of an act as its own seat reads them.
SHORT = {
    "actor": "own {}", "target": "their {}", "partner": "partner's {}", "actor_target": "{} with them",
    "actor_partner": "{} with the partner", "target_partner": "{} between the two",
}  # fmt: skip


class ShortEffects:
    """Words effects of the rules in a few words."""

    def __init__(self, phrases: Phrases):
        self.phrases = phrases
        ruleset = phrases.tables.ruleset
        self.stages = {f"{project.id}.{ruleset.roles.stage}": project.name for project in ruleset.projects}

    def of(self, action: Action) -> tuple[BandEffects, ...]:
        """Return what an act brings by band; without dice all of it is sure. A failure stands where a setback is like it."""
        effects = action.effects
        if not action.difficulty:
            return self._bands(((ALWAYS, (*effects.always, *effects.success)),))
        bad = ("failure", effects.failure) if effects.setback is None else ("setback", effects.setback)
        return self._bands(((ALWAYS, effects.always), ("success", effects.success), bad))

    def _bands(self, bands: Iterable[tuple[str, Iterable[Effect]]]) -> tuple[BandEffects, ...]:
        told = (BandEffects(band=band, effects=tuple(self._each(effects))) for band, effects in bands)
        return tuple(one for one in told if one.effects)

    def _each(self, effects: Iterable[Effect]) -> Iterator[str]:
        for effect in effects:
            if effect.track in self.stages and effect.set == 1:
                yield f"{self.stages[effect.track]} is proposed"
                continue
            change = f"becomes {effect.set}" if effect.set is not None else signed(effect.add or 0)
            lasts = f" ({effect.lasts} turn{'s' * (effect.lasts > 1)})" if effect.lasts else ""
            yield f"{self.phrases.reading(effect.track, SHORT)} {change}{lasts}"
