"""A laboratory for each file of tests."""

from __future__ import annotations

import pytest

from tests.kernel.lab import Lab
from tests.stepping import Content


@pytest.fixture(scope="module")
def lab(content: Content) -> Lab:
    return Lab(content)
