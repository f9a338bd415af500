"""Kills aimed into the middle of acts: nothing that was acknowledged is lost, nothing is done twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.session.aimed import BESIDE, kills, kind_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the exercise is forked")


def test_an_act_that_is_killed_is_whole_or_has_never_been(tmp_path: Path) -> None:
    aims = {kind_of(line) for line in BESIDE.values()}
    found = list(kills(tmp_path, len(aims) + 6, 1))  # and an order, one in own words, an answer, a commit, a ruling, a reply
    assert {kind for kind, _ in found} >= aims and {left for _, left in found} >= {"never been"}


@pytest.mark.full
def test_three_hundred_acts_that_are_killed(tmp_path: Path) -> None:
    found = list(kills(tmp_path, 300, 2))
    assert {left for _, left in found} == {"never been", "whole"}
