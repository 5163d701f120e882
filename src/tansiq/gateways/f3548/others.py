"""USS availability and problem reports: F3548-21 OpenAPI, /dss/v1/uss_availability and /dss/v1/reports."""

from typing import Final

import msgspec

from tansiq.core.commands import MakeReport, ReportId
from tansiq.core.limits import REPORT_BYTES
from tansiq.gateways.f3548 import inbound, outbound, wire
from tansiq.gateways.f3548.endpoint import AA, CM, CMSA, CP, SC, Answer, Ask, Endpoint, parse
from tansiq.node.chance import new_uuid
from tansiq.node.reply import Reply

_availability: Final = msgspec.json.Decoder(wire.SetUssAvailabilityStatusParameters)
_report: Final = msgspec.json.Decoder(wire.ErrorReport)


async def set_availability(ask: Ask) -> Answer:
    """Say whether a USS can be reached."""
    return await ask.submit(inbound.set_availability(ask.path["uss_id"], parse(_availability, ask.body)))


async def get_availability(ask: Ask) -> Answer:
    """Return what is known of a USS."""
    return Answer(outbound.encode(outbound.availability(ask.view, ask.path["uss_id"])))


async def make_report(ask: Ask) -> Answer:
    """Keep a report of a failed exchange. Its text goes to the erasable part of the entry: it may hold names."""
    if len(ask.body) > REPORT_BYTES:
        sentence = (
            f"The report has {len(ask.body):,} bytes; at most {REPORT_BYTES:,} are kept. Shorten the bodies in it."
        )
        return Answer(Reply(413, msgspec.json.encode(wire.ErrorResponse(sentence))))
    report = parse(_report, ask.body)
    inbound.check_exchange(report.exchange)
    exchange = msgspec.json.encode(report.exchange)
    answer = await ask.submit(MakeReport(ReportId(new_uuid())), erasable=exchange)
    if answer.reply.status != 201:
        return answer
    kept = msgspec.json.decode(answer.reply.body, type=dict[str, str])
    echo = wire.ErrorReport(report.exchange, kept["report_id"])
    return Answer(Reply(201, msgspec.json.encode(echo)), answer.position)


ENDPOINTS: Final = (
    Endpoint(
        "setUssAvailability",
        "PUT",
        "/dss/v1/uss_availability/{uss_id}",
        set_availability,
        (AA,),
        wire.SetUssAvailabilityStatusParameters,
        {200: wire.UssAvailabilityStatusResponse},
    ),
    Endpoint(
        "getUssAvailability",
        "GET",
        "/dss/v1/uss_availability/{uss_id}",
        get_availability,
        (SC, CMSA, AA),
        None,
        {200: wire.UssAvailabilityStatusResponse},
    ),
    Endpoint(
        "makeDssReport",
        "POST",
        "/dss/v1/reports",
        make_report,
        (SC, CM, CP, CMSA, AA),
        wire.ErrorReport,
        {201: wire.ErrorReport},
    ),
)
