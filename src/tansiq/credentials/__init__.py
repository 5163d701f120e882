"""Who may come in: passphrases, sessions, invitations, secrets of machines and the keys of the room's own tokens.

Nothing here is a log entry, and nothing here knows a role: persons and clients are opaque ids, and what they may do stands
in the log. Every function blocks; time is always an argument.
"""
