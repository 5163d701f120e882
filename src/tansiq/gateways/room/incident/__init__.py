"""The report of what happened to a flight or zone: what the asker's party had been given of it, entry by entry, beside the
accounts of those concerned, as one page that can be printed and sent.

`door` asks, in the process that looks back `walk` goes through the log, `page` and `drawing` make the page of what it found,
`wording` has its words.
"""
