"""What others do with their flights in a story of two rooms, beyond booking: see `two_skies`."""

from tansiq.core.commands import DueItems, Erase, ErasurePlace, Expire

from .two_skies import LEVELS, OTHERS, Foreign, Others
from .two_skies_kinds import AWAY, HERE, IDENTITY, Parted, block


async def change(others: Others) -> None:
    """A flight moves, or its state changes, as far as the viewer may see in both rooms alike."""
    flight = others.one()
    if flight is None:
        return await others.book()
    rng, old = others.rng, flight.bodies[0]
    if rng.random() < 0.5:
        is_long = not flight.is_short
        flight.blocks = [
            block(rng, flight.origin, others.now_us, is_manned=old["is_manned"], is_long=is_long) for _ in flight.blocks
        ]
    state = rng.choice(["Activated", old["state"], "Nonconforming"])
    if state == "Nonconforming" and not (flight.is_exposed or flight.origin is AWAY):
        state = "Activated"
    grants = [body["grants"] for body in flight.bodies]
    body = others.body(flight, old["is_manned"], state, old["precedence"])
    has_relative = any("after_start_s" in g or "until_start_s" in g for g in grants[0])
    other = others.other(flight, dict(body), is_relative=has_relative)
    for each in (body, other):
        if state == "Nonconforming":
            each["off_nominal"] = each["volumes"][-1:]
    can_leave = flight.origin is AWAY and flight.is_sealed and state == "Activated" and len(other["volumes"]) == 2
    if others.differs("off its plan", 0.6, fits=can_leave):
        other |= {"volumes": other["volumes"][:1], "off_nominal": other["volumes"][1:], "state": "Nonconforming"}
    before = flight.bodies
    flight.bodies = [body | {"grants": grants[0]}, other | {"grants": grants[1]}]
    if not await others.write(flight):
        flight.bodies = before
    return None


async def write_again(others: Others) -> None:
    flight = others.one(lambda f: f.is_sealed and not f.is_exposed and not f.is_moved)
    if flight is None:
        return
    talks = others.twins[0].state.agreements.values()
    is_spoken_of = any(others.viewer in (a.by, a.to) and flight.ids[0] in (a.ours, a.theirs) for a in talks)
    n = others.rng.randrange(2)
    if others.differs("written while spoken of" if is_spoken_of else "written again", 1):
        await others.write(flight, only=n)


async def end(others: Others) -> None:
    flight = others.one()
    if flight is not None:
        await _end(others, flight, (0, 1))


async def end_in_one(others: Others) -> None:
    flight = others.one(lambda f: f.is_unmet)
    n = others.rng.randrange(2)
    if flight is not None and others.differs("ended in one", 1):
        await _end(others, flight, (n,))


async def _end(others: Others, flight: Foreign, rooms: tuple[int, ...]) -> None:
    for n in rooms:
        path = f"/room/v1/flights/{flight.ids[n]}?ovn={flight.ovns[n]}"
        heard = await others.ask(n, flight.owners[n], "DELETE", path)
        assert heard.status == 200, heard
        flight.ovns[n] = ""


async def expire_in_one(others: Others) -> None:
    """A flight that nobody flew is freed. It is brought to its end by being told of once it is over."""
    flight = others.one(lambda f: f.is_unmet and f.is_short and f.bodies[0]["state"] == "Accepted")
    n = others.rng.randrange(2)
    if flight is None:
        return
    intent = others.twins[n].state.intents[flight.ids[n]]
    if intent.time_us.hi < others.now_us and others.differs("expired in one", 1):
        await others.twins[n].ordered(Expire(DueItems(0, (intent.id,))))
        flight.ovns[n] = ""


async def release(others: Others) -> None:
    """More or less for the viewer, as far as it may ever go; and anything for others."""
    flight, rng = others.one(), others.rng
    if flight is None or others.needs_second:
        return
    given = [[g for g in body["grants"] if g["party"] == others.viewer] for body in flight.bodies]
    least, most = flight.least, flight.most
    if all(given) and rng.random() < 0.5 and not (flight.is_exposed or others.may_be_suspended):
        given = [[{"party": others.viewer, "level": rng.choice(LEVELS[least : most + 1])}]] * 2
    is_other = others.differs("released to others", 0.6)
    told = [
        others.for_others(flight.owners, "more"),
        others.for_others(flight.owners, "others" if is_other else "more"),
    ]
    grants = [mine + theirs for mine, theirs in zip(given, told, strict=True)]
    bodies = [{"ovn": ovn, "grants": said} for ovn, said in zip(flight.ovns, grants, strict=True)]
    paths = [f"/room/v1/flights/{flight_id}/release" for flight_id in flight.ids]
    head = "other version" if others.differs("real version", 0.6, fits=flight.is_sealed) else ""
    heard = await others.both(flight.owners, "PUT", paths, bodies, head=head, tail="release")
    if heard[0].status == 200:
        flight.ovns = [each.json["flight"]["ovn"] for each in heard]
        flight.bodies = [body | {"grants": said} for body, said in zip(flight.bodies, grants, strict=True)]


async def presets_for_others(others: Others) -> None:
    """In one room a party says anew what other parties are released; of the viewer it says the same as before."""
    code = others.rng.choice(OTHERS)
    in_danger = any(code in f.owners and f.is_exposed and any(f.ovns) for f in others.flights)
    if others.needs_second or not others.differs("presets beside danger" if in_danger else "presets for others", 1):
        return
    chance = others.chance("presets")
    more = [
        {"of": of, "party": party, "level": chance.choice(LEVELS[1:]), "is_reciprocal": chance.random() < 0.3}
        for of in ("manned", "unmanned")
        for party in OTHERS
        if party != code and chance.random() < 0.7
    ]
    n = others.rng.randrange(2)
    heard = await others.ask(n, code, "PUT", "/room/v1/presets", {"presets": others.presets[code] + more})
    assert heard.status == 200, heard


async def erase(others: Others) -> None:
    flight = others.one(lambda f: f.most < IDENTITY and not f.is_exposed and not f.is_erased)
    n = others.rng.randrange(2)
    if flight is not None and others.differs("erased", 1):
        flight.is_erased = True
        if flight.positions[n] in others.twins[n].state.erasable:
            await others.twins[n].ordered(Erase(ErasurePlace(flight.positions[n], "request")))
        for twin in others.twins:
            await twin.keep_house()


async def wait_at_others(others: Others) -> None:
    flight = others.one()
    n = others.rng.randrange(2)
    if flight is not None and others.needs_second and others.differs("waits at others", 1):
        party = next(code for code in OTHERS if code != flight.owners[n])
        body = {"ovn": flight.ovns[n], "grants": [{"party": party, "level": "identity"}]}
        heard = await others.ask(n, flight.owners[n], "PUT", f"/room/v1/flights/{flight.ids[n]}/release", body)
        if heard.status == 200 and not heard.json["waits"]:
            raise Parted("it released no more than before, and holds at once")


async def refused(others: Others) -> None:
    """Somebody asks for what is not taken, or only asks: that leaves nothing behind."""
    if not others.differs("refused", 1):
        return
    n, who, flight = others.rng.randrange(2), others.rng.choice(OTHERS), others.one()
    chance = others.chance("refused")
    flight_id = flight.ids[n] if flight is not None else others.new_id()
    volume = block(chance, HERE, others.now_us, is_manned=True, is_long=False).volume(chance, chance, chance)
    body = {"volumes": [volume], "is_manned": True, "contact": "x", "callsign": "HAL 1"}
    verb, path, sent = chance.choice([
        ("DELETE", f"/room/v1/flights/{flight_id}?ovn=guess", None),
        ("PUT", f"/room/v1/flights/{flight_id}", body | {"ovn": "guess"}),
        ("POST", "/room/v1/flights/check", body),
        ("PUT", f"/room/v1/flights/{flight_id}", body | {"contact": ""}),
        ("DELETE", "/room/v1/proposals/none", None),
        ("POST", "/room/v1/agreements/none/accept", {"option": 0}),
        ("PUT", "/room/v1/presets", {"presets": [{"of": "manned", "party": "lower", "level": "conflict"}]}),
        ("GET", "/room/v1/flights", None),
        ("PUT", f"/dss/v1/operational_intent_references/{others.new_id()}", {}),
    ])  # fmt: skip
    asker = f"{who} machine" if path.startswith("/dss") else who
    await others.twins[n].ask(asker, verb, path, sent)


STEPS = {
    change: 7,
    write_again: 4,
    end: 2,
    end_in_one: 2,
    expire_in_one: 2,
    release: 5,
    presets_for_others: 3,
    erase: 2,
    wait_at_others: 2,
    refused: 3,
}
