"""Files as flights, zones and reports of the room: F3548 JSON, GeoJSON and CSV; EUROCAE ED-269 and ED-318; KML.

Each format is a pure translation to the bodies that PUT takes; what happens then is what happens at PUT.
"""

from typing import Final

from tansiq.gateways.room.endpoint import Operation
from tansiq.gateways.room.imports import of_flights, of_reports, of_zones

OPERATIONS: Final[tuple[Operation, ...]] = (of_flights.OPERATION, of_zones.OPERATION, *of_reports.OPERATIONS)
