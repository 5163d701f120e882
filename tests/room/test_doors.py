"""One world at every door: the room, its exports, its push stream, and the standard's door show a party the same."""

import asyncio
import json

from .house import Guest, Room, room


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


async def sealed(house: Room) -> str:
    """Book a flight of HAL that TSA gets at plan level *conflict*; return its id."""
    flight = house.new_id()
    body = house.flight(callsign="HAL 77", remarks="nobody else may know")
    await house.leads["HAL"].done(
        "PUT", f"/flights/{flight}", body | {"grants": [{"party": "TSA", "level": "conflict"}]}
    )
    return flight


async def machine(house: Room, party: str) -> dict[str, str]:
    """A token of a machine of a party, as headers."""
    made = await house.leads[party].done("POST", "/clients", {"name": "planner", "role": "officer"})
    form = {"grant_type": "client_credentials", "client_id": made["client_id"], "client_secret": made["client_secret"]}
    token = (await house.http.post("/room/v1/token", data=form)).json()["access_token"]
    return {"authorization": f"Bearer {token}"}


def test_a_machine_of_a_party_reads_zones_at_the_door_of_the_standard(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            zone_id, hal = house.new_id(), house.leads["HAL"]
            body = {"kind": "danger", "life": "planned", "name": "range", "contact": "range office"}
            await hal.done("PUT", f"/zones/{zone_id}", body | {"volumes": house.flight()["volumes"]})
            bearer = await machine(house, "TSA")
            read = await house.http.get(f"/uss/v1/constraints/{zone_id}", headers=bearer)
            assert (read.status_code, read.json()["constraint"]["details"]["type"]) == (200, "danger")
            listed = await house.http.get(f"/dss/v1/constraint_references/{zone_id}", headers=bearer)
            assert listed.status_code == 200
            write = await house.http.put(f"/dss/v1/constraint_references/{house.new_id()}", json={}, headers=bearer)
            assert write.status_code == 403, "its zones it books at the room's own door"

    asyncio.run(story())


def test_a_sealed_flight_is_nowhere_until_it_meets_ones_own_and_then_a_place_without_a_name(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            flight, tsa = await sealed(house), house.leads["TSA"]
            for path in ("/flights", "/export.geojson", "/export.csv", "/zones", "/room"):
                shown = (await tsa.ask("GET", path)).text
                assert flight not in shown
                assert "HAL 77" not in shown
            assert (await tsa.ask("GET", f"/flights/{flight}")).status_code == 404
            assert (await tsa.get("/flights"))["flights"] == []
            checked = await tsa.done("POST", "/flights/check", house.flight(lat=12.05))
            (conflict,) = checked["conflicts"]
            place = conflict["with"]
            assert (place["level"], place["owner"], place["volumes"]) == ("conflict", "", [])
            assert place["id"] != flight
            own = house.new_id()
            refused = await tsa.ask("PUT", f"/flights/{own}", house.flight(lat=12.05))
            (told_of,) = refused.json()["conflicts"]
            accepts = [{"id": told_of["with"]["id"], "ovn": told_of["with"]["ovn"]}]
            await tsa.done("PUT", f"/flights/{own}", house.flight(lat=12.05, accepts=accepts))
            listed = (await tsa.get("/flights"))["flights"]
            assert sorted(f["id"] for f in listed) == sorted([own, told_of["with"]["id"]])
            assert (await tsa.get(f"/flights/{told_of['with']['id']}"))["level"] == "conflict"
            assert flight not in json.dumps(listed)

    told(story)


def f3548_body(house: Room, lat: float, key: list[str]) -> dict:
    """An intent in the air of `house.flight()`, as a USS writes it."""
    corners = ((0, 0), (0, 0.1), (0.1, 0.1), (0.1, 0))
    return {
        "state": "Accepted",
        "key": key,
        "uss_base_url": "https://uss.example",
        "extents": [
            {
                "volume": {
                    "outline_polygon": {"vertices": [{"lat": lat + y, "lng": 45 + x} for y, x in corners]},
                    "altitude_lower": {"value": 3000, "reference": "W84", "units": "M"},
                    "altitude_upper": {"value": 3700, "reference": "W84", "units": "M"},
                },
                "time_start": {"value": house.at(20), "format": "RFC3339"},
                "time_end": {"value": house.at(40), "format": "RFC3339"},
            }
        ],
    }


def test_a_client_of_the_standard_queries_gets_details_and_books_around_a_sealed_flight(tmp_path):
    """The ordinary loop of a USS: PUT, 409 names what is missing, fetch its details for the OVN, PUT again."""

    async def story():
        async with room(tmp_path) as house:
            flight, bearer = await sealed(house), await machine(house, "TSA")
            path = f"/dss/v1/operational_intent_references/{house.new_id()}"
            refused = await house.http.put(path, json=f3548_body(house, 12.05, []), headers=bearer)
            assert refused.status_code == 409
            (missing,) = refused.json()["missing_operational_intents"]
            assert missing["manager"] == "room"
            assert missing["id"] != flight
            assert missing["ovn"] == "Available from USS"
            details = await house.http.get(f"/uss/v1/operational_intents/{missing['id']}", headers=bearer)
            assert details.status_code == 200, details.text
            told_of = details.json()["operational_intent"]
            assert told_of["details"]["volumes"], "never empty"
            assert "HAL" not in details.text
            ovn = told_of["reference"]["ovn"]
            booked = await house.http.put(path, json=f3548_body(house, 12.05, [ovn]), headers=bearer)
            assert booked.status_code == 201, booked.text
            assert booked.json()["operational_intent_reference"]["manager"] == "TSA"

    told(story)


def test_a_member_meets_flights_of_outside_uss_and_is_told_who_manages_them(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            bearer = await machine(house, "TSA")
            path = f"/dss/v1/operational_intent_references/{house.new_id()}"
            assert (await house.http.put(path, json=f3548_body(house, 12.05, []), headers=bearer)).status_code == 201
            checked = await house.leads["HAL"].done("POST", "/flights/check", house.flight())
            (conflict,) = checked["conflicts"]
            assert conflict["with"]["managed_by"] == "TSA"
            for guest in house.leads.values():
                (feature,) = (await guest.get("/export.geojson"))["features"]
                assert (feature["properties"]["managed_by"], "grants" in feature["properties"]) == ("TSA", False)

    told(story)


def test_what_was_accepted_of_an_outside_flight_is_not_accepted_once_it_grew(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            token, hal = await machine(house, "TSA"), house.leads["HAL"]
            path = f"/dss/v1/operational_intent_references/{house.new_id()}"
            made = (await house.http.put(path, json=f3548_body(house, 12.0, []), headers=token)).json()
            own = house.new_id()
            (met,) = (await hal.ask("PUT", f"/flights/{own}", house.flight())).json()["conflicts"]
            assert met["with"]["ovn"] != "", "a version, though not the standard's"
            assert made["operational_intent_reference"]["ovn"] != met["with"]["ovn"]
            accepts = [{"id": met["with"]["id"], "ovn": met["with"]["ovn"]}]
            larger = f3548_body(house, 12.01, [])
            grown = await house.http.put(
                f"{path}/{made['operational_intent_reference']['ovn']}", json=larger, headers=token
            )
            assert grown.status_code == 200, grown.text
            again = await hal.ask("PUT", f"/flights/{own}", house.flight(accepts=accepts))
            assert (again.status_code, again.json()["code"]) == (409, "conflicts_not_named")
            (met,) = again.json()["conflicts"]
            accepts = [{"id": met["with"]["id"], "ovn": met["with"]["ovn"]}]
            assert (await hal.ask("PUT", f"/flights/{own}", house.flight(accepts=accepts))).status_code == 201

    told(story)


async def next_event(stream) -> tuple[str, dict]:
    """The next event that is no heartbeat: its kind and its body."""
    async with asyncio.timeout(5):
        while True:
            lines = dict(
                line.split(": ", 1) for line in (await anext(stream)).decode().strip().split("\n") if ": " in line
            )
            if "event" in lines:
                return lines["event"], json.loads(lines["data"])


def test_changes_are_pushed_to_each_party_as_far_as_it_may_see_them(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hub = house.hub
            theirs, mine = hub.listen("TSA", ""), hub.listen("HAL", "")
            for stream in (theirs, mine):
                assert (await anext(stream)).startswith(b"retry:")
            hal, tsa = house.leads.values()
            flight = house.new_id()
            booked = await hal.done("PUT", f"/flights/{flight}", house.flight())
            kind, body = await next_event(theirs)
            assert (kind, [f["level"] for f in body["flights"]]) == ("flights", ["existence"])
            assert (await next_event(mine))[1]["flights"][0]["callsign"] == "HAL 23"
            grants = [{"party": "TSA", "level": "identity"}]
            released = await hal.done(
                "PUT", f"/flights/{flight}/release", {"ovn": booked["flight"]["ovn"], "grants": grants}
            )
            assert (await next_event(theirs))[1]["flights"][0]["callsign"] == "HAL 23"
            await hal.done("DELETE", f"/flights/{flight}?ovn={released['flight']['ovn']}")
            assert (await next_event(theirs))[1] == {"flights": [], "gone": [flight]}
            hidden = await sealed(house)
            own = house.new_id()
            refused = (await tsa.ask("PUT", f"/flights/{own}", house.flight(lat=12.05))).json()["conflicts"]
            accepts = [{"id": c["with"]["id"], "ovn": c["with"]["ovn"]} for c in refused]
            await tsa.done("PUT", f"/flights/{own}", house.flight(lat=12.05, accepts=accepts))
            kind, body = await next_event(theirs)
            assert hidden not in json.dumps(body)
            assert {f["level"] for f in body["flights"]} == {"identity", "conflict"}, (
                "one's own uncovers the sealed one"
            )

    told(story)


def test_whoever_comes_back_gets_what_was_missed_and_a_gap_where_that_is_not_known(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            first = house.hub.listen("TSA", "")
            await anext(first)
            await house.leads["HAL"].done("PUT", f"/flights/{house.new_id()}", house.flight())
            async with asyncio.timeout(5):
                event = (await anext(first)).decode()
            token = event.split("\n")[0].removeprefix("id: ")
            await first.aclose()
            await house.leads["HAL"].done("PUT", f"/flights/{house.new_id()}", house.flight(lat=14))
            again = house.hub.listen("TSA", token)
            await anext(again)
            kind, body = await next_event(again)
            assert (kind, len(body["flights"])) == ("flights", 1)
            await again.aclose()
            late = house.hub.listen("TSA", "0123456789abcdef")
            await anext(late)
            assert (await next_event(late))[0] == "gap"

    told(story)


def test_zones_are_announced_put_in_force_by_a_person_and_met_by_flights(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            zone = house.new_id()
            body = {"kind": "closed", "name": "TSA-4", "contact": "tower 118.1", "volumes": house.flight()["volumes"]}
            announced = await tsa.done("PUT", f"/zones/{zone}", body)
            assert (announced["life"], announced["is_in_force"]) == ("planned", False)
            (caution,) = (await hal.done("POST", "/flights/check", house.flight()))["zones"]
            assert not caution["is_conflict"]
            active = await tsa.done("PUT", f"/zones/{zone}", body | {"ovn": announced["ovn"], "life": "active"})
            refused = (await hal.ask("PUT", f"/flights/{house.new_id()}", house.flight())).json()
            assert (refused["code"], refused["zones"][0]["zone"]["name"]) == ("conflicts_not_named", "TSA-4")
            corridor = body | {"kind": "corridor", "name": "relief lane", "corridor_m": 4000, "direction_deg": 90}
            await hal.done("PUT", f"/zones/{house.new_id()}", corridor)
            listed = (await tsa.get("/zones"))["zones"]
            assert [len(z["disputed_by"]) for z in listed] == [1, 1], "two issuers disagree: both are shown and flagged"
            bearer = await machine(house, "TSA")
            by_machine = await house.http.put(
                f"/room/v1/zones/{zone}", json=body | {"ovn": active["ovn"], "life": "active"}, headers=bearer
            )
            assert by_machine.json()["code"] == "conflict.a_person_activates"
            await tsa.done("DELETE", f"/zones/{zone}?ovn={active['ovn']}")
            assert (await tsa.ask("GET", f"/zones/{zone}")).status_code == 404

    told(story)


def test_what_a_person_typed_goes_out_as_typed_and_no_spreadsheet_runs_it(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            hal = house.leads["HAL"]
            nasty = '=HYPERLINK("http://evil") <script>alert(1)</script>'
            await hal.done("PUT", f"/flights/{house.new_id()}", house.flight(contact=nasty))
            table = (await hal.ask("GET", "/export.csv")).text
            assert "'=HYPERLINK" in table
            answer = await hal.ask("GET", "/flights")
            assert answer.json()["flights"][0]["contact"] == nasty
            assert answer.headers["content-type"] == "application/json"
            assert answer.headers["x-content-type-options"] == "nosniff"

    told(story)


def test_an_answer_that_has_not_changed_is_not_sent_again(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            tsa: Guest = house.leads["TSA"]
            first = await tsa.ask("GET", "/flights")
            again = await tsa.ask("GET", "/flights", if_none_match=first.headers["etag"])
            assert (again.status_code, again.content) == (304, b"")
            await house.leads["HAL"].done("PUT", f"/flights/{house.new_id()}", house.flight())
            assert (await tsa.ask("GET", "/flights", if_none_match=first.headers["etag"])).status_code == 200

    told(story)


def test_the_description_of_the_room_names_every_operation(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            described = (await house.http.get("/room/v1/openapi.json")).json()
            assert described["openapi"] == "3.1.0"
            assert {"/room/v1/flights/{id}", "/room/v1/zones/{id}", "/room/v1/proposals"} <= set(described["paths"])

    told(story)
