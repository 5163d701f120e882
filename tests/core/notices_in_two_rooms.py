"""Notices and calls in two rooms of which one party, the viewer, is shown the same: see `test_non_interference`.

What differs: who the owner of a sealed flight is, and which of its persons acts; who else was sent the same notice, and what
became of it there; under which id a sender met the viewer's flight; notices and calls between others, in one room alone.
"""

from tansiq.core.decide import decide
from tansiq.core.decide.escalation import escalatable, forgettable_notices
from tansiq.core.entry import Actor
from tansiq.core.notice_commands import (
    AnswerNotice,
    Climbs,
    EscalateNotices,
    ForgetNotices,
    NoticeAnswer,
    NoticeWish,
    SendNotice,
)
from tansiq.core.notices import (
    About,
    AboutKind,
    Answer,
    Confirmed,
    LinkState,
    Means,
    NoticeKind,
    NoticeRules,
    NoticeState,
    StepKind,
)
from tansiq.core.refusals import Refused
from tansiq.core.release import NOBODY, View
from tansiq.core.release_notices import calls_of, notices_of, seen_notice
from tansiq.core.units import MINUTE_US
from tansiq.gateways.room import push_notices

from .making import report
from .notice_making import FL80, FL90, call, cancel, correct, end_link, issue, mark, open_link, passed, reply, send

RULES = dict.fromkeys(("information_us", "request_us", "warning_us", "safety_us", "drill_us"), 2 * MINUTE_US)
RELAYS = ("", "", "CHI", "VIC")
KEPT_US = 12 * MINUTE_US
PERSONS = ("lead", "officer")
ANSWERS = (Answer.WILL_COMPLY, Answer.CANNOT_COMPLY, Answer.COUNTER)


def rules(relay):
    """So short that everything climbs within a story."""
    return NoticeRules(**RULES, step_us=MINUTE_US, relay=relay)


def makers(rooms):
    """What may happen of notices, each with its weight."""
    if rooms.viewer != "VIC":
        return {both(between_others, rooms): 2}
    return {
        both(send_own, rooms): 4,
        both(send_to_owner, rooms): 9,
        both(take_back, rooms): 2,
        both(others_step, rooms): 7,
        both(others_link, rooms): 5,
        both(send_to_viewer, rooms): 4,
        both(send_to_viewer_as_owner, rooms): 3,
        both(own_step, rooms): 4,
        both(own_call, rooms): 1,
        both(between_others, rooms): 4,
        both(climb, rooms): 6,
    }


def both(step, rooms):
    return lambda: step(rooms)


def questions(rooms):
    """Yield (what is asked, the answers of both rooms), as what they are."""
    me = rooms.viewer
    yield "its notices", [notices_of(state, me) for state in rooms.states]
    yield "its calls", [calls_of(state, me) for state in rooms.states]
    for notice_id in dict.fromkeys(i for state in rooms.states for i in state.book.notices):
        yield f"the notice {notice_id}", [seen_notice(state, me, notice_id) for state in rooms.states]
        for command in (
            cancel(notice_id),
            reply(item_id=notice_id),
            passed(item_id=notice_id),
            mark(StepKind.READ, me, item_id=notice_id),
            mark(StepKind.READ, "BRA", item_id=notice_id),
            send("other", replaces=notice_id),
            call("a call", notice=notice_id),
        ):
            yield f"a step of {notice_id}", rooms._try(command)


def told(rooms, state, decision):
    """What the viewer is pushed: what it sees otherwise than before, and what is gone."""
    known = rooms.known[0 if state is rooms.states[0] else 1]
    looked = [(i, known.look(state, rooms.viewer, i)) for i in sorted(push_notices.touched(state, decision))]
    return [(seen, "" if seen else i) for i, seen in looked if seen or known.is_gone(state, rooms.viewer, i)]


# What the viewer does


def send_own(rooms):
    rng = rooms.rng
    to = rng.sample(("BRA", "CHI", "DEL"), rng.choice([1, 1, 2]))
    kind = rng.choice(list(NoticeKind))
    return rooms._ask(send(rooms._name("notice"), *to, kind=kind, values=rng.choice([(), (FL80,)])))


def send_to_owner(rooms):
    """To the owner of a flight that the viewer sees, by itself or where it meets its own; now and then a guess."""
    world, state = View(rooms.states[0], "VIC", rooms.time_us), rooms.states[0]
    faces = [i for i in world.all_intents() if i.manager != "VIC"]
    unnamed = [i.id for i in faces if i.manager == NOBODY]
    guesses = [i for each in rooms.states for i in each.intents]
    wanted = rooms.rng.choice(
        rooms.rng.choice([unnamed or guesses, unnamed, [i.id for i in faces], guesses]) or ["nothing"]
    )
    about = About(AboutKind.FLIGHT, wanted)
    meets = [i for i in rooms._own if world.behind(wanted, state.intents[i]) is not None]
    ours = rooms.rng.choice(meets if meets and rooms.rng.random() < 0.8 else [*rooms._own, ""])
    notice_id = rooms._name("notice")
    answers = rooms._ask(SendNotice(NoticeWish(notice_id, NoticeKind.SAFETY, (), wanted, ours, about)))
    made = [each.book.notices[notice_id].ladders[0] for each in rooms.states if notice_id in each.book.notices]
    if len({ladder.party for ladder in made}) > 1:
        assert all(ladder.is_hidden for ladder in made)
        rooms.unnamed += 1
    return answers


def take_back(rooms):
    own = [n.id for n in rooms.states[0].book.notices.values() if n.by == "VIC"]
    if not own:
        return send_to_owner(rooms)
    old = rooms.rng.choice(own)
    if rooms.rng.random() < 0.4:
        return rooms._ask(cancel(old))
    return rooms._ask(correct(rooms._name("notice"), NoticeState.CORRECTED, old))


def own_step(rooms):
    found = [n.id for n in rooms.states[0].book.notices.values() if any(x.party == "VIC" for x in n.ladders)]
    return rooms._ask(any_step(rooms, rooms.rng.choice(found), "VIC")) if found else send_to_viewer(rooms)


def own_call(rooms):
    found = [*rooms.states[0].book.notices_of.get("VIC", ()), ""]
    return rooms._ask(call(rooms._name("call"), notice=rooms.rng.choice(found)))


# What others do


def any_step(rooms, notice_id, party):
    rng = rooms.rng
    step = rng.randrange(4)
    if step == 0:
        return mark(rng.choice([StepKind.DELIVERED, StepKind.READ, StepKind.HANDED_OVER]), party, item_id=notice_id)
    if step == 1:
        return passed(rng.choice(list(Confirmed)), item_id=notice_id)
    said, values = rng.choice([*ANSWERS, Answer.RECEIVED, Answer.STAND_BY]), rng.choice([(), (FL80,), (FL90,)])
    return AnswerNotice(NoticeAnswer(notice_id, said, Means.PAGE, values, 60_000_000))


def others_step(rooms):
    """A receiver of the viewer's takes a step; where it is not named, each room's own owner does, by any of its persons."""
    own = [n for n in rooms.states[0].book.notices.values() if n.by == "VIC"]
    if not own:
        return send_to_owner(rooms)
    notice = rooms.rng.choice(own)
    at = rooms.rng.randrange(len(notice.ladders))
    ladders = [state.book.notices[notice.id].ladders[at] for state in rooms.states]
    person = rooms.rng.choice(PERSONS)
    persons = (person, rooms.rng.choice(PERSONS) if ladders[0].is_hidden else person)
    command = any_step(rooms, notice.id, "nobody")
    commands = [_of(command, ladder.party) for ladder in ladders]
    who = [f"{ladder.party} {each}" for ladder, each in zip(ladders, persons, strict=True)]
    return if_taken(rooms, who, commands)


def others_link(rooms):
    """A receiver of the viewer's passes a notice on by a link; the unit opens it, answers, or locks it. Of a receiver that is
    not named the link is another in each room."""
    rng = rooms.rng
    own = [n for n in rooms.states[0].book.notices.values() if n.by == "VIC"]
    if not own:
        return send_to_owner(rooms)
    notice = rng.choice(own)
    at = rng.randrange(len(notice.ladders))
    ladders = [state.book.notices[notice.id].ladders[at] for state in rooms.states]
    officers = [f"{ladder.party} officer" for ladder in ladders]
    links = [[link.id for link in ladder.links if link.state is LinkState.OPEN] for ladder in ladders]
    if not all(links) or rng.random() < 0.2:
        name = rooms._name("link")
        names = (name, rooms._name("link") if ladders[0].is_hidden else name)
        return if_taken(rooms, officers, [issue(each, notice.id) for each in names])
    ids = [each[-1] for each in links]
    units = [Actor(ladder.party, link) for ladder, link in zip(ladders, ids, strict=True)]
    match rng.randrange(5):
        case 0:
            return if_taken(rooms, officers, [end_link(link=each, item_id=notice.id) for each in ids])
        case 1:
            return if_taken(rooms, units, [end_link(LinkState.LOCKED, each, notice.id) for each in ids])
        case 2:
            return if_taken(rooms, units, [open_link(each, notice.id) for each in ids])
        case _:
            said = reply(rng.choice([*ANSWERS, Answer.RECEIVED]), item_id=notice.id, means=Means.FIELD_LINK)
            return if_taken(rooms, units, [said, said])


def _of(command, party):
    """The same step for another party: only a mark names it."""
    named = getattr(command.private, "party", None)
    return command if named is None else mark(command.private.kind, party, item_id=command.private.id)


def send_to_viewer(rooms):
    """A notice to the viewer; to others besides in one room alone, and not the same ones."""
    by = rooms.rng.choice(("BRA", "CHI", "DEL"))
    notice_id, kind = rooms._name("notice"), rooms.rng.choice(list(NoticeKind))
    is_apart = relay(rooms) != "VIC"
    commands = []
    for _ in range(2):
        others = [code for code in ("BRA", "CHI", "DEL") if code != by and is_apart and rooms.rng.random() < 0.5]
        commands.append(send(notice_id, *rooms.rng.sample(["VIC", *others], len(others) + 1), kind=kind))
    return if_taken(rooms, [by, by], commands)


def send_to_viewer_as_owner(rooms):
    """To the owner of a flight of the viewer's, by whatever id the sender sees it under in each room."""
    found = [i for i in rooms._own if rooms.states[0].intents[i].flight is not None]
    if not found:
        return send_to_viewer(rooms)
    flight, by, notice_id = rooms.rng.choice(found), rooms.rng.choice(("BRA", "CHI", "DEL")), rooms._name("notice")
    commands = []
    for state in rooms.states:
        world = View(state, by, rooms.time_us)
        seen = rooms.rng.choice([face.id for face in world.faces(state.intents[flight])] or [""])
        about = About(AboutKind.FLIGHT, seen)
        theirs = [i for i in state.intents_of.get(by, ()) if world.behind(seen, state.intents[i]) is not None]
        wish = NoticeWish(notice_id, NoticeKind.WARNING, (), seen, theirs[0] if theirs else "", about)
        commands.append(SendNotice(wish))
    return if_taken(rooms, [by, by], commands)


def between_others(rooms):
    """Others tell each other, and write calls down: in one room, or where the viewer relays, in both by other persons."""
    by, to = rooms.rng.sample(("BRA", "CHI", "DEL"), 2)
    kind = rooms.rng.choice(list(NoticeKind))
    state = rooms.states[0]
    if relay(rooms) == "VIC":
        there = [n for n in state.book.notices.values() if "VIC" not in (n.by, *(x.party for x in n.ladders))]
        if not there or rooms.rng.random() < 0.4:
            return if_taken(rooms, [by, by], [send(rooms._name("notice"), to, kind=kind)] * 2)
        notice = rooms.rng.choice(there)
        party = notice.ladders[0].party
        who = [f"{party} {rooms.rng.choice(PERSONS)}" for _ in range(2)]
        return if_taken(rooms, who, [any_step(rooms, notice.id, party)] * 2)
    n = rooms.rng.randrange(2)
    there = [i for i in rooms.states[n].book.notices.values() if "VIC" not in (i.by, *(x.party for x in i.ladders))]
    if there and rooms.rng.random() < 0.5:
        notice = rooms.rng.choice(there)
        party = notice.ladders[0].party
        return rooms._in_one(n, f"{party} officer", any_step(rooms, notice.id, party))
    if rooms.rng.random() < 0.3:
        return rooms._in_one(n, by, call(rooms._name("call")))
    return rooms._in_one(n, by, send(rooms._name("notice"), to, kind=kind))


def climb(rooms):
    """The node raises what is late, and forgets what was kept long enough."""
    rooms.time_us += MINUTE_US
    commands = []
    for state in rooms.states:
        late = escalatable(state, rooms.time_us)
        past = forgettable_notices(state, rooms.time_us)
        forgets = ForgetNotices(past) if past is not None else report()
        commands.append(EscalateNotices(Climbs(late)) if late else forgets)
    if any(isinstance(each, EscalateNotices) for each in commands):  # both forget at the same time, or none does
        commands = [each if isinstance(each, EscalateNotices) else report() for each in commands]
    return rooms._each(("host", "host"), commands)


def relay(rooms):
    return rooms.states[0].charter.notices.relay


def if_taken(rooms, who, commands):
    """Have it written in both rooms; in none, where one refuses."""
    entries = [rooms._entry(state, *each) for state, *each in zip(rooms.states, who, commands, strict=True)]
    if any(isinstance(decide(state, e), Refused) for state, e in zip(rooms.states, entries, strict=True)):
        return rooms._nothing()
    return rooms._each(who, commands)
