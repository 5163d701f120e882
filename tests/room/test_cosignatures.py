"""Cosignatures at the door of the room: keys of parties, who has seen how much of the log, and that all can check it."""

import asyncio

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tansiq.core.units import US
from tansiq.gateways.rfc3339 import format_us
from tansiq.log.checkpoint import open_checkpoint
from tansiq.log.note import COSIGNATURE, Note, cosign, cosigned_at_s, key_of, parse_note

from .house import room

HAL = Ed25519PrivateKey.from_private_bytes(b"the key of HAL in tests, 32 byte")
TSA = Ed25519PrivateKey.from_private_bytes(b"the key of TSA in tests, 32 byte")
HAL_KEY = key_of("hal.example/log", HAL, COSIGNATURE)
TSA_KEY = key_of("tsa.example/log", TSA, COSIGNATURE)


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


async def head_of(house):
    return parse_note((await house.http.get("/log/checkpoint")).content)


def body(house, note, key=HAL, name=HAL_KEY.name):
    """A checkpoint that a party has cosigned now."""
    return {"checkpoint": str(Note(note.text, (cosign(note.text, name, key, house.hands.wall_us // US),)))}


def test_parties_countersign_and_all_see_who_has_seen_how_much(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            shown = await hal.done("PUT", "/parties/HAL/keys", {"keys": [str(HAL_KEY)]})
            assert shown["keys"] == [str(HAL_KEY)]
            await tsa.done("PUT", "/parties/TSA/keys", {"keys": [str(TSA_KEY)]})
            assert {p["code"]: p["keys"] for p in (await tsa.get("/room"))["parties"]}["HAL"] == [str(HAL_KEY)]
            first = await head_of(house)
            assert (await hal.get("/cosignatures"))["cosigned_by"] == 0
            assert (await hal.ask("GET", "/checkpoint")).text == str(first), "nobody has cosigned yet"
            kept = await hal.done("POST", "/cosignatures", body(house, first))
            await tsa.done("POST", "/cosignatures", body(house, first, TSA, TSA_KEY.name))
            house.hands.pass_min(1)
            await hal.done("PUT", "/parties/HAL", {"names": {"en": "Halcyon"}})
            second = await head_of(house)
            await hal.done("POST", "/cosignatures", body(house, second))
            told = await tsa.get("/cosignatures")
            assert (told["cosigned_by"], told["members"], told["size"]) == (2, 2, house.state.position)
            assert [(c["party"], c["size"]) for c in told["cosignatures"]] == [
                ("HAL", house.state.position),
                ("HAL", kept["size"]),
                ("TSA", kept["size"]),
            ]
            assert told["cosignatures"][0]["time"] == format_us(house.hands.wall_us // US * US)
            vkey = house.started.prover.vkey
            most = (await tsa.ask("GET", "/checkpoint")).content
            assert open_checkpoint(most, vkey).size == kept["size"], "the head that most parties have cosigned"
            assert cosigned_at_s(parse_note(most), TSA_KEY) == cosigned_at_s(parse_note(most), HAL_KEY)
            newest = (await tsa.ask("GET", f"/checkpoint?size={house.state.position}")).content
            assert cosigned_at_s(parse_note(newest), HAL_KEY) == house.hands.wall_us // US
            assert cosigned_at_s(parse_note(newest), TSA_KEY) is None
            assert (await head_of(house)) == second, "the plain checkpoint stays plain"

    told(story)


def test_a_machine_that_only_looks_may_cosign(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            lead = house.leads["HAL"]
            await lead.done("PUT", "/parties/HAL/keys", {"keys": [str(HAL_KEY)]})
            made = await lead.done("POST", "/clients", {"name": "witness", "role": "observer"})
            form = {"grant_type": "client_credentials", **made}
            token = (await house.http.post("/room/v1/token", data=form)).json()["access_token"]
            bearer = {"authorization": f"Bearer {token}"}
            sent = body(house, await head_of(house))
            answer = await house.http.post("/room/v1/cosignatures", json=sent, headers=bearer)
            assert (answer.status_code, answer.json()["party"]) == (200, "HAL")
            again = await house.http.post("/room/v1/cosignatures", json=sent, headers=bearer)
            assert (again.status_code, again.json()) == (200, answer.json()), "an answer that was lost can be asked for"

    told(story)


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        (lambda house, note: body(house, note, TSA, TSA_KEY.name), 403, "cosignature_key"),
        (lambda house, note: body(house, Note(note.text.replace("\n4\n", "\n3\n"), ())), 409, "cosignature_head"),
        (lambda house, note: body(house, Note(note.text.replace("\n4\n", "\n9\n"), ())), 409, "cosignature_head"),
        (lambda house, note: {"checkpoint": "hello"}, 400, "cosignature_form"),
        (lambda house, note: {"checkpoint": str(note) + "x" * 5_000}, 400, "cosignature_form"),
        (lambda house, note: {"note": "hello"}, 400, "body_form"),
    ],
)
def test_what_is_not_taken_is_said(tmp_path, change, status, code):
    async def story():
        async with room(tmp_path, "HAL") as house:
            lead = house.leads["HAL"]
            await lead.done("PUT", "/parties/HAL/keys", {"keys": [str(HAL_KEY)]})
            await lead.done("PUT", "/parties/HAL/keys", {"keys": [str(HAL_KEY)]})
            note = await head_of(house)
            assert note.text.split("\n")[1] == "4"
            answer = await lead.ask("POST", "/cosignatures", change(house, note))
            assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
            assert (await lead.get("/cosignatures"))["cosignatures"] == []

    told(story)


def test_a_clock_that_is_wrong_is_told_and_a_key_never_goes_back(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            lead = house.leads["HAL"]
            await lead.done("PUT", "/parties/HAL/keys", {"keys": [str(HAL_KEY)]})
            early, sent = await head_of(house), body(house, await head_of(house))
            house.hands.pass_min(6)
            late = await lead.ask("POST", "/cosignatures", sent)
            assert (late.status_code, late.json()["code"]) == (409, "cosignature_time")
            await lead.done("PUT", "/parties/HAL", {"names": {"en": "Halcyon"}})
            await lead.done("POST", "/cosignatures", body(house, await head_of(house)))
            house.hands.pass_min(1)
            back = await lead.ask("POST", "/cosignatures", body(house, early))
            assert (back.status_code, back.json()["code"]) == (409, "cosignature_stale")

    told(story)


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("nonsense", "is not a verifier key"),
        (str(key_of("hal.example/log", HAL)), "key for logs"),
        (str(HAL_KEY).replace("+", "+00", 1)[:-2] + "==", "hal.example/log"),
        (f"{'x' * 200}{HAL_KEY}", "200"),
    ],
)
def test_what_is_no_key_of_a_cosigner(tmp_path, key, says):
    async def story():
        async with room(tmp_path, "HAL") as house:
            answer = await house.leads["HAL"].ask("PUT", "/parties/HAL/keys", {"keys": [str(HAL_KEY), key]})
            told = answer.json()
            assert (answer.status_code, told["code"], told["where"]) == (400, "party_key", "$.keys[1]")
            assert says in told["message"]

    told(story)


def test_keys_are_said_by_a_lead_of_the_party_and_of_one_party_alone(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            keys = {"keys": [str(HAL_KEY)]}
            await hal.done("PUT", "/parties/HAL/keys", keys)
            taken = await tsa.ask("PUT", "/parties/TSA/keys", keys)
            assert (taken.status_code, taken.json()["code"]) == (409, "conflict.key_taken")
            foreign = await tsa.ask("PUT", "/parties/HAL/keys", {"keys": []})
            assert (foreign.status_code, foreign.json()["code"]) == (403, "not_allowed.not_yours")
            invited = await hal.done("POST", "/people", {"name": "Amina", "role": "officer"})
            officer = await house.signed_in(invited["id"]).ask("PUT", "/parties/HAL/keys", {"keys": []})
            assert (officer.status_code, officer.json()["code"]) == (403, "not_allowed.role")

    told(story)


def test_a_key_that_was_taken_away_counts_no_more(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            lead = house.leads["HAL"]
            await lead.done("PUT", "/parties/HAL/keys", {"keys": [str(HAL_KEY)]})
            kept = await lead.done("POST", "/cosignatures", body(house, await head_of(house)))
            await lead.done("PUT", "/parties/HAL/keys", {"keys": []})
            told = await lead.get("/cosignatures")
            assert (told["cosigned_by"], told["cosignatures"]) == (0, [])
            gone = await lead.ask("GET", f"/checkpoint?size={kept['size']}")
            assert (gone.status_code, gone.json()["code"]) == (404, "unknown")

    told(story)


@pytest.mark.parametrize(
    ("verb", "path"), [("GET", "/cosignatures"), ("GET", "/checkpoint"), ("POST", "/cosignatures")]
)
def test_who_takes_part_is_not_told_to_strangers(tmp_path, verb, path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            assert (await house.stranger.ask(verb, path, {"checkpoint": ""})).status_code == 401

    told(story)
