"""Would the tests notice if the release rule, or a door, leaked? `.venv/bin/python tests/mutations/release.py [--doors]`

Each mutation is one line of the core, or of a door, that shows a viewer more than it may see. They are made one at a time in
a copy of the source, never in the tree itself. With each of the core the tests of release and of non-interference must fail,
with each of a door those of non-interference at every door. Exit 1 unless all are caught.

--doors: try those of the core, too, on the tests at the doors alone, and say which they catch.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
TESTS: Final = (
    "tests/core/test_non_interference.py",
    "tests/core/test_room_release.py",
    "tests/core/test_sites_release.py",
    "tests/core/test_sites.py",
    "tests/core/test_notices.py",
    "tests/core/test_links.py",
    "tests/core/test_watch.py",
    "tests/core/test_movements.py",
    "tests/core/test_rechecks.py",
)
AT_DOORS: Final = (
    "tests/room/test_non_interference_doors.py",
    "tests/room/test_push.py",
    "tests/room/test_notices_push.py",
    "tests/room/test_sites_seen.py",
    "tests/room/test_sites_reports.py",
    "tests/room/test_sites_asked.py",
    "tests/room/test_sites_near.py",
    "tests/room/test_field_links.py",
    "tests/room/test_movements.py",
    "tests/room/test_past.py",
    "tests/room/test_incident_non_interference.py",
    "tests/room/test_suggestions.py",
)
RELEASE: Final = "core/release.py"
SITES: Final = "core/release_sites.py"
NOTICES: Final = "core/release_notices.py"
WATCH: Final = "core/release_watch.py"
MOVEMENTS: Final = "core/release_movements.py"
LADDERS: Final = "core/decide/ladders.py"
FLIGHTS: Final = "core/decide/flights.py"


class Mutation(NamedTuple):
    """What leaks; in which file; a line as it is, and as it would be. first: the tests that are tried before all others."""

    leak: str
    file: str
    before: str
    after: str
    first: str = ""


MUTATIONS: Final = (
    Mutation(
        "the owner of a sealed flight is named to who sent it a notice",
        NOTICES,
        'party=SOMEBODY, flight="", steps=steps',
        'flight="", steps=steps',
    ),
    Mutation(
        "who acts for the owner of a sealed flight is told",
        NOTICES,
        "by = step.by if step.kind is StepKind.SENT else SOMEBODY",
        "by = step.by",
    ),
    Mutation(
        "to whom the owner of a sealed flight passed a notice is told",
        NOTICES,
        "is_telling = step.kind is StepKind.PASSED or step.means is Means.FIELD_LINK",
        "is_telling = False",
    ),
    Mutation(
        "what a unit of a sealed owner typed is told",
        NOTICES,
        "is_telling = step.kind is StepKind.PASSED or step.means is Means.FIELD_LINK",
        "is_telling = step.kind is StepKind.PASSED",
    ),
    Mutation(
        "a sender is told of the field links of a receiver",
        NOTICES,
        "steps=tuple(map(_without_watch, ladder.steps)), links=())",
        "steps=tuple(map(_without_watch, ladder.steps)))",
    ),
    Mutation(
        "a field link opens for whoever names it",
        LADDERS,
        "if link is None or entry.actor.by != link_id or link.state",
        "if link is None or link.state",
    ),
    Mutation("a field link opens for good", LADDERS, "if entry.time_us >= notice.links_until_us:", "if False:"),
    Mutation(
        "a receiver is told what the other receivers did",
        NOTICES,
        "for ladder in notice.ladders if ladder.party == viewer)",
        "for ladder in notice.ladders if viewer in [each.party for each in notice.ladders])",
    ),
    Mutation(
        "a receiver is told under which id its flight was met", NOTICES, 'item="", is_hidden=False', "is_hidden=False"
    ),
    Mutation("a relay is told of what is not late", NOTICES, " if ladder.level is Level.EXHAUSTED)", ")"),
    Mutation(
        "who is on watch is told to all",
        WATCH,
        "None if since_us is None else _minute(since_us), rounded)",
        "None if since_us is None else _minute(since_us), rounded, book.of(code))",
    ),
    Mutation(
        "the notes of all watches are told",
        WATCH,
        "for i in state.watch.notes_of.get(viewer, ())]",
        "for i in state.watch.notes]",
    ),
    Mutation(
        "a sender is told who of the other party is on watch",
        "core/release_notices.py",
        "return msgspec.structs.replace(step, to=()) if step.to else step",
        "return step",
    ),
    Mutation(
        "a report that may only be asked about is shown",
        SITES,
        "if rule is not None and rule.level >= SiteLevel.AREA else None",
        "if rule is not None else None",
    ),
    Mutation(
        "a report that may only be asked about is found near",
        SITES,
        "        if rule is None or rule.level < _AREA:\n",
        "        if rule is None:\n",
    ),
    Mutation(
        "a question meets the place of what is released by its area",
        SITES,
        "where = report.boxes if level >= SiteLevel.PLACE else report.view",
        "where = report.boxes",
    ),
    Mutation(
        "a place names who saw it and when",
        SITES,
        "shown = msgspec.structs.replace(facts, source=_UNTOLD, observed_us=NOT_SAID)",
        "shown = facts",
    ),
    Mutation(
        "ties to hidden reports are told", SITES, "if self.report(a) is None or self.report(b) is None:", "if False:"
    ),
    Mutation("questions of others are told to all", SITES, "        if self.viewer in ask.owners:", "        if True:"),
    Mutation(
        "who asked is told what was there",
        SITES,
        "            return msgspec.structs.replace(ask, owners=())",
        "            return ask",
    ),
    Mutation(
        "a place is listed where its reports lie that are not shown",
        SITES,
        "        return None if any(not boxes or touch(shown_boxes(f), boxes) for f in earlier) else site\n",
        "        known = self._state.register.kin.get(report_id, {})\n"
        "        return None if any(i < report_id for i in known) or any(earlier) else site\n",
    ),
    Mutation(
        "who left still gets what it was released",
        SITES,
        "(PartyState.MEMBER, PartyState.SUSPENDED)",
        "tuple(PartyState)",
    ),
    Mutation(
        "plan level conflict returns existence",
        RELEASE,
        "        case PlanLevel.CONFLICT:\n            return None\n",
        "        case PlanLevel.CONFLICT:\n            return occupied(intent, flight, viewer, intent.id, flight.views)\n",
    ),
    Mutation(
        "an occupied place names its owner", RELEASE, "Intent(shown_id, NOBODY,", "Intent(shown_id, intent.manager,"
    ),
    Mutation(
        "a reservation shows the identity",
        RELEASE,
        "_shown_identity(flight.identity) if has_identity else NO_IDENTITY",
        "_shown_identity(flight.identity)",
    ),
    Mutation("a reservation shows the secret", RELEASE, '        secret=b"",\n', "        secret=flight.secret,\n"),
    Mutation("an occupied place counts real versions", RELEASE, "version=version)", "version=intent.version)"),
    Mutation(
        "an occupied place shows where an aircraft may be off its plan",
        RELEASE,
        '(), b"", 0, 0, shown_at=level)',
        '(), b"", 0, 0, flight.off_nominal, shown_at=level)',
    ),
    Mutation("a reservation shows what others are released", RELEASE, "grants=(),", "grants=flight.grants,"),
    Mutation("the preset for another party counts", RELEASE, "if preset.viewer == viewer:", "if preset.viewer:"),
    Mutation("the grant for another party counts", RELEASE, "if grant.viewer == viewer and _holds(", "if _holds("),
    Mutation(
        "the key must name real flights",
        FLIGHTS,
        "view.intents_near(volumes, Asked(shown.id, volumes))",
        "state.intents_near(volumes)",
    ),
    Mutation(
        "all are told of what they do not see",
        FLIGHTS,
        "if any(_watches(subscription.extent, place) for place in places[viewer]):",
        "if reach:",
    ),
    Mutation(
        "a watch tells of a sealed flight where no own flight meets it",
        FLIGHTS,
        "if any(_watches(subscription.extent, place) for place in places[viewer]):",
        "if places[viewer]:",
    ),
    Mutation(
        "a stand-in is the whole view",
        RELEASE,
        "part = _common(view, volume)",
        "part = view if may_touch(view, volume) else None",
    ),
    Mutation("fields that are held back are shown", RELEASE, "for name in identity.withheld if", "for name in () if"),
    Mutation(
        "the id of a stand-in is made of the real one",
        RELEASE,
        'b"id" + intent.flight.secret +',
        'b"id" + intent.id.encode() +',
    ),
    Mutation(
        "a party that is no member now is shown all",
        RELEASE,
        "granted.level > PlanLevel.EXISTENCE:",
        "granted.level > PlanLevel.IDENTITY:",
    ),
    Mutation(
        "the safety floor tells those who do not fly",
        RELEASE,
        "if state.intents[other].manager == viewer:",
        "if state.intents[other].manager:",
    ),
    Mutation(
        "a sealed flight is listed for whoever asks about its place",
        RELEASE,
        "each is not None and _touches(_places(each), volumes)",
        "each is not None",
    ),
    Mutation(
        "a movement is told to everybody",
        MOVEMENTS,
        "for grant in movement.grants if grant.viewer == viewer)",
        "for grant in movement.grants)",
    ),
    Mutation(
        "a movement that nobody was named for is told to all",
        MOVEMENTS,
        "if grant.viewer == viewer), None)",
        "if grant.viewer == viewer), MovementLevel.AREA)",
    ),
    Mutation("the area of a movement names its owner", MOVEMENTS, 'plain, party="", route', "plain, route"),
    Mutation("the area of a movement has its way", MOVEMENTS, "route=Route((), 0, ()), vehicles=0", "vehicles=0"),
    Mutation("the area of a movement has its vehicles", MOVEMENTS, "vehicles=0, steps=()", "steps=()"),
    Mutation("the area of a movement has its words", MOVEMENTS, "steps=(), texts=0, view", "steps=(), view"),
    Mutation(
        "the area of a movement tells which way it goes",
        MOVEMENTS,
        "tuple(sorted(held.view, key=_place))",
        "held.view",
    ),
    Mutation(
        "who says how far a movement is is told",
        MOVEMENTS,
        'msgspec.structs.replace(step, by="") for step',
        "step for step",
    ),
    Mutation("to whom else a movement is released is told", MOVEMENTS, 'ovn="", grants=(), steps', 'ovn="", steps'),
    Mutation(
        "a suspended party is told of movements",
        MOVEMENTS,
        "    if member.state is PartyState.SUSPENDED:\n        return None\n",
        "",
        "tests/core/test_movements.py",
    ),
    Mutation(
        "owners are told to re-check what they did not have compared",
        "core/decide/rechecks.py",
        "is_old and report.checks_blind and",
        "is_old and",
        "tests/core/test_rechecks.py",
    ),
    Mutation(
        "who may see the other report is told of it blindly as well",
        "core/decide/rechecks.py",
        "is_told or SiteView(state, report.party, now_us).face(against) is not None else",
        "is_told else",
        "tests/core/test_rechecks.py",
    ),
    Mutation(
        "calls are told to all",
        NOTICES,
        "for i in state.book.calls_of.get(viewer, ())]",
        "for i in state.book.calls]",
    ),
    Mutation(
        "sheets of others are told",
        WATCH,
        "return state.watch.sheets.get(viewer, ())",
        "return tuple(sheet for each in state.watch.sheets.values() for sheet in each)",
        "tests/core/test_handover.py",
    ),
    Mutation(
        "drills of others are told",
        WATCH,
        "return state.watch.drills.get(viewer, ())",
        "return tuple(drill for each in state.watch.drills.values() for drill in each)",
        "tests/core/test_drills.py",
    ),
)


ROOM: Final = "gateways/room"
REGISTER: Final = "gateways/room/register"
DOORS: Final = (
    Mutation(
        "a unit is shown flights of others that its party was released",
        f"{ROOM}/field/shown.py",
        "if own is None or own.manager != party:",
        "if own is None:",
    ),
    Mutation(
        "the sheet tells of all agreements",
        f"{ROOM}/watch_sheet.py",
        "        if party not in (held.by, held.to):\n            continue\n",
        "",
    ),
    Mutation(
        "the push stream tells of everybody's watch notes",
        f"{ROOM}/push_watch.py",
        "isinstance(change, NoteKept | NoteDropped) and _party_of(change) == self._party:",
        "isinstance(change, NoteKept | NoteDropped):",
    ),
    Mutation(
        "the push stream sends real ids",
        f"{ROOM}/push.py",
        "self._show(face, world.party) for face in faces",
        "self._show(msgspec.structs.replace(face, id=intent_id), world.party) for face in faces",
    ),
    Mutation(
        "the push stream tells that something is gone by its real id",
        f"{ROOM}/push.py",
        "gone = [mark.id for mark in before",
        "gone = [intent_id for mark in before",
    ),
    Mutation(
        "the push stream tells in the order of real ids",
        f"{ROOM}/push.py",
        "shown = sorted(flights, key=lambda flight: flight.id)",
        "shown = flights",
    ),
    Mutation(
        "the push stream tells what refused bookings uncover with another's next step",
        f"{ROOM}/push.py",
        "view = View(self._node.state, world.party, self._node.now_us())",
        "view = self._node.view(world.party)",
    ),
    Mutation(
        "several notices are pushed in an order that others made",
        f"{ROOM}/push_notices.py",
        "shown, gone = sorted(shown, key=lambda each: (each.made, each.id)), sorted(gone)",
        "gone = sorted(gone)",
    ),
    Mutation(
        "the push stream tells of everybody's agreements",
        f"{ROOM}/push.py",
        "if any(world.party in (agreement.by, agreement.to) for agreement in _agreements(change)):",
        "if _agreements(change):",
    ),
    Mutation(
        "the push stream tells of everybody's people",
        f"{ROOM}/push.py",
        "isinstance(change, DelegatePut | DelegateGone) and change.delegate.party == world.party",
        "isinstance(change, DelegatePut | DelegateGone)",
    ),
    Mutation(
        "exports show all that is known of a flight",
        f"{ROOM}/exports.py",
        "yield outbound.flight(intent, ask.actor.party",
        "yield outbound.flight(ask.room.state.intents.get(intent.id, intent), ask.actor.party",
    ),
    Mutation(
        "a refused booking is told whose flights it meets",
        f"{ROOM}/flights.py",
        "wire.Conflict(face(ask, found.intent), overlaps",
        "wire.Conflict(face(ask, ask.room.state.intents.get(found.intent.id, found.intent)), overlaps",
    ),
    Mutation(
        "a refused booking counts what its planner does not see",
        f"{ROOM}/flights.py",
        "closed, count=len(missing))",
        "closed, count=len(ask.room.state.intents))",
    ),
    Mutation(
        "warnings of callsigns know all of them",
        RELEASE,
        "if intent.manager != self.viewer and not self._knows_callsign(",
        "if intent.manager == NOBODY and not self._knows_callsign(",
    ),
    Mutation(
        "explain is open to who does not own the flight",
        f"{ROOM}/flights.py",
        "or intent.flight is None or intent.manager != ask.actor.party:",
        "or intent.flight is None:",
    ),
    Mutation(
        "a place is shown with the remarks of its reporter",
        f"{REGISTER}/faces.py",
        "return said if face.level is SiteLevel.REPORTS else wire.ReportTexts(said.names)",
        "return said",
    ),
    Mutation(
        "who ties two areas is named",
        f"{REGISTER}/faces.py",
        's.party if knows or s.party == viewer else ""',
        "s.party",
    ),
    Mutation(
        "the push stream tells that hidden words of a place changed",
        f"{REGISTER}/telling.py",
        "return hash(msgspec.json.encode(faces.report(face, texts)))",
        "return hash(face)",
    ),
    Mutation(
        "the push stream tells of ties to reports that are not shown",
        f"{REGISTER}/telling.py",
        "return pair if all(view.report(i) is not None for i in pair) else []",
        "return pair",
    ),
    Mutation(
        "the push stream tells of everybody's questions",
        f"{ROOM}/push.py",
        "world.party in (change.ask.party, *change.ask.owners):",
        "change.ask.party:",
    ),
    Mutation(
        "everybody's questions are listed",
        f"{REGISTER}/asks.py",
        "        seen = sight(ask).asked(each)\n",
        "        seen = each\n",
    ),
    Mutation(
        "a question meets places where they truly are",
        f"{REGISTER}/asks.py",
        "sight(ask).askable(report_id, around) or ()",
        "ask.room.state.register.reports[report_id].boxes",
    ),
    Mutation(
        "anybody is told who sees a report",
        f"{REGISTER}/reports.py",
        "    if held is None or held.party != ask.actor.party:\n",
        "    if held is None:\n",
    ),
    Mutation(
        "places are listed as their reporters see them",
        f"{REGISTER}/looking.py",
        "SiteView(node.state, ask.actor.party, node.now_us())",
        "SiteView(node.state, node.state.register.reports[report_id].party, node.now_us())",
    ),
    Mutation(
        "a flight is told of places that it may only ask about",
        f"{REGISTER}/near.py",
        "        face = sight(ask).report(report_id)\n",
        "        held = ask.room.state.register.reports[report_id]\n"
        "        face = type(sight(ask))(ask.room.state, held.party, ask.room.state.time_us).face(held)\n",
    ),
    Mutation(
        "the ETag is made of the state",
        f"{ROOM}/endpoint.py",
        "digest.hexdigest()[:32]",
        "room.state.decisions_sha256.hex()[:32]",
    ),
    Mutation(
        "everybody's agreements are listed",
        f"{ROOM}/agreements.py",
        "if own in (a.by, a.to)]",
        "if own]",
    ),
    Mutation(
        "everybody's people are listed",
        f"{ROOM}/people.py",
        "if d.party == ask.actor.party]",
        "if d.party]",
    ),
    Mutation(
        "zones are listed as their issuers see them",
        f"{ROOM}/zones.py",
        "found = ask.view.all_constraints()",
        "found = list(ask.room.state.constraints.values())",
    ),
    Mutation(
        "anybody gets a receipt of any entry",
        f"{ROOM}/proofs.py",
        "if entry_of(position, blob).actor.party != party:",
        "if not entry_of(position, blob).actor.party:",
    ),
    Mutation(
        "a query at the standard's door counts all that is there",
        "gateways/f3548/intents.py",
        "found = await near(view, extent)",
        "found = ask.door.node.state.intents_near((extent,))",
    ),
    Mutation(
        "details at the standard's door are those of the state",
        "gateways/f3548/uss.py",
        "    intent = await looked_for(view, intent_id)\n",
        "    intent = ask.door.node.state.intents.get(intent_id) or await looked_for(view, intent_id)\n",
    ),
    Mutation(
        "the push stream tells of everybody's movements",
        f"{ROOM}/push.py",
        "return before != world.movements.get(movement_id)",
        "return True",
        "tests/room/test_movements.py",
    ),
    Mutation(
        "a notice names the owner of a movement to who sees its area",
        f"{ROOM}/movements.py",
        "for grant in held.grants if grant.level is MovementLevel.WHOLE]",
        "for grant in held.grants]",
        "tests/room/test_movements.py",
    ),
    Mutation(
        "the area of a movement shows its legs",
        f"{ROOM}/movement_face.py",
        "cells = as_one(view)",
        "cells = tuple(view)",
        "tests/room/test_movements.py",
    ),
    Mutation(
        "movements are listed as their owners see them",
        f"{ROOM}/movements.py",
        "        seen = seen_movement(ask.room.state, own, movement_id)\n",
        "        seen = seen_movement(ask.room.state, ask.room.state.movements[movement_id].party, movement_id)\n",
    ),
    Mutation(
        "a notice may be about a movement that its sender does not see",
        f"{ROOM}/notices.py",
        "is_there = seen_movement(state, own, said.id) is not None",
        "is_there = said.id in state.movements",
    ),
    Mutation(
        "the past has movements as their owners saw them",
        f"{ROOM}/past/shown.py",
        "(seen_movement(state, wanted.viewer, movement_id) for",
        "(seen_movement(state, state.movements[movement_id].party, movement_id) for",
        "tests/room/test_past.py",
    ),
    Mutation(
        "the past has flights as they are released now",
        f"{ROOM}/past/shown.py",
        "last_face(each.intent, each.granted[viewer], viewer)",
        "last_face(each.intent, each.granted[each.intent.manager], viewer)",
        "tests/room/test_past.py",
    ),
    Mutation(
        "the past has zones as their issuers saw them",
        f"{ROOM}/past/shown.py",
        "for held in view.all_constraints()]",
        "for held in state.constraints.values()]",
        "tests/room/test_past.py",
    ),
    Mutation(
        "what is suggested is found among reports that are not shown",
        f"{ROOM}/seen_places.py",
        "SiteView(self._node.state, party, self._node.now_us()).report(report_id)",
        "SiteView(\n"
        "                self._node.state, self._node.state.register.reports[report_id].party, self._node.now_us()\n"
        "            ).report(report_id)",
        "tests/room/test_suggestions.py",
    ),
    Mutation(
        "a suggestion shows a report as its reporter sees it",
        f"{ROOM}/suggestions.py",
        "a, b = view.report(found.a), view.report(found.b)",
        "a, b = (\n"
        "        SiteView(ask.room.state, ask.room.state.register.reports[i].party, 0).report(i) for i in (found.a, found.b)\n"
        "    )",
        "tests/room/test_suggestions.py",
    ),
    Mutation(
        "an export has places as their reporters see them",
        f"{REGISTER}/exports.py",
        "report = faces.report(face, ask.room.texts)",
        "held_as = ask.room.state.register.reports[face.id]\n"
        "            from tansiq.core.release_sites import SiteView\n"
        "            face = SiteView(ask.room.state, held_as.party, 0).face(held_as)\n"
        "            report = faces.report(face, ask.room.texts)",
    ),
    Mutation(
        "an export of another party is given out",
        f"{REGISTER}/exports.py",
        "held is None or held.party != ask.actor.party or not",
        "held is None or not",
        "tests/room/test_sites_reports.py",
    ),
    Mutation(
        "the push stream tells of everybody's calls",
        f"{ROOM}/push.py",
        "isinstance(change, CallLogged) and change.call.party == world.party",
        "isinstance(change, CallLogged)",
    ),
    Mutation(
        "the push stream tells that others wait for a second person",
        f"{ROOM}/push.py",
        "isinstance(change, ReleasePending | SitePending) and world.party == change.pending.party",
        "isinstance(change, ReleasePending | SitePending)",
    ),
    Mutation(
        "the report of an incident tells of notices between others",
        f"{ROOM}/incident/walk.py",
        "seen = as_seen(self.state, self.viewer, notice)",
        "seen = as_seen(self.state, notice.by, notice)",
        "tests/room/test_incident_non_interference.py",
    ),
    Mutation(
        "the report of an incident names who acted behind an occupied place",
        f"{ROOM}/incident/walk.py",
        'party = entry.actor.party if entry.actor.party in (owner, self.viewer) else ""',
        "party = entry.actor.party",
        "tests/room/test_incident_non_interference.py",
    ),
    Mutation(
        "everybody's accounts of a flight are listed",
        NOTICES,
        "if account.about == about and viewer in account.readers:",
        "if account.about == about:",
        "tests/core/test_accounts.py",
    ),
)


def main() -> int:
    """Try each mutation; print which test caught it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--doors", action="store_true")
    parser.add_argument("--only", nargs="+", metavar="WORDS", help="only those in whose leak or file some stand")
    parser.add_argument("--all", action="store_true", help="name all files of tests that catch it, not only the first")
    told = parser.parse_args()
    core_tests = AT_DOORS if told.doors else TESTS
    tried = [(each, AT_DOORS) for each in DOORS] + [(each, core_tests) for each in MUTATIONS]
    tried = [(each, tests) for each, tests in tried if any(w in f"{each.leak} {each.file}" for w in told.only or [""])]
    tried = [(m, tuple(dict.fromkeys((m.first, *tests)))) if m.first else (m, tests) for m, tests in tried]
    with tempfile.TemporaryDirectory(prefix="tansiq-mutations-") as folder:
        copy = Path(folder) / "tansiq"
        shutil.copytree(ROOT / "src" / "tansiq", copy, ignore=shutil.ignore_patterns("__pycache__"))
        sound: set[str] = set()
        caught = sum(is_caught(copy, mutation, tests, told.all, sound) for mutation, tests in tried)
    print(f"{caught} of {len(tried)} caught")
    return 0 if caught == len(tried) else 1


def is_caught(copy: Path, mutation: Mutation, tests: tuple[str, ...], is_each_named: bool, sound: set[str]) -> bool:
    """Return whether any of some tests fails with a mutation. sound: tests that pass without any, as far as it is known."""
    path = copy / mutation.file
    text = path.read_text()
    found = text.count(mutation.before)
    assert found == 1, f"{mutation.leak}: {mutation.before!r} stands {found} times in {mutation.file}"
    by: list[str] = []
    for test in tests:
        if test not in sound:
            if failed(copy, test) and (why := failed(copy, test)):  # once may be for load
                sys.exit(f"Without any mutation this fails already: {why}")
            sound.add(test)
        path.write_text(text.replace(mutation.before, mutation.after))
        by += filter(None, [failed(copy, test)])
        path.write_text(text)
        if by and not is_each_named:
            break
    print(f"{'caught' if by else 'MISSED':<7} {mutation.leak:<80} {', '.join(by)}", flush=True)
    return bool(by)


def failed(copy: Path, test: str) -> str:
    """Return the first test of a file that fails with a copy of the source, "" where all pass."""
    run = subprocess.run(
        [sys.executable, "-c", _RUN, str(copy), test],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(copy.parent), "PYTHONDONTWRITEBYTECODE": "1", "TANSIQ_UNNAMED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in (0, 1), run.stdout + run.stderr
    named = re.search(r"^(?:FAILED|ERROR) \S*/(\S+)", run.stdout, re.MULTILINE)
    return "" if run.returncode == 0 else named[1] if named else test


# The copy must be what is tested, not the source that is installed for development.
_RUN: Final = """
import sys, pathlib, pytest, tansiq.core.release
copy, test = sys.argv[1:]
assert pathlib.Path(tansiq.core.release.__file__).is_relative_to(copy), tansiq.core.release.__file__
options = ["-x", "-n0", "-rfE", "-m", "not soak", "-p", "no:cacheprovider", "--no-header"]
sys.exit(pytest.main([test, *options]))
"""


if __name__ == "__main__":
    sys.exit(main())
