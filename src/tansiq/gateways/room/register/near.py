"""Which notified places a flight or zone touches, as its planner may see them: information to plan with, never a conflict."""

from typing import Final

from tansiq.airspace.outlines import widened
from tansiq.airspace.snapped import meets_boxes
from tansiq.core.limits import SITE_BUFFER_MM
from tansiq.core.release_sites import Face, touch
from tansiq.core.units import MM
from tansiq.core.volumes import Volume, meets
from tansiq.gateways.room import wire
from tansiq.gateways.room.endpoint import Ask
from tansiq.gateways.room.register import faces
from tansiq.gateways.room.register.reports import sight
from tansiq.gateways.room.world import Turns

SHOWN: Final = 50  # places in one answer, those with the least ids


async def touched(ask: Ask, volumes: tuple[Volume, ...]) -> list[wire.SiteNear]:
    """Return the notified places whose buffer some volumes touch, where the asker sees them; each once, by id.

    Where only its area is released the area is what is touched, at all heights and times: no more is known of it.
    """
    around = tuple(box for volume in volumes for box in widened(volume.boxes, SITE_BUFFER_MM / MM))
    turns = Turns()
    found: dict[str, wire.SiteNear] = {}
    for report_id in [report.id for report in ask.room.state.register.notified_near(around)]:
        await turns.next()
        face = sight(ask).report(report_id)
        if face is None or not face.is_notified or face.is_withdrawn or face.is_expired:
            continue
        for volume in volumes:
            await turns.next()
            if _is_touched(face, volume):
                site = sight(ask).site(face.id)
                if site is not None:
                    found.setdefault(site.id, _shown(ask, face, site.id))
                break
        if len(found) == SHOWN:
            break
    return [found[site_id] for site_id in sorted(found)]


def _is_touched(face: Face, volume: Volume) -> bool:
    if face.facts is None or face.facts.notified is None:
        return touch(face.view, volume.boxes) and meets_boxes(volume.outline, face.view)
    buffer = face.facts.notified
    is_below = buffer.top_mm is not None and volume.alt_mm.lo > buffer.top_mm
    if is_below or not meets(face.facts.valid_us, volume.time_us):
        return False
    radius_m = buffer.radius_mm / MM
    around = tuple(wide for box in face.boxes for wide in widened((box,), radius_m))
    return touch(around, volume.boxes) and meets_boxes(volume.outline, face.boxes, radius_m)


def _shown(ask: Ask, face: Face, site_id: str) -> wire.SiteNear:
    report = faces.report(face, ask.room.texts)
    return wire.SiteNear(
        report=face.id,
        site=site_id,
        kind=face.kind,
        level=report.level,
        names=report.names,
        condition=report.condition,
        position=report.position,
        radius_m=None if report.notified is None else report.notified.radius_m,
        areas=report.areas,
        message=f"{ask.say('site_near')} {faces.law(ask.language)}",
    )
