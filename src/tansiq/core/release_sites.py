"""Who sees what of the register: the part of `release` that speaks of places. Every door and `decide` itself ask it.

A site is the sum of its reports. What a viewer sees of one - where it is, who confirms it, which reports belong together - is
computed from the reports released to it and from nothing else; so is its id, the least of those reports' ids.
"""

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct

from tansiq.core.room import Onward, PartyState
from tansiq.core.sites import (
    AskedAbout,
    Aspect,
    Facts,
    Pin,
    Report,
    SiteGrant,
    SiteKind,
    SiteLevel,
    SitePreset,
    Source,
    Tie,
    tie_key,
)
from tansiq.core.state import State
from tansiq.core.volumes import Box, boxes_meet

DEFAULT: Final = SiteLevel.ASK  # where neither the report nor its owner's presets say anything
REPORTS_OF_SITE: Final = 100  # looked at; more is a loop of ties, not a place
NOT_SAID: Final = 0  # when a report was observed, as far as the viewer is told


class SiteRule(Struct, frozen=True, gc=False):
    """How much of a report a viewer gets, and why: "own", "item", "preset", "default", "suspended".

    onward: to whom the viewer may pass it on.
    """

    level: SiteLevel
    name: str
    onward: Onward = Onward.PARTY


# Owner, viewer, kind -> the owner's presets, and what they say. It holds as long as the presets are the very same: there may be
# dozens, and a town has hundreds of reports.
Known = dict[tuple[str, str, SiteKind], tuple[tuple[SitePreset, ...], SiteRule]]
_OWN: Final = SiteRule(SiteLevel.REPORTS, "own")
# A member of an enumeration is looked up by its class's own Python, 0.1 µs each time; a list needs nine for each place.
_AREA: Final = SiteLevel.AREA
_PLACE: Final = SiteLevel.PLACE
_UNTOLD: Final = Source.OTHER
_EXISTENCE: Final = Aspect.EXISTENCE
_SUSPENDED: Final = PartyState.SUSPENDED
_LET_IN: Final = (PartyState.MEMBER, PartyState.SUSPENDED)


class Face(Struct, frozen=True, gc=False):
    """A report as a viewer sees it, at *area* or better.

    pin, facts, boxes: None or () below *place*; source and time of the facts are blank below *reports*, as are party and by.
    texts: where its words are, of which names are for *place*, the rest for *reports*; 0 below *place*.
    is_notified: whether `facts` has a buffer; told at *area*, without the buffer. onward: to whom it may be passed on.
    ovn, grants, checks_blind, recheck_us: the owner's alone.
    """

    id: str
    level: SiteLevel
    kind: SiteKind
    view: tuple[Box, ...]
    is_expired: bool
    is_withdrawn: bool
    is_notified: bool
    onward: Onward
    pin: Pin | None = None
    boxes: tuple[Box, ...] = ()
    facts: Facts | None = None
    texts: int = 0
    party: str = ""
    by: str = ""
    ovn: str = ""
    made_us: int = 0
    expires_us: int = 0
    grants: tuple[SiteGrant, ...] | None = None
    checks_blind: bool = False
    recheck_us: int = 0


class Site(Struct, frozen=True, gc=False):
    """A place as a viewer sees it. faces: at least one, by id.

    best: the face whose position is taken, None where only areas are seen. confirmed_by: how many parties say that it is
    there; one is no confirmation. disputed: by whom, is in the faces. A dispute takes no confirmation back.
    """

    id: str
    kind: SiteKind
    level: SiteLevel
    faces: tuple[Face, ...]
    best: Face | None
    confirmed_by: int
    disputed: tuple[Aspect, ...]
    is_withdrawn: bool
    is_expired: bool


def site_level(state: State, report: Report, viewer: str, now_us: int) -> SiteRule | None:
    """Return how much of a report a party is released at a time, and why; None for who is no member."""
    return _rule(state, report, viewer, now_us, {})


def _rule(state: State, report: Report, viewer: str, now_us: int, known: Known) -> SiteRule | None:
    member = state.parties.get(viewer)
    if member is None or member.state not in _LET_IN:
        return None
    if report.party == viewer:
        return _OWN
    found = _by_owner(state, report, viewer, now_us, known)
    if member.state is _SUSPENDED and found.level > SiteLevel.ASK:
        return SiteRule(SiteLevel.ASK, "suspended")
    return found


def _by_owner(state: State, report: Report, viewer: str, now_us: int, known: Known | None = None) -> SiteRule:
    for grant in report.grants:
        if grant.viewer == viewer and _holds(grant, now_us):
            return SiteRule(grant.level, "item", grant.onward)
    presets, kind = state.register.presets.get(report.party, ()), report.facts.kind
    held = known.get((report.party, viewer, kind)) if known is not None else None
    if held is not None and held[0] is presets:
        return held[1]
    level = _by_presets(presets, viewer, kind)
    rule = SiteRule(DEFAULT, "default") if level is None else SiteRule(level, "preset")
    if known is not None:
        known[report.party, viewer, kind] = presets, rule
    return rule


def _holds(grant: SiteGrant, now_us: int) -> bool:
    return (grant.from_us is None or grant.from_us <= now_us) and (grant.until_us is None or now_us < grant.until_us)


def _by_presets(presets: tuple[SitePreset, ...], viewer: str, kind: SiteKind) -> SiteLevel | None:
    """Return what the closest preset says: for this viewer before for any, for this kind before for any."""
    best: tuple[int, SiteLevel] | None = None
    for preset in presets:
        if preset.viewer in (viewer, None) and preset.kind in (kind, None):
            rank = 2 * (preset.viewer is not None) + (preset.kind is not None)
            if best is None or rank > best[0]:
                best = rank, preset.level
    return best[1] if best is not None else None


def raises_site_grants(state: State, report: Report, grants: tuple[SiteGrant, ...], now_us: int) -> bool:
    """Return whether some party would from now on at some time get more of a report than without the change."""
    viewers = dict.fromkeys(g.viewer for g in (*report.grants, *grants))
    both = (*report.grants, *grants)
    ends = dict.fromkeys(e for g in both for e in (g.from_us, g.until_us) if e is not None and e > now_us)
    changed = msgspec.structs.replace(report, grants=grants)
    return any(
        _by_owner(state, changed, viewer, at).level > _by_owner(state, report, viewer, at).level
        for viewer in viewers
        for at in (now_us, *sorted(ends))
    )


def raises_by_kind(state: State, report: Report, kind: SiteKind, now_us: int) -> bool:
    """Return whether some party would get more of a report by its owner's presets if it were of another kind."""
    changed = msgspec.structs.replace(report, facts=msgspec.structs.replace(report.facts, kind=kind))
    return any(
        _by_owner(state, changed, viewer, now_us).level > _by_owner(state, report, viewer, now_us).level
        for viewer in state.parties
    )


def raises_site_presets(state: State, owner: str, presets: tuple[SitePreset, ...]) -> bool:
    """Return whether by these presets some party may get more of some kind than by those before."""
    before = state.register.presets.get(owner, ())
    return any(
        (_by_presets(presets, viewer, kind) or DEFAULT) > (_by_presets(before, viewer, kind) or DEFAULT)
        for viewer in ("", *state.parties)
        for kind in SiteKind
    )


class SiteView:
    """The part of one party's world that is on the ground. now_us: never before the log's time."""

    def __init__(self, state: State, viewer: str, now_us: int) -> None:
        self._state = state
        self.viewer = viewer
        self.now_us = max(now_us, state.time_us)
        self._known: Known = {}

    def _rule(self, report: Report) -> SiteRule | None:
        return _rule(self._state, report, self.viewer, self.now_us, self._known)

    def level(self, report: Report) -> SiteLevel | None:
        """Return how much of a report of the state this viewer gets; None for nothing."""
        rule = self._rule(report)
        return rule.level if rule is not None else None

    def report(self, report_id: str) -> Face | None:
        """Return a report as this viewer sees it, or None below *area*."""
        held = self._state.register.reports.get(report_id)
        return self.face(held) if held is not None else None

    def face(self, report: Report) -> Face | None:
        """Return a report of the state as this viewer sees it, or None below *area*."""
        rule = self._rule(report)
        return self._face_by(rule, report) if rule is not None and rule.level >= SiteLevel.AREA else None

    def _face_by(self, rule: SiteRule, report: Report) -> Face:
        level, facts = rule.level, report.facts
        is_expired, is_withdrawn = report.expires_us < self.now_us, report.withdrawn_us > 0
        is_notified = facts.notified is not None
        if level is _AREA:
            return Face(report.id, level, facts.kind, report.view, is_expired, is_withdrawn, is_notified, rule.onward)
        if level is _PLACE:
            shown = msgspec.structs.replace(facts, source=_UNTOLD, observed_us=NOT_SAID)
            return Face(
                report.id, level, facts.kind, report.view, is_expired, is_withdrawn, is_notified, rule.onward, report.pin,
                report.boxes, shown, report.texts,
            )  # fmt: skip
        own = report.party == self.viewer
        return Face(
            report.id, level, facts.kind, report.view, is_expired, is_withdrawn, is_notified, rule.onward, report.pin,
            report.boxes, facts, report.texts, party=report.party,
            by=report.by if own else "", ovn=report.ovn if own else "", made_us=report.made_us, expires_us=report.expires_us,
            grants=report.grants if own else None, checks_blind=own and report.checks_blind,
            recheck_us=report.recheck_us if own else 0,
        )  # fmt: skip

    def site(self, report_id: str) -> Site | None:
        """Return the site that a report belongs to, in this viewer's world, or None."""
        first = self.report(report_id)
        return self._site(first) if first is not None else None

    def site_led_by(self, report_id: str, boxes: tuple[Box, ...]) -> Site | None:
        """Return the site whose least report that may touch some boxes (any, where there are none) is this one, or None.

        So a list in the order of reports has each site once, wherever it is cut into pages.
        """
        held = self._state.register.reports.get(report_id)
        if held is None:
            return None
        first = self._face_touching(held, boxes) if boxes else self.face(held)
        if first is None:
            return None
        if report_id not in self._state.register.kin:
            return _alone(first)
        site = self._site(first)
        earlier = (f for f in site.faces if f.id < report_id)
        return None if any(not boxes or touch(shown_boxes(f), boxes) for f in earlier) else site

    def _face_touching(self, report: Report, boxes: tuple[Box, ...]) -> Face | None:
        """Return a report as `face` does where what it shows may touch some boxes, or None.

        In a town most snapped views touch, and few places do: no face is made of the others.
        """
        rule = _rule(self._state, report, self.viewer, self.now_us, self._known)
        if rule is None or rule.level < _AREA:
            return None
        shown = report.view if rule.level is _AREA else report.boxes or report.view
        return self._face_by(rule, report) if boxes_meet(shown, boxes) else None

    def own_reports(self, after: str, most: int) -> list[Face]:
        """Return up to so many of the viewer's own reports, by id, those after an id."""
        own = self._state.register.reports_of.get(self.viewer, [])
        faces = (self.report(i) for i in own if i > after)
        return [face for face in (next(faces, None) for _ in range(most)) if face is not None]

    def own_ids(self) -> list[str]:
        """Return the ids of all of the viewer's own reports, sorted."""
        return list(self._state.register.reports_of.get(self.viewer, ()))

    def due(self, ids: Sequence[str], before_us: int) -> list[Face]:
        """Return those of the viewer's own reports that are contradicted in the blind check, or run out before a time."""
        held = (self._state.register.reports.get(i) for i in ids)
        own = (r for r in held if r is not None and r.party == self.viewer and not r.withdrawn_us)
        faces = (self.face(r) for r in own if r.recheck_us or r.expires_us < before_us)
        return [face for face in faces if face is not None]

    def askable(self, report_id: str, boxes: tuple[Box, ...]) -> tuple[Box, ...] | None:
        """Return as which boxes a report counts for a question of this viewer about some boxes, None where it does not.

        Below *place* it counts by its snapped view, so that asking on tells no more.
        """
        held = self._state.register.reports.get(report_id)
        return self._askable(held, boxes) if held is not None else None

    def owners_near(self, boxes: tuple[Box, ...]) -> list[str]:
        """Return the other parties whose reports a question of this viewer about some boxes may meet, sorted.

        One report of each is enough: within 50 km of a city there are ten thousand.
        """
        found: dict[str, None] = {}
        reports = self._state.register.reports
        for report_id in self._state.register.ids_near(boxes):
            report = reports[report_id]
            if report.party != self.viewer and report.party not in found and self._askable(report, boxes) is not None:
                found[report.party] = None
        return sorted(found)

    def _askable(self, report: Report, boxes: tuple[Box, ...]) -> tuple[Box, ...] | None:
        level = self.level(report)
        if level is None or report.withdrawn_us or report.expires_us < self.now_us:
            return None
        where = report.boxes if level >= SiteLevel.PLACE else report.view
        return where if touch(where, boxes) else None

    def tie(self, a: str, b: str) -> Tie | None:
        """Return what is said of two reports that this viewer both sees, or None."""
        if self.report(a) is None or self.report(b) is None:
            return None
        return self._state.register.ties.get(tie_key(a, b))

    def ties_of(self, report_id: str) -> list[Tie]:
        """Return what is said of a report and others that this viewer sees, too; by the others' ids."""
        others = sorted(self._state.register.kin.get(report_id, ()))
        return [tie for other in others if (tie := self.tie(report_id, other)) is not None]

    def dismissed(self, report_id: str) -> list[Tie]:
        """Return, of a report and later ones that this viewer sees, too, what its party said are not one place."""
        later = [tie for tie in self.ties_of(report_id) if tie.a == report_id]
        return [tie for tie in later if any(s.party == self.viewer and not s.is_same for s in tie.sayings)]

    def is_one(self, tie: Tie) -> bool:
        """Return whether two reports are of one place, by what is said of them."""
        return self._is_one(tie.a, tie.b)

    def asks(self) -> list[AskedAbout]:
        """Return the questions that this viewer asked, and those near its reports; not who else owned some."""
        return [seen for ask in self._state.register.asks.values() if (seen := self.asked(ask)) is not None]

    def asked(self, ask: AskedAbout) -> AskedAbout | None:
        """Return a question of the state as this viewer may know of it, or None."""
        if ask.party == self.viewer:
            return msgspec.structs.replace(ask, owners=())
        if self.viewer in ask.owners:
            return msgspec.structs.replace(ask, owners=(self.viewer,), by="")
        return None

    def _site(self, first: Face) -> Site:
        if first.id not in self._state.register.kin:
            return self._sum((first,))
        faces: dict[str, Face] = {first.id: first}
        todo = [first.id]
        while todo and len(faces) < REPORTS_OF_SITE:
            here = todo.pop()
            for other in sorted(self._state.register.kin.get(here, ())):
                if other not in faces and self._is_one(here, other) and (face := self.report(other)) is not None:
                    faces[other] = face
                    todo.append(other)
        return self._sum(tuple(faces[i] for i in sorted(faces)))

    def _is_one(self, a: str, b: str) -> bool:
        """Return whether two reports are of one place: somebody says so, and neither reporter denies it."""
        register = self._state.register
        tie = register.ties[tie_key(a, b)]
        owners = (register.reports[a].party, register.reports[b].party)
        denied = any(not s.is_same and s.party in owners for s in tie.sayings)
        return not denied and any(s.is_same for s in tie.sayings)

    def _sum(self, faces: tuple[Face, ...]) -> Site:
        if len(faces) == 1:
            return _alone(faces[0])
        standing = [f for f in faces if not f.is_withdrawn and not f.is_expired]
        pins = sorted((f.pin.accuracy_mm, f.id, f) for f in standing or faces if f.pin is not None and not _denies(f))
        best = pins[0][2] if pins else None
        saying = [f for f in standing if not _denies(f)]
        parties = dict.fromkeys(self._state.register.reports[f.id].party for f in saying)
        disputed = dict.fromkeys(a for f in standing if f.facts is not None for a in f.facts.disputes)
        exact = [f for f in saying if f.boxes]
        if any(not touch(a.boxes, b.boxes) for n, a in enumerate(exact) for b in exact[n + 1 :]):
            disputed[Aspect.POSITION] = None
        lead = best or faces[0]
        return Site(
            faces[0].id,
            lead.kind,
            max(f.level for f in faces),
            faces,
            best,
            len(parties),
            tuple(a for a in Aspect if a in disputed) if disputed else (),
            all(f.is_withdrawn for f in faces),
            bool(faces) and not standing and not all(f.is_withdrawn for f in faces),
        )


def _alone(face: Face) -> Site:
    """Return the site of one report, written out: most places have one, and a list makes hundreds."""
    is_standing = not face.is_withdrawn and not face.is_expired
    disputes = face.facts.disputes if face.facts is not None else ()
    denies = _EXISTENCE in disputes
    return Site(
        face.id,
        face.kind,
        face.level,
        (face,),
        None if denies or face.pin is None else face,
        int(is_standing and not denies),
        tuple(a for a in Aspect if a in disputes) if is_standing and disputes else (),
        face.is_withdrawn,
        face.is_expired and not face.is_withdrawn,
    )


def _denies(face: Face) -> bool:
    return face.facts is not None and Aspect.EXISTENCE in face.facts.disputes


def shown_boxes(face: Face) -> tuple[Box, ...]:
    """Return the boxes of a face as far as its viewer may know them."""
    return face.boxes or face.view


def touch(a: tuple[Box, ...], b: tuple[Box, ...]) -> bool:
    """Return whether some box of one touches some box of the other."""
    return boxes_meet(a, b)
