room = Joint operations room
informs-only = The room informs; it does not command and does not guarantee separation.
live = Live
not-live = Not live
act-for = You act for
language = Language
units = Units of distance
units-nm = nautical miles
units-km = kilometres
notation = Positions are written as
notation-dms = degrees, minutes, seconds
notation-dm = degrees and decimal minutes
notation-dd = decimal degrees
notation-mgrs = MGRS grid references
notation-as = For example:
settings = Settings
settings-here = Kept on this device alone. Positions can be typed in all four ways, whatever is chosen here.
theme = Day or night
theme-day = Day
theme-night = Night
help = Help
sign-out = Sign out
clock-off = This machine's clock differs from the room's by { $seconds } s
room-unreached = The room cannot be reached. Trying again…

sign-in-invited = You are invited. Choose the name and the passphrase with which you will sign in from now on.
sign-in-known = Sign in with your name and passphrase.
sign-in-name = Name
sign-in-passphrase = Passphrase
sign-in-show = Show
sign-in-hide = Hide
sign-in-advice = Several words that only you would put together. Nobody else in the room learns them.
sign-in-join = Enter the room
sign-in-go = Sign in
sign-in-have-name = I have a name already

needs = Needs you
needs-nothing = Nothing waits for you.
needs-conflicts = { $n ->
    [one] conflict of yours
   *[other] conflicts of yours
  }
needs-off-plan = { $n ->
    [one] flight off plan near you
   *[other] flights off plan near you
  }
needs-proposals = { $n ->
    [one] proposal to answer
   *[other] proposals to answer
  }
needs-releases = { $n ->
    [one] release ends within 4 h
   *[other] releases end within 4 h
  }
needs-freed = { $n ->
    [one] way has become free
   *[other] ways have become free
  }
needs-votes = { $n ->
    [one] vote open
   *[other] votes open
  }
reserve = Reserve a volume
emergency = Emergency
emergency-declare = Declare the emergency
emergency-about = Booked at once, whatever is around it. Every party with a flight near is told where, with your contact.
emergency-of = Aircraft
emergency-other = another, not booked
emergency-reason = Emergency

conflicts-mine = Your conflicts ({ $n })
conflicts-none = None of your flights conflicts with what you are shown.
conflicts-others = Between others ({ $n })
conflict = Conflict
check-paused = Asked too much for now; the list is renewed in a minute.
overlap = Overlap
in-minutes = in { $n } min
happening-now = now
occupied = occupied
occupied-withheld = Occupied – details withheld
end-unknown = end unknown
first-theirs = { $name } was entered first ({ $theirs }; yours { $mine }).
first-mine = { $name } was entered first ({ $mine }; theirs { $theirs }).
first-withheld = Who was entered first is withheld. The room passes your proposal on.
zone-of = Zone announced by { $party }.
ask-to-move = Ask { $name } to move
ask-owner = Ask the owner to move
agreement-asked = You asked them; answer expected by { $until }.
agreement-to-answer = They asked you; answer by { $until }.
slice = Time and altitude of { $a } and { $b }

offer-delay = Start at { $start }
offer-height = Move to { $band }
offer-both = Start { $start } at { $band }
offer-aside = Move { $far } to { $bearing }
now-booked = Booked
then-booked = Instead
move-checked = Compared again with all that you are shown: free of conflicts.
move-or-propose = Or propose this change to the other owner first; nothing moves until it is accepted:
change-now = Change my flight
propose-instead = Propose it

my-flights = My flights ({ $n })
my-flights-none = No flights of yours.
state-accepted = reserved
state-activated = active
state-nonconforming = off plan
state-contingent = contingency
state-overrunning = overrunning
state-occupied = occupied

parties = Parties ({ $n })
you = you
suspended = suspended
owner-withheld = owner withheld
withheld = withheld
withheld-short = withheld

agreements = Proposals ({ $n })
agreements-none = No proposals in the last day.
agreement-accepted = accepted
agreement-declined = declined
agreement-withdrawn = withdrawn
agreement-countered = answered otherwise
agreement-lapsed = lapsed
agreement-awaiting = agreed, awaiting { $uss } until { $until }
record = Record what was agreed
record-about = Your flight moves at once; theirs is awaited, and you see here whether it comes. The flight is managed outside this room, by
record-words = How, and with whom
record-until = Theirs is awaited for, min
freed = Free again ({ $n })
freed-attempt = A booking that was refused
freed-flight = What it made way for, or was declined for, is gone. Free of it:
freed-booking = What it was refused for is gone. Free of it:
freed-again = Book it now
seen = Seen
again = Ask again
answer-by = answer by { $until }
to = To
accept = Accept
decline = Decline
withdraw = Withdraw
counter = Propose otherwise
propose = Propose a change
propose-to = To the owner of the other flight:
propose-hint = Each option is one way out. The other party chooses one, or none. Nothing moves until it is accepted.
option = Option { $n }
add-option = Another option
remove = Remove
who-moves = Who moves
later-minutes = Later, min
higher-feet = Higher, ft
words-optional = Words (optional)
answer-within = Answer within, min
your-flight = your flight
their-flight = their flight
shift-up = { $name } higher by { $feet }
shift-down = { $name } lower by { $feet }
shift-later = { $name } later by { $minutes } min
shift-earlier = { $name } earlier by { $minutes } min

votes = Votes ({ $n })
matter-admit = Admit
matter-suspend = Suspend
matter-reinstate = Reinstate
matter-expel = Expel
matter-amend = Change the charter
vote-state = Proposed by { $by }: { $yes } yes, { $no } no, { $needed } needed; until { $until }.
vote-yes = Yes
vote-no = No

show-on-map = Show on the map
close = Close
cancel = Cancel
yes = yes
no = no
manned = Manned
owner = Owner
callsign = Callsign
aircraft-type = Type (ICAO)
frequencies = Frequencies
ssr = SSR code
icao24 = ICAO 24-bit address
remarks = Remarks
reason = Reason
lost-link = If the link is lost
contact = Contact
contact-watch = Contact of the watch
entered = Entered
level = You see
from-to = From – to
floor = Floor
ceiling = Ceiling
off-nominal = off-nominal
middle = Middle
authority = Authority
conditions = Conditions
corridor-width = Width
next-hours = Next hours
disputed = Disputed
disputed-by = { $n ->
    [one] by another zone that says otherwise of the same air
   *[other] by { $n } other zones that say otherwise of the same air
  }
zone-in-force = in force
zone-life-requested = requested
zone-life-planned = planned
zone-life-active = active
zone-life-released = given free
zone-closed = Closed
zone-danger = Danger
zone-restricted = Restricted
zone-reserved = Reserved
zone-corridor = Corridor
zone-weather = Weather
zone-gnss_interference = GNSS interference
zone-constraint = Constraint
precedence = Precedence
precedence-routine = routine
precedence-relief = relief
precedence-medevac = medevac
precedence-search_and_rescue = search and rescue
precedence-emergency = emergency

do-activate = Activate
do-off-plan = Off plan
do-contingent = Contingency
do-back-on-plan = Back on plan
do-end = End
do-where = Say where it may be
do-close = Close this flight
about-activate = The aircraft flies, or is about to. All who see the flight see it as active.
about-off-plan = The aircraft is outside its volume or time, and will come back. Every party with a flight near is told, with your contact.
about-contingent = The aircraft cannot come back to its plan: an emergency. Every party with a flight near is told, with your contact. From here the flight can only be ended.
about-back-on-plan = The aircraft is inside its volume and time again.
about-end = The flight has landed, or is not flown. The air is free at once; this cannot be taken back.
about-where = Where the aircraft may be now. Every party with a flight near is told.
about-close = It has outlasted its time, and its owner has not ended it. Closing it frees the air; your name and the reason go into the log.
close-call = Call its watch first; it can end it now:
close-from = Another party's lead may close it from { $at }.
off-planned = Where it may be is where it was planned, unless you draw another area.
off-keeps = Where it may be stays as it was said last, unless you draw another area.
due = Was due
goes-in-log = This goes into the log.
meets = { $n ->
    [one] This meets:
   *[other] This meets { $n }:
  }
all-the-same = { $what } all the same

map = Map
map-table = Map as table
map-back = Back to the map
measure = Measure
measure-hint = Click places on the map; or move it by the arrow keys and press Enter for its middle.
measure-all = In all
measure-middle = Take the map's middle
import = Import
import-drop = Drop the file: it is looked at first, and nothing is entered.
import-about = A file of flights or zones, looked at first: nothing is entered before you say so.
import-file = File
import-big = The file is larger than 4 MB. Cut it into parts.
import-what = It holds
import-flights = flights
import-zones = zones
import-form = Format
import-defaults = What holds where the file does not say it
import-as-said = as the file says
import-look = Look at it
import-looking = Looking at the file…
import-taking = Taking in… { $n } are there.
import-take = Take { $n } in
import-with-met = { $n ->
    [one] Also the one that meets others, named as shown ({ $n })
   *[other] Also the { $n } that meet others, named as shown
  }
import-found = Good: { $good }. Faulty: { $faulty }.
import-done = Taken in: { $done }. Not: { $refused }.
import-not-compared = Too many places meet: the flights of the file were not compared with each other.
import-ignored = Names that nobody reads:
import-place = Place in the file
import-outcome = Outcome
import-item = item { $n }
import-is-good = good
import-is-faulty = faulty
import-is-done = taken in
import-is-refused = refused
table-caption = { $n } flights and zones; { $shown } shown
item = Item
party = Party
state = State
band = Altitude
altitude-band = Altitude bands
legend = Legend
legend-accepted = Reserved
legend-activated = Active
legend-nonconforming = Off plan
legend-contingent = Contingency
legend-zone = Zone
legend-conflict = Conflict
legend-occupied = Occupied, details withheld
vertical = vertical
banner-offline = NOT LIVE since { $since } – this is the last picture; nothing can be changed.
banner-preview = FUTURE PREVIEW { $at } ({ $minutes }) – as planned, not live

time = Time
time-back = 15 minutes back
time-ahead = 15 minutes ahead
time-slider = Moment shown
time-more = { $n } more in the table
time-keys = ← → 5 min · Shift 1 h · Home = live
all-utc = All times UTC
log = Log
log-entries = { $n ->
    [one] entry
   *[other] entries
  }
log-head = head
log-cosigned = countersigned by { $n } of { $all } parties
log-proof = Signed head
log-key = Key
deliveries = Deliveries
deliveries-about = Subscribers outside the room whom it tells of changes of your flights and zones.
deliveries-none = Nobody outside the room is to be told of your flights and zones.
deliveries-to = To
deliveries-changed = Changed
deliveries-tried = Last try
delivery-waiting = waiting
delivery-delivered = delivered
delivery-failed = failed
table-some = { $n }; { $shown } shown
ledger = Ledger with
ledger-short = Ledger
ledger-about = Who gave way by agreement, how often and by how much. Only these two parties read it, and it is kept while both wish it.
ledger-both = Both wish it: it is kept.
ledger-you = You wish it, they do not yet.
ledger-them = They wish it, you do not yet.
ledger-none = Neither wishes it: nothing is added.
ledger-since = since
ledger-keep = Wish a ledger
ledger-stop = Wish it no more
ledger-gave = Gave way
ledger-times = Times
ledger-minutes = Minutes
ledger-feet = Feet
tabs = Panels
tab-left = Conflicts
tab-map = Map
tab-right = Parties

keys-on = Single keys are shortcuts
key-conflict = Next conflict
key-live = Back to live
key-escape = Choose nothing
help-conflict = A conflict is a positive overlap in plan, height and time after the clearances of the charter. Who was entered first is a fact, no priority.
help-release = What you see is what others released to you. An occupied place holds the true one; planning against it is safe.

from = From
until = Until
reference = Heights in
outline = Outline
outline-polygon = Area
outline-circle = Circle
outline-corridor = Corridor
outline-hint-polygon = Click the corners on the map, or type positions.
outline-hint-circle = Click the middle on the map, or type its position.
outline-hint-corridor = Click along the line on the map, or type positions.
radius = Radius
width = Width
positions = Positions (DDMMSS, DDMM.mm, degrees or MGRS)
wipe = Wipe
times-utc = All times are UTC.
draw-first = Draw where; then you are told what it meets.
checking = Comparing…
meets-nothing = Meets nothing that you are shown.
taken = Will be booked with
book = Book

who-sees-what = Who sees what
release-hint = Each level holds all before it.
release-unseen = What was seen cannot be unseen: lowering a level takes nothing back.
release-second = A second person of your party confirms what releases more (rule of this room).
release-log = Release and log
releases-wait = Releases to confirm ({ $n })
release-by-you = You asked for this; somebody else of your party confirms it.
release-confirm = Confirm
level-conflict = Conflict
level-conflict-short = only where it meets their own
level-existence = Existence
level-existence-short = occupied cells, no owner
level-reservation = Reservation
level-reservation-short = exact volumes, owner, state
level-identity = Identity
level-identity-short = callsign, type, contact
until-open = until I change it
until-end = until its planned end
will-see = What { $party } will see
area = Area
exact = exact
snapped = occupied cells that hold it
snapped-if-met = nothing, unless it meets one of their own
widened = widened outward
gone = This flight is not there any more.
now-level = Now: { $level }
rule-item = set for this flight
rule-preset = by your preset
rule-charter = by the charter
rule-own = your own
rule-dss = managed elsewhere
rule-reciprocal = what they release to you
rule-outside = no member
rule-suspended = suspended
rule-safety-floor = safety floor: it is off its plan near them

zones = Zones ({ $n })
zones-none = No zones that you are shown.
zone-announce = Announce a zone
zone-change = Change
zone-kind = Kind
zone-name = Name
zone-level = Others see
zone-level-charter = as the charter says
zone-hours = Hours of the week
zone-hours-always = All the time from start to end.
zone-hours-add = Add hours
zone-keeps-outline = The outline stays as it is unless you draw another.
zone-keeps-volumes = Its volumes, limits and times stay as they are unless you draw another outline.
draw-first-zone = Draw where, or type positions.
zone-do-announce = Announce
zone-do-activate = Put in force
zone-do-stand-down = Back to planned
zone-do-release = Give free early
zone-do-end = End the zone
zone-about-announce = All members see it as planned.
zone-about-activate = You put it in force, in its hours: it closes air to others, and your name goes into the log.
zone-about-stand-down = It is not in force any more, but stays announced.
zone-about-release = The air is free at once. A zone given free is not taken back: announce a new one.
zone-about-end = It is removed for all; this cannot be taken back.
air = Air ({ $n })
air-state = State the air
air-again = State anew
air-end = Take back
air-about = What you state holds for all parties: limits that are read off an altimeter, and flight levels beside them, follow it at once.
air-about-end = The wide bounds of the charter hold there again, for all parties. Flights may then meet that did not before.
air-elsewhere = Elsewhere:
air-everywhere = Nothing is stated. Everywhere:
air-stated = { $n ->
    [one] Done. One conflict of yours is new since.
   *[other] Done. Conflicts of yours that are new since: { $n }.
  }
air-not-all = Not everything could be compared in time; look at your conflicts again.
air-new = { $n ->
    [one] New since the air changed:
   *[other] { $n } new since the air changed:
  }
air-new-tag = new since the air changed, { $at }
air-now = holds now
air-later = later
air-over = over
air-following = bands are following
air-id = Name, as an ICAO location
air-name = Place
air-qnh = QNH
air-within = Within, ±
air-warm-by = Warmth said as
air-isa = Deviation from ISA
air-temperature = Temperature
air-at = At
air-ta = Transition altitude
air-tl = Transition level
air-ta-tl = Transition
air-source = Source
air-observed = Observed
ground = Ground below
ground-lowest = Lowest, m AMSL
ground-highest = Highest, m AMSL
ground-hint = Left empty, the room reads its elevation file, where it has one.
