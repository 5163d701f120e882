"""JSON as ASTM F3548-21 writes it (OpenAPI "UTM API (USS->DSS and USS->USS)" 1.0.0). Unknown members are ignored.

Only what the DSS reads or writes is here. Names and nesting are the standard's.
"""

from enum import StrEnum
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from tansiq.core.model import AvailabilityState, IntentState


class Time(Struct, gc=False):
    value: str
    format: Literal["RFC3339"]


class LatLngPoint(Struct, gc=False):
    lat: float
    lng: float


class Radius(Struct, gc=False):
    value: float
    units: Literal["M"]


class Altitude(Struct, gc=False):
    value: float
    reference: Literal["W84"]
    units: Literal["M"]


class Circle(Struct, gc=False):
    center: LatLngPoint
    radius: Radius


class Polygon(Struct, gc=False):
    vertices: list[LatLngPoint]


class Volume3D(Struct, gc=False):
    outline_circle: Circle | None = None
    outline_polygon: Polygon | None = None
    altitude_lower: Altitude | None = None
    altitude_upper: Altitude | None = None


class Volume4D(Struct, gc=False):
    volume: Volume3D
    time_start: Time | None = None
    time_end: Time | None = None


class ImplicitSubscriptionParameters(Struct, gc=False):
    uss_base_url: str
    notify_for_constraints: bool | None = False


class PutOperationalIntentReferenceParameters(Struct, gc=False):
    extents: list[Volume4D]
    state: IntentState
    uss_base_url: str
    key: list[str] | None = None
    subscription_id: str | None = None
    new_subscription: ImplicitSubscriptionParameters | None = None
    requested_ovn_suffix: str | None = None


class PutConstraintReferenceParameters(Struct, gc=False):
    extents: list[Volume4D]
    uss_base_url: str


class PutSubscriptionParameters(Struct, gc=False):
    extents: Volume4D
    uss_base_url: str
    notify_for_operational_intents: bool | None = False
    notify_for_constraints: bool | None = False


class QueryParameters(Struct, gc=False):
    """QueryOperationalIntentReferenceParameters, QueryConstraintReferenceParameters, QuerySubscriptionParameters."""

    area_of_interest: Volume4D


class SetUssAvailabilityStatusParameters(Struct, gc=False):
    """availability: in any case, as the suites send "normal" and expect "Normal"."""

    availability: str
    old_version: str | None = None


class RecorderRole(StrEnum):
    CLIENT = "Client"
    SERVER = "Server"


class ExchangeRecord(Struct, gc=False, omit_defaults=True):
    url: str
    method: str
    recorder_role: RecorderRole
    request_time: Time
    headers: list[str] | None = None
    request_body: str | None = None
    response_time: Time | None = None
    response_body: str | None = None
    response_code: int | None = None
    problem: str | None = None


class ErrorReport(Struct, gc=False):
    exchange: ExchangeRecord
    report_id: str | None = None


class OperationalIntentReference(Struct, gc=False):
    id: str
    manager: str
    uss_availability: AvailabilityState
    version: int
    state: IntentState
    ovn: str
    time_start: Time
    time_end: Time
    uss_base_url: str
    subscription_id: str


class ConstraintReference(Struct, gc=False):
    id: str
    manager: str
    uss_availability: AvailabilityState
    version: int
    ovn: str
    time_start: Time
    time_end: Time
    uss_base_url: str


class Subscription(Struct, gc=False):
    id: str
    version: str
    notification_index: int
    time_start: Time
    time_end: Time
    uss_base_url: str
    notify_for_operational_intents: bool
    notify_for_constraints: bool
    implicit_subscription: bool
    dependent_operational_intents: list[str]


class SubscriptionState(Struct, gc=False):
    subscription_id: str
    notification_index: int


class SubscriberToNotify(Struct, gc=False):
    subscriptions: list[SubscriptionState]
    uss_base_url: str


class ChangeOperationalIntentReferenceResponse(Struct, gc=False):
    subscribers: list[SubscriberToNotify]
    operational_intent_reference: OperationalIntentReference


class GetOperationalIntentReferenceResponse(Struct, gc=False):
    operational_intent_reference: OperationalIntentReference


class QueryOperationalIntentReferenceResponse(Struct, gc=False):
    operational_intent_references: list[OperationalIntentReference]


class ChangeConstraintReferenceResponse(Struct, gc=False):
    subscribers: list[SubscriberToNotify]
    constraint_reference: ConstraintReference


class GetConstraintReferenceResponse(Struct, gc=False):
    constraint_reference: ConstraintReference


class QueryConstraintReferencesResponse(Struct, gc=False):
    constraint_references: list[ConstraintReference]


class PutSubscriptionResponse(Struct, gc=False):
    subscription: Subscription
    operational_intent_references: list[OperationalIntentReference] | UnsetType = UNSET
    constraint_references: list[ConstraintReference] | UnsetType = UNSET


class GetSubscriptionResponse(Struct, gc=False):
    subscription: Subscription


class DeleteSubscriptionResponse(Struct, gc=False):
    subscription: Subscription


class QuerySubscriptionsResponse(Struct, gc=False):
    subscriptions: list[Subscription]


class UssAvailabilityStatus(Struct, gc=False):
    uss: str
    availability: AvailabilityState


class UssAvailabilityStatusResponse(Struct, gc=False):
    version: str
    status: UssAvailabilityStatus


class ErrorResponse(Struct, gc=False):
    message: str


class AirspaceConflictResponse(Struct, gc=False):
    message: str
    missing_operational_intents: list[OperationalIntentReference] | UnsetType = UNSET
    missing_constraints: list[ConstraintReference] | UnsetType = UNSET


class OperationalIntentDetails(Struct, gc=False):
    volumes: list[Volume4D]
    off_nominal_volumes: list[Volume4D]
    priority: int


class OperationalIntent(Struct, gc=False):
    reference: OperationalIntentReference
    details: OperationalIntentDetails


class GetOperationalIntentDetailsResponse(Struct, gc=False):
    operational_intent: OperationalIntent


class PutOperationalIntentDetailsParameters(Struct, gc=False):
    """operational_intent: left out where the subscriber sees nothing of it any more."""

    operational_intent_id: str
    subscriptions: list[SubscriptionState]
    operational_intent: OperationalIntent | UnsetType = UNSET


class ConstraintDetails(Struct, gc=False):
    volumes: list[Volume4D]
    type: str


class Constraint(Struct, gc=False):
    reference: ConstraintReference
    details: ConstraintDetails


class GetConstraintDetailsResponse(Struct, gc=False):
    constraint: Constraint


class PutConstraintDetailsParameters(Struct, gc=False):
    """constraint: left out where it was ended."""

    constraint_id: str
    subscriptions: list[SubscriptionState]
    constraint: Constraint | UnsetType = UNSET
