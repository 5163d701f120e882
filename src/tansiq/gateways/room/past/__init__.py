"""The room as a party had been given it at a time that is past: the log decided again up to there, by another process.

`door` asks, `worker` runs the process, `child` is the process; in it `replays` holds states of the past, and `shown` writes one
of them for one party.
"""
