"""Every maximum, with its source. Bodies, queues and connections have theirs too: nothing here grows without end.

"Ours" marks a number we chose; the sentence says why.
"""

from typing import Final

from tansiq.core.units import DAY_US, HOUR_US, MINUTE_US, US

# ASTM F3548-21, annex A2 (constants of the standard; the same values stand in uas-standards, f3548.v21.constants).
INTENT_VERTICES: Final = 10_000  # OiMaxVertices, over all volumes of one intent
CONSTRAINT_VERTICES: Final = 1_000  # CstrMaxVertices
INTENT_HORIZON_US: Final = 30 * DAY_US  # OiMaxPlanHorizonDays, counted to the start
CONSTRAINT_HORIZON_US: Final = 56 * DAY_US  # CstrMaxPlanningHorizonDays, counted to the start
CONSTRAINT_DURATION_US: Final = 24 * HOUR_US  # CstrMaxDurationHours
CONSTRAINT_AREA_KM2: Final = 10_000  # CstrMaxAreaKm2
SUBSCRIPTION_DURATION_US: Final = 24 * HOUR_US  # DSSMaxSubscriptionDurationHours

# Behaviour of the InterUSS reference service that its conformance suites rely on.
AREA_KM2: Final = 2_500  # the largest outline of an intent, subscription or query
SUBSCRIPTION_START_PAST_US: Final = 5 * MINUTE_US  # how far in the past a subscription may start
OVN_SUFFIX_SKEW_US: Final = 5 * MINUTE_US  # how old or early the UUIDv7 of a requested OVN suffix may be

# Ours.
VOLUMES_PER_ITEM: Final = 500  # an 8 h flight in legs of one minute
KEY_LENGTH: Final = 5_000  # more neighbours than that in one key is a client looping
SUBSCRIPTION_BOXES: Final = 64  # boxes of an implicit subscription before they are merged
REPORT_BYTES: Final = 262_144  # of one problem report: it is kept in the log
TEXT_CHARS: Final = 2_048  # URLs and the like
LIVE_VOLUMES_PER_PARTY: Final = 250_000  # 1 GB of memory at the 4 kB a volume that we allow ourselves
LIVE_SUBSCRIPTIONS_PER_PARTY: Final = 50_000  # explicit and implicit ones
VOLUMES_OF_PARTY_HERE: Final = 2_000  # of intents of one party that touch one intent: all who plan there look at them
SUBSCRIPTIONS_OF_PARTY_HERE: Final = (
    100  # explicit ones of one party that touch one extent: each change there tells them all
)
ITEMS_ANSWERED: Final = 10_000  # in the answer to one query: 0.1 s of work, done in slices
ITEMS_SUBSCRIBED: Final = 2_000  # intents and constraints that the answer to a subscription holds
QUERY_VERTICES: Final = 1_000  # of the area of a query or subscription: 5 ms of work
ITEMS_NAMED: Final = 400  # in one refusal: 3 ms of work
REMEMBERED_REQUESTS_PER_PARTY: Final = 100_000  # idempotency keys of the last 24 h
REMEMBER_REQUESTS_US: Final = DAY_US
EXPIRED_AT_ONCE: Final = 500  # items that one expiry command may free: 5 ms of work
REQUEST_KEY_CHARS: Final = 128

# Ours, for a room with a charter.
PARTIES: Final = 500  # ever admitted; the page tells six hues apart, and lists go by code
KEYS_PER_PARTY: Final = 5  # a machine or two, and the keys that take over from theirs
DELEGATES_PER_PARTY: Final = 500  # persons and clients
OPEN_PROPOSALS_PER_PARTY: Final = 20
PROPOSAL_SHORTEST_US: Final = 10 * MINUTE_US  # a decision that others cannot have read is none
PROPOSAL_LONGEST_US: Final = 60 * DAY_US
GRANTS: Final = 200  # of one item
PRESETS: Final = 1_000  # of one party
OVERRUN_AT_ONCE: Final = 50  # flights that one command extends: 5 ms of work
SERIES_VOLUMES: Final = 2_000  # of all flights of one series: measured by us, 30,000 took a thread 85 s
RELEASES_TOLD_AT_ONCE: Final = 5  # items of which one command tells: measured, 0.7 ms each where ten subscribers look
UNTOLD_CHANGES: Final = 8  # of the rules of release: more in as many seconds are told as one
ATTEMPTS_REMEMBERED: Final = 50  # refused bookings of one party that count as its own flights for an hour
PARTIES_REMEMBERED: Final = 1_000  # of which attempts and what stood in their way are kept in memory
STANDING_REMEMBERED: Final = (
    100  # attempts and agreements of one party for which it is told when what was in the way is gone
)
FREED_US: Final = HOUR_US  # so long an attempt waits to be told, and so long what it was told can be asked for
FREED_KEPT: Final = 200  # of one party
ZONE_HOURS: Final = 28  # four a day
ZONE_HORIZON_US: Final = 400 * DAY_US
ZONE_ROLLS_US: Final = 12 * HOUR_US  # how often a standing zone gets a new OVN at F3548: half of what is shown of it
ZONES_ROLLED_AT_ONCE: Final = 20
ZONE_LONGEST_US: Final = 400 * DAY_US  # a standing zone is renewed once a year, as in an AIP
AGREEMENT_OPTIONS: Final = 5  # of one proposal
AGREEMENT_LONGEST_US: Final = 7 * DAY_US
AGREEMENT_KEPT_US: Final = DAY_US  # closed ones stay readable so long
OPEN_AGREEMENTS_PER_PARTY: Final = 200
AGREEMENTS_PER_PARTY: Final = 2_000  # proposed by it: open, and those closed in the last day
LEDGER_ENTRIES: Final = 1_000  # of one pair: three a day for a year, 0.1 MB
LEDGER_KEPT_US: Final = 400 * DAY_US  # a year, and time to look back at it
PENDING_RELEASES_PER_PARTY: Final = 100
CORRIDOR_LANES: Final = 8  # a corridor with more is several
LIBRARY_ENTRIES_PER_PARTY: Final = 500
LIBRARY_VERTICES: Final = 501  # of one outline or centreline, so 500 legs: 4 MB for all entries of a party
PRESSURES: Final = 500  # areas whose pressure is stated: each band is compared with those around it
PRESSURES_PER_PARTY: Final = 100
PRESSURE_LONGEST_US: Final = 30 * HOUR_US  # the longest validity of an aerodrome forecast (ICAO Annex 3, 6.2.7)
PRESSURE_OLDEST_US: Final = 6 * HOUR_US  # an older observation says nothing of now
DERIVED_AT_ONCE: Final = 100  # volumes whose bands one command derives anew: 5 ms of work
PLAN_ITEMS: Final = ITEMS_ANSWERED  # flights and zones of one day in one party's plan: as any answer
PLAN_UPDATES: Final = 300  # kept of one plan: one in five minutes of a day
PLAN_CHANGES: Final = 20_000  # in all kept updates of one plan: 10 MB of JSON
WORLD_ITEMS: Final = 50_000  # of one party's world, where it asks what changed: 10 MB on the disk
PLAN_DAYS_AHEAD: Final = 2  # a party may look at
CHANGES_KEPT_US: Final = (
    3 * DAY_US
)  # after nobody of a party asked so long, what changed is told from the next asking on

PAST_OF_PARTY: Final = 2  # questions of one party about the past at once: the moment it drags to, and the one before
PAST_WAITING: Final = 20  # of all parties; each takes up to a few seconds, one after the other
PAST_ANSWER_US: Final = 20 * US  # then who asked is told to ask again; the work goes on
PAST_WORK_US: Final = 10 * MINUTE_US  # for one question: 5 million entries; who needs longer hangs
PAST_KEPT: Final = 12  # states of the past kept beside each other: each shares with the others what did not change
PAST_IDLE_US: Final = 10 * MINUTE_US  # after nobody asked so long, they are let go
PAST_ENDED_US: Final = HOUR_US  # so long a flight is still told of after it ended
PAST_ENDED: Final = 500  # of them in one answer, the newest
PAST_MOVEMENTS: Final = 500  # in one answer
PAST_ENDED_KEPT: Final = 20_000  # of all parties: three flights end each second for an hour, and half as many again

# Ours, for the register of places.
SITE_REPORTS_PER_PARTY: Final = 50_000  # a country's places: 100 MB of memory
REPORT_VERSIONS: Final = 200  # of one report whose words are still kept
SITE_BOXES: Final = 64  # of one report's snapped view
SITE_TIES: Final = 50  # of one report, that one party speaks of
SITE_GRANTS: Final = 200  # of one report
SITE_PRESETS: Final = 1_000  # of one party
SITE_LIFE_US: Final = 30 * DAY_US  # of a report, unless it says otherwise: then it asks to be renewed
SITE_LIFE_SHORTEST_US: Final = HOUR_US
SITE_LIFE_LONGEST_US: Final = 400 * DAY_US  # a mast is looked at once a year
SITE_KEPT_US: Final = 90 * DAY_US  # after it ran out or was withdrawn
SITE_ACCURACY_MM: Final = 50_000_000  # of a position: beyond that it is about a country
SITE_BUFFER_MM: Final = 20_000_000  # around a notified place: who flies near is looked for within it
SITE_HEIGHT_MM: Final = 10_000_000  # of a buffer or an obstacle above the ground
SITE_VERTICES: Final = 500  # of the outline of a place
SITE_LINKS: Final = 10  # of one report
SITE_EXPORT_OPEN_US: Final = HOUR_US  # after it was confirmed: what came since needs another one
SITE_WITHIN_MM: Final = 50_000_000  # of a question: beyond that it is about a country
SITE_RECHECK_AFTER_US: Final = DAY_US  # that a report stands before it is compared blindly: one answer a day
SITE_RECHECKS_AT_ONCE: Final = 200  # pairs in one entry
SITE_ASKS_PER_PARTY: Final = 1_000  # kept, of the last month
SITE_ASKS_KEPT_US: Final = 30 * DAY_US
SITE_PENDING_PER_PARTY: Final = 100
SITE_EXPORTS_A_DAY: Final = 4  # of the whole register, by one party
SITE_EXPORT_US: Final = 7 * DAY_US  # so long what waits, or was confirmed, is kept
SITE_FORGOTTEN_AT_ONCE: Final = 100
SITES_ANSWERED: Final = 500  # to one look at an area; more is an export
SITE_IMPORT_ROWS: Final = 10_000  # of one file
SITE_IMPORT_BYTES: Final = 16 * 1024 * 1024  # of one file: 10,000 features of 1.6 kB

# Ours, for notices.
NOTICE_RECEIVERS: Final = 50  # of one notice: what all must know is said in several
NOTICE_VALUES: Final = 10  # to be read back: more than that nobody reads back right
NOTICE_STEPS: Final = 60  # of one ladder: every person of a large watch reads it, and it is passed to some units
NOTICE_SHORTEST_US: Final = 10 * 1_000_000  # nobody reads and answers faster
NOTICE_LONGEST_US: Final = DAY_US  # a request for information may wait so long
STAND_BY_US: Final = 5 * MINUTE_US  # then who asked must know
NOTICE_STEPS_RESERVED: Final = 20  # of these, for answers that are changed
OPEN_NOTICES_PER_PARTY: Final = 500  # sent by it and not answered by all; safety notices are not held back by it
ROOM_NOTICES_PER_PARTY: Final = 5_000  # sent by it and kept
LINKS_PER_LADDER: Final = 10  # field links that one receiver issues of one notice: a unit and a crew or two, and anew
LINK_AFTER_US: Final = (
    2 * HOUR_US
)  # after the deadline of its notice a field link still opens: late is better than never
CALLS_PER_PARTY: Final = 2_000  # kept
NOTICE_KEPT_US: Final = 7 * DAY_US  # after its last step: a week of watches
ACCOUNTS_PER_PARTY: Final = 500  # kept: one a day, and half as many again
ACCOUNT_READERS: Final = PARTIES
ACCOUNT_KEPT_US: Final = 400 * DAY_US  # a year, and time to look back at it: inquiries are slow
ESCALATED_AT_ONCE: Final = 100  # ladders that one command raises: 2 ms

# Ours, for the watch.
DEPUTIES_ON_WATCH: Final = 20  # at once, for one party: a large centre
NOTES_PER_PARTY: Final = 20  # open ones: more than that nobody reads at a hand-over
NOTE_CHARS: Final = 2_000  # of one note: a page
SHEET_OF_KIND: Final = 20  # items of one kind on a sheet, then one that counts the rest
SHEET_ITEMS: Final = 240  # of one sheet: of eleven kinds
SHEET_TICKS: Final = 2_000  # in one hand-over: things come and go while it lasts
SHEET_KEY_CHARS: Final = 300
SHEETS_KEPT: Final = 21  # of one party: a week of three watches a day
SHEET_AHEAD_US: Final = 4 * HOUR_US  # a hand-over tells of what begins or ends so soon: half a watch
SHEET_FLIGHTS: Final = 300  # of the party, the next ones, that are looked at for conflicts: 1 s of work, done in slices
DRILLS_KEPT: Final = 30  # of one party: ten days of three watches

# Ours, for what the room tells the systems of others.
NOTICES_OF_PEER: Final = 1_000  # that wait for one host on behalf of one party: an hour without it in a busy room
NOTICES_OF_PARTY: Final = 2_000  # that wait on behalf of one party, for all its hosts
NOTICES_WAITING: Final = 50_000  # in all: 50 MB
PEERS_OF_PARTY: Final = 50  # hosts for which something waits: each is looked at whenever a call ends
NOTICES_KEPT: Final = 10_000  # delivered or given up, for their owners to look at
NOTICES_KEPT_US: Final = DAY_US
NOTICE_US: Final = HOUR_US  # then it is given up: who was away so long asks anew, as the standard has it at a start
CALLS_AT_ONCE: Final = 128  # to all peers; each lasts 10 s at most
CALLS_FOR_PARTY: Final = 8  # at once on behalf of one party, so that none of them can use up all with slow hosts

# Ours, for files that are imported.
IMPORT_BYTES: Final = 4 * 1024 * 1024  # of one file: 500 zones of 200 corners
IMPORT_FLIGHTS: Final = 200  # of one file: a day's plan of one watch; booked in 2 s
IMPORT_ZONES: Final = 500  # of one file: a small state's whole list
IMPORT_COMPARED: Final = 2_000  # volumes of one file whose boxes are compared with each other, each with each
IMPORT_PAIRS: Final = 5_000  # of these that meet, and are compared exactly: 1 s beside the loop
IMPORT_NAMED: Final = ITEMS_NAMED  # conflicts in the answer to one import

# Ours, for movements on the ground.
MOVEMENTS_PER_PARTY: Final = 1_000  # kept: thirty a day for a month
MOVEMENT_POINTS: Final = 100  # of one route
MOVEMENT_BOXES: Final = 512  # of one route, and of its snapped view
MOVEMENT_WIDTH_MM: Final = 20_000_000  # of a corridor on the ground
MOVEMENT_VEHICLES: Final = 1_000
MOVEMENT_GRANTS: Final = 200
MOVEMENT_STEPS: Final = 50  # what is said of one on its way
MOVEMENT_LONGEST_US: Final = 14 * DAY_US  # from departure to arrival, and of a delay
MOVEMENT_AHEAD_US: Final = 60 * DAY_US  # that one is announced
MOVEMENT_KEPT_US: Final = 30 * DAY_US  # after it was over by its times
MOVEMENTS_FORGOTTEN_AT_ONCE: Final = 100
