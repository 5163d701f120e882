"""The register of places at the door of the room: reports, places as each party sees them, questions, exports.

Nothing is gathered here: the push stream needs `telling` before the operations can be there (see `door`).
"""
