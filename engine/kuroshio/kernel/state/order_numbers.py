"""The six whole numbers of an order: how they are written, copied and read."""

from __future__ import annotations

from kuroshio.kernel.jit import part
from kuroshio.kernel.state.game_records import Order


@part
def fill(order: Order, actor: int, action: int, area: int, target: int, partner: int, piece: int) -> None:
    """Write the six numbers of an order."""
    order.actor, order.action, order.area = actor, action, area
    order.target, order.partner, order.piece = target, partner, piece


@part
def copy_order(to: Order, source: Order) -> None:
    """Write one order over another."""
    fill(to, source.actor, source.action, source.area, source.target, source.partner, source.piece)


@part
def option_of(order: Order) -> int:
    """What an answer chooses: it stands where an order has its action."""
    return order.action
