"""A recording: the points that a file holds, and the rows that could not be used, each with its reason."""

from array import array
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct

from tansiq.airspace.heights import FOOT_M
from tansiq.airspace.trajectories import Track
from tansiq.gateways.recorded.columns import Columns, NoColumn, choose
from tansiq.gateways.recorded.table import BadFile, Progress, open_table
from tansiq.gateways.recorded.values import BadValue, TimeUnit, Value, number, time_s, time_unit

NAMED: Final = 20  # bad rows that are named; all are counted
NAME_CHARS: Final = 32
ALT_MIN_FT: Final = -2_000.0  # below any airfield, with the lowest pressure ever measured
ALT_MAX_FT: Final = 100_000 / FOOT_M / 1_000 * 1_000  # F3548-21 OpenAPI, Altitude.value: 100 km
_TOLD_EVERY: Final = 20_000  # rows
