"""The DSS of ASTM F3548-21: strategic coordination for any USS that speaks the standard."""

from typing import Final

from starlette.routing import Route

from tansiq.gateways.door import Door
from tansiq.gateways.f3548 import constraints, intents, interuss, others, subscriptions, uss
from tansiq.gateways.f3548.endpoint import Endpoint, asgi, empty_segment

ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    *intents.ENDPOINTS,
    *constraints.ENDPOINTS,
    *subscriptions.ENDPOINTS,
    *others.ENDPOINTS,
)


def routes(door: Door) -> list[Route]:
    """Return the routes of this door, those most used first. Only a room has flights of its own to tell details of."""
    told = uss.ENDPOINTS if door.node.state.charter is not None else ()
    made = [Route(e.path, asgi(door, e), methods=[e.verb], name=e.name) for e in (*ENDPOINTS, *told)]
    cut_short = dict.fromkeys(e.path.rpartition("{")[0] for e in ENDPOINTS if e.path.endswith("}"))
    empty = [Route(path, empty_segment(door), methods=["GET", "PUT", "POST", "DELETE"]) for path in cut_short]
    return made + empty + interuss.routes(door)
