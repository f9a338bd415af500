"""How a record is declared: a class whose annotations are its fields, in their order, and a dtype made of it.

The classes are for people, editors and the type checker; what the kernel works on is rows of numpy, which answer to the same
names. Fields are i4 or i8, dice keys alone u8: narrower ones wrap when the compiler is off. No field bears a name of
`np.record` itself, which would shadow it with the compiler off (tested).
"""

from __future__ import annotations

from typing import Annotated, Any, Protocol, TypeVar, get_args, get_origin, get_type_hints, overload

import numpy as np

T = TypeVar("T")
i4 = Annotated[int, "i4"]
i8 = Annotated[int, "i8"]  # sets of areas, or of pieces, as bits
u8 = Annotated[int, "u8"]  # keys of dice


class Record:
    """One row of fields. A comment at each says what it is; of an array, first by what it is told apart."""


class Array(Protocol[T]):
    """Several values of one kind, as numpy keeps them."""

    @overload
    def __getitem__(self, at: int | tuple[int, ...]) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Array[T]: ...
    def __setitem__(self, at: int | tuple[int, ...], value: T) -> None: ...
    def __len__(self) -> int: ...


def of(*lengths: int) -> Any:
    """How long a field that is an array is, along each of its axes."""
    return lengths


def dtype_of(declared: type[Record]) -> np.dtype:
    """The dtype of a record, its fields one after another without holes; rows of it answer to attribute access.

    Raises TypeError where a field is neither a whole number of some width nor a record, nor an array of either.
    """
    parts = []
    for name, hint in get_type_hints(declared, include_extras=True).items():
        one = get_args(hint)[0] if get_origin(hint) is Array else hint
        parts.append((name, _kind_of(one), getattr(declared, name, ())))
    return np.dtype((np.record, parts))


def _kind_of(hint: Any) -> Any:
    """What numpy takes for the kind of a field."""
    if get_origin(hint) is Annotated:
        return hint.__metadata__[0]
    if isinstance(hint, type) and issubclass(hint, Record):
        return dtype_of(hint)
    raise TypeError(f"{hint} is no kind of field: write i4, i8, u8 or a record")


def blank(dtype: np.dtype, n: int = 1) -> np.recarray:
    """n zeroed records."""
    return np.zeros(n, dtype).view(np.recarray)
