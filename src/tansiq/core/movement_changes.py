"""What `decide` answers about movements when it says yes."""

from msgspec import Struct

from tansiq.core.movements import Movement


class MovementPut(Struct, frozen=True, gc=False, tag="movement_put"):
    """movement: as it is now."""

    movement: Movement


class MovementsForgotten(Struct, frozen=True, gc=False, tag="movements_forgotten"):
    """ids: of what is gone."""

    ids: tuple[str, ...]


MovementChange = MovementPut | MovementsForgotten
