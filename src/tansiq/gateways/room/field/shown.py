"""A notice as a unit is shown it: what its party sees of it, in the unit's language, with a map of what it is about.

Drawn are the area and the positions of the notice itself, a flight of the party's own, and a zone as the party sees it: zones
are there to be known. A flight of somebody else, which the party was released for itself, is not passed on by a link.
"""

from collections.abc import Sequence

from tansiq.core.notices import AboutKind
from tansiq.core.release import View
from tansiq.core.release_notices import SeenNotice
from tansiq.core.volumes import Outline
from tansiq.gateways.room import outbound, wire
from tansiq.gateways.room.endpoint import RoomDoor
from tansiq.gateways.room.field.issuing import texts_of
from tansiq.gateways.room.field.page import Shown
from tansiq.gateways.room.field.picture import labelled, picture
from tansiq.gateways.room.field.say import say
from tansiq.gateways.room.notice_face import notice_face
from tansiq.gateways.room.zone_face import zone_face


def shown_to(room: RoomDoor, seen: SeenNotice, link_id: str, language: str, once: str) -> Shown:
    """Return a notice for the unit that holds a link of the party that sees it so."""
    face = notice_face(room.state, seen, room.texts)
    (ladder,) = seen.notice.ladders
    link = next(each for each in ladder.links if each.id == link_id)
    about, outlines = _about(room, room.door.node.view(ladder.party), ladder.party, seen)
    area = [seen.notice.area] if seen.notice.area is not None else []
    spots = [(v.position.lat, v.position.lon) for v in face.values if v.position is not None]
    drawn = picture([*area, *outlines], spots)
    return Shown(
        notice=face,
        ladder=face.ladders[0],
        link_id=link_id,
        unit=texts_of(room, link).to,
        sender=_called(room, face.from_, language),
        sentence=_sentence(face.phrase, language),
        about=about,
        image=labelled(drawn[0], say(language, "map", distance=drawn[1])) if drawn is not None else "",
        once=once,
    )


def _about(room: RoomDoor, view: View, party: str, seen: SeenNotice) -> tuple[str, Sequence[Outline]]:
    """Return how what the notice is about is called, "" where that is not told here, and its outlines."""
    about = seen.notice.about
    if about.kind is AboutKind.FLIGHT:
        own = view.intent(about.id)
        if own is None or own.manager != party:
            return "", ()
        callsign = own.flight.identity.callsign if own.flight is not None else ""
        return callsign or own.id, [volume.outline for volume in own.volumes]
    if about.kind is AboutKind.ZONE:
        zone = view.constraint(about.id)
        if zone is None:
            return "", ()
        face = zone_face(zone, party, room.texts, room.door.node.now_us())
        return face.name or zone.id, [volume.outline for volume in zone.volumes]
    return "", ()


def _called(room: RoomDoor, code: str, language: str) -> str:
    party = room.state.parties.get(code)
    names = outbound.named(room.texts, party.texts).names if party is not None else {}
    name = names.get(language) or names.get("en") or next(iter(names.values()), "")
    return f"{code} – {name}" if name and name != code else code


def _sentence(phrase: wire.PhraseShown | None, language: str) -> str:
    """Return a phrase as a unit reads it; one that this book does not have, by its code and values."""
    if phrase is None:
        return ""
    plain = " ".join((phrase.code, *map(str, phrase.values.values())))
    return phrase.texts.get(language) or phrase.texts.get("en") or plain
