"""One row, feature or placemark as a report of a place: the body that PUT takes, and where in the file each word stands."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

import msgspec
from msgspec import Struct

from tansiq.core.sites import SiteKind
from tansiq.gateways.room import wire
from tansiq.gateways.room.imports import fields
from tansiq.gateways.room.imports.fields import Field
from tansiq.gateways.room.imports.items import FAULTS_SHOWN, Item, Said, tried
from tansiq.gateways.room.inbound import is_uuid
from tansiq.gateways.room.positions import position
from tansiq.gateways.room.words import Fault

FIELDS: Final = (
    Field("id", also=("uuid",)),
    Field("ref", also=("reference", "external_id")),
    Field("kind", also=("type", "category", "sector")),
    Field("name", also=("title", "site_name")),
    Field("lat", also=("latitude",)),
    Field("lon", also=("longitude", "lng", "long")),
    Field("position", also=("coordinates", "mgrs", "utm", "coords")),
    Field("accuracy_m", "number", ("accuracy", "precision_m")),
    Field("source", also=("seen_from",)),
    Field("observed", also=("date", "observed_at", "seen")),
    Field("condition", also=("status",)),
    Field("valid_from"),
    Field("valid_until"),
    Field("remarks", also=("remark", "notes", "description", "comments")),
    Field("outline", also=("wkt", "geometry")),
    Field("life_days", "number"),
    Field("radius_m", "number", ("buffer_m",)),
    Field("height_m", "number", ("buffer_height_m",)),
    Field("links", "json"),
    Field("disputes", "words"),
    Field("same_as", "words"),
    Field("checks_blind", "yes_no"),
    Field("party"),
    Field("level"),
    Field("landing_length_m", "number"),
    Field("landing_width_m", "number"),
    Field("landing_surface", also=("surface",)),
    Field("landing_slope_percent", "number", ("slope_percent",)),
    Field("landing_elevation_m", "number", ("elevation_m",)),
    Field("landing_approaches_deg", "words"),
    Field("landing_departures_deg", "words"),
    Field("landing_is_lit", "yes_no"),
    Field("landing_fuel", "words"),
    Field("landing_frequencies", "words"),
    Field("landing_checked"),
    Field("landing_checked_by"),
    Field("landing_obstacles"),
    Field("obstacle_shape", also=("shape",)),
    Field("obstacle_height_m", "number"),
    Field("obstacle_top_m", "number"),
    Field("obstacle_accuracy_m", "number"),
    Field("obstacle_is_lit", "yes_no"),
    Field("obstacle_far_lat", "number"),
    Field("obstacle_far_lon", "number"),
)
_NAME: Final = re.compile(r"name_([a-z]{2,3}(?:_[a-z0-9]{2,8})?)", re.ASCII)
_DECIMAL: Final = re.compile(r"\s*[+-]?\d{1,3}(?:[.,]\d{1,15})?\s*", re.ASCII)  # a comma parts nothing in a column
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SAME_NAME: Final = ("source", "accuracy_m", "remarks", "life_days", "disputes", "same_as", "checks_blind")
_DEGREES: Final = ("approaches_deg", "departures_deg")
_ONLY_SHOWN: Final = ("ask", "area")


class Defaults(Struct, frozen=True):
    """What holds for each row whose file says nothing of it. language: of names without one, and of who wrote positions."""

    language: str
    party: str
    kind: str = ""
    source: str = ""
    observed: str = ""
    accuracy_m: float | None = None


class Written(Struct):
    """What a file has for one report. at: position as (lat, lon), outline as (lat, lon) pairs, by the geometry of a file."""

    where: str
    properties: Mapping[str, Any]
    place: Callable[[str], str]
    at: tuple[float, float] | None = None
    outline: list[tuple[float, float]] = []
    faults: list[Fault] = []


def is_known(name: str) -> bool:
    """Return whether a column says anything."""
    return fields.is_known(name, FIELDS) or _NAME.fullmatch(fields.plain(name)) is not None


def item_of(written: Written, defaults: Defaults) -> Item:
    """Return a report as the JSON of `wire.ReportBody`, and what is wrong with it. `ref` is kept as `$ref` in its places."""
    item = Item(written.where, faults=list(written.faults))
    names: dict[str, str] = {}
    plain: dict[str, Any] = {}
    for name, value in written.properties.items():
        tag = _NAME.fullmatch(fields.plain(name))
        if tag is None:
            plain[name] = value
        elif value not in (None, ""):
            said = tried(item.faults, lambda v=value, n=name: fields.text_of(v, written.place(n)))
            names[tag[1].replace("_", "-")] = said or ""
            item.places[f"$.names.{tag[1]}"] = written.place(name)
    said, bad = fields.read(plain, FIELDS, written.place, item.faults, item.ignored)
    item.bad = bad
    if (known := said.pop("name", None)) is not None:
        names.setdefault(defaults.language, known.value)
        item.places["$.names"] = known.where
    item.body["names"] = names
    _identity(item, said, defaults)
    _where(item, said, written, defaults)
    _plain(item, said, defaults)
    _parts(item, said)
    item.faults = item.faults[:FAULTS_SHOWN]
    return item


def _identity(item: Item, said: dict[str, Said], defaults: Defaults) -> None:
    """Take the id; refuse what was exported as somebody else's: seeing a place is no report of one's own."""
    found = said.pop("id", None)
    if found is not None and is_uuid(str(found.value).lower()):
        item.id, item.places["$path.id"] = str(found.value).lower(), found.where
    elif found is not None:
        said.setdefault("ref", found)
    party, level = said.pop("party", None), said.pop("level", None)
    is_theirs = (party is not None and party.value != defaults.party) or (
        level is not None and (level.value in _ONLY_SHOWN or party is None)
    )
    if is_theirs:
        item.faults.append(Fault("import_not_yours", (party or level or Said("", item.where)).where))
    ref = said.pop("ref", None)
    if ref is not None:
        item.places["$ref"] = str(ref.value)


def _where(item: Item, said: dict[str, Said], written: Written, defaults: Defaults) -> None:
    lat, lon, text = (said.pop(name, None) for name in ("lat", "lon", "position"))
    accuracy_m: float | None = None
    if text is not None and (lat is not None or lon is not None):
        item.faults.append(Fault("import_not_both", text.where, what="lat, lon"))
        return
    if text is not None:
        item.places["$.position"] = text.where
        accuracy_m = _pasted(item, str(text.value), text.where, defaults)
    elif lat is not None and lon is not None:
        item.places["$.position"] = lat.where
        if _DECIMAL.fullmatch(lat.value) and _DECIMAL.fullmatch(lon.value):
            item.body["position"] = {n: float(s.value.replace(",", ".")) for n, s in (("lat", lat), ("lon", lon))}
        else:
            accuracy_m = _pasted(item, f"{lat.value} {lon.value}", lat.where, defaults)
    elif written.at is not None:
        item.body["position"] = {"lat": written.at[0], "lon": written.at[1]}
        item.places["$.position"] = item.where
    elif not item.faults and not item.bad & {"lat", "lon", "position"}:
        item.faults.append(Fault("import_missing", item.where, name="lat" if lat is None else "lon"))
    if written.outline:
        item.body["outline"] = [{"lat": y, "lon": x} for y, x in written.outline]
        item.places["$.outline"] = item.where
    if "accuracy_m" not in said and "accuracy_m" not in item.bad:
        told = defaults.accuracy_m if accuracy_m is None else max(accuracy_m, defaults.accuracy_m or 0)
        if told is None:
            item.faults.append(Fault("import_missing", item.where, name="accuracy_m"))
        else:
            said["accuracy_m"] = Said(told, item.where)


def _pasted(item: Item, text: str, where: str, defaults: Defaults) -> float | None:
    """Take a position in any notation, and return how much its digits say, in metres."""
    found = tried(item.faults, lambda: position(text, where, defaults.language))
    if found is None:
        return None
    item.body["position"] = {"lat": found.lat_ndeg / 1e9, "lon": found.lon_ndeg / 1e9}
    return found.accuracy_cm / 100


def _plain(item: Item, said: dict[str, Said], defaults: Defaults) -> None:
    for name, default in (("kind", defaults.kind), ("source", defaults.source), ("observed", defaults.observed)):
        if name not in said and name not in item.bad:
            if default:
                said[name] = Said(default, f"$query.{name}")
            else:
                item.faults.append(Fault("import_missing", item.where, name=name))
    for name in ("kind", "source", "condition"):
        if name in said:
            found = said.pop(name)
            item.put(name, Said(fields.plain(str(found.value)), found.where))
    kind = item.body.get("kind")
    if kind is not None and kind not in tuple(SiteKind):
        item.faults.append(
            Fault("import_value", item.places["$.kind"], value=str(kind)[:40], known=", ".join(SiteKind))
        )
    for name in ("observed", "valid_from", "valid_until"):
        if name in said:
            found = said.pop(name)
            day = str(found.value)
            item.put(name, Said(f"{day}T00:00:00Z" if _DAY.fullmatch(day) else day, found.where))
    for name in _SAME_NAME:
        if name in said:
            item.put(name, said.pop(name))
    if "links" in said:
        found = said.pop("links")
        made = tried(item.faults, lambda: _links(found))
        if made is not None:
            item.put("links", Said(made, found.where))


def _parts(item: Item, said: dict[str, Said]) -> None:
    radius, height = said.pop("radius_m", None), said.pop("height_m", None)
    if radius is not None:
        item.body["notified"] = {"radius_m": radius.value} | ({} if height is None else {"height_m": height.value})
        item.places["$.notified"] = radius.where
        if height is not None:
            item.places["$.notified.height_m"] = height.where
    elif height is not None:
        item.faults.append(Fault("import_missing", height.where, name="radius_m"))
    for part in ("landing", "obstacle"):
        held = {name.removeprefix(part + "_"): said.pop(name) for name in list(said) if name.startswith(part + "_")}
        if not held:
            continue
        made = {name: found.value for name, found in held.items()}
        for name, found in held.items():
            item.places[f"$.{part}.{name}"] = found.where
        for name in _DEGREES:
            if name in made:
                told = [tried(item.faults, lambda d=d, w=held[name].where: _degrees(d, w)) for d in made[name]]
                made[name] = [d for d in told if d is not None]
        if part == "obstacle" and ("far_lat" in made) != ("far_lon" in made):
            item.faults.append(Fault("import_missing", item.where, name="obstacle_far_lat, obstacle_far_lon"))
        if "far_lat" in made and "far_lon" in made:
            made["far_end"] = {"lat": made.pop("far_lat"), "lon": made.pop("far_lon")}
        item.body[part] = made
        item.places[f"$.{part}"] = next(iter(held.values())).where


def _degrees(text: str, where: str) -> int:
    found = fields.number_of(text, where)
    if found != int(found):
        raise Fault("import_number", where, value=text[:40])
    return int(found)


def _links(said: Said) -> list[Any]:
    """Return links as our own export writes them: JSON, or text that is JSON."""
    value = said.value
    if isinstance(value, str):
        try:
            value = msgspec.json.decode(value)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise Fault("import_type", said.where, what="JSON") from None
    try:
        made = msgspec.convert(value, list[wire.Link])
    except msgspec.ValidationError as error:
        raise Fault("body_form", said.where, what=str(error)[:200]) from None
    return cast("list[Any]", msgspec.to_builtins(made))
