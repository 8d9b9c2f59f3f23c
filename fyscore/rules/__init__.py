"""The standard as data: the types it loads into, its field types, its shapes, its lint."""

#: Id of the rulebook used unless another is named.
DEFAULT = "liunan-2023-25"
