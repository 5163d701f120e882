"""What can be asked of movements. Parts of a record as in `commands`: `area` and `whole` may be shown to whoever is released
that much of a movement, `private` to the actor alone."""

from msgspec import Struct

from tansiq.core.movements import MovementGrant, MovementKind, MovementState, Route
from tansiq.core.units import Span
from tansiq.core.volumes import Box


class MovementArea(Struct, frozen=True, gc=False):
    """As in `Movement`."""

    id: str
    kind: MovementKind
    view: tuple[Box, ...]
    hours_us: Span


class MovementWhole(Struct, frozen=True, gc=False):
    """As in `Movement`."""

    route: Route
    vehicles: int


class MovementPrivate(Struct, frozen=True, gc=False):
    """replaces: OVN of the version to change, "" to announce. ovn: the new one. grants: of a new one; a change keeps them."""

    replaces: str
    ovn: str
    grants: tuple[MovementGrant, ...] = ()


class PutMovement(Struct, frozen=True, gc=False):
    """Announce a movement, or change one that has not departed. Its words are in the erasable part."""

    area: MovementArea
    whole: MovementWhole
    private: MovementPrivate


class MovementNews(Struct, frozen=True, gc=False):
    """expected_us: of a delay, when it is to arrive now; else 0."""

    id: str
    replaces: str
    ovn: str
    state: MovementState
    expected_us: int = 0


class TellMovement(Struct, frozen=True, gc=False):
    """Say that a movement departed, is delayed, arrived, or will not take place."""

    private: MovementNews


class MovementGrants(Struct, frozen=True, gc=False):
    """grants: all of them, in place of those before."""

    id: str
    replaces: str
    ovn: str
    grants: tuple[MovementGrant, ...]


class ReleaseMovement(Struct, frozen=True, gc=False):
    """Release more or less of a movement."""

    private: MovementGrants


class MovementConfirmation(Struct, frozen=True, gc=False):
    """is_yes: else what waits is dropped."""

    id: str
    replaces: str
    ovn: str
    is_yes: bool


class ConfirmMovement(Struct, frozen=True, gc=False):
    """Confirm, as a second person, that a movement is released to more."""

    private: MovementConfirmation


class MovementIds(Struct, frozen=True, gc=False):
    """ids: of movements that are long over."""

    ids: tuple[str, ...]


class ForgetMovements(Struct, frozen=True, gc=False):
    """Forget what is long over. Asked by the node."""

    private: MovementIds


MovementCommand = PutMovement | TellMovement | ReleaseMovement | ConfirmMovement | ForgetMovements

MOVEMENT_KINDS: dict[str, type[MovementCommand]] = {
    "movement.put": PutMovement,
    "movement.tell": TellMovement,
    "movement.release": ReleaseMovement,
    "movement.confirm": ConfirmMovement,
    "movement.forget": ForgetMovements,
}
