"""Putting what may be there already: a new item has an id that nobody took; a change names the version that it changes."""

from tansiq.core.refusals import AlreadyExists, Refusal, StaleVersion, Unknown


def refuse_version(item_id: str, replaces: str, own: str, held: tuple[str, str] | None) -> Refusal | None:
    """Return why a party may not put an item in place of what is there; None where it may.

    replaces: "" for a new item. held: whose it is and in which version, None where nothing is there. What is another party's is
    answered as if nothing were there.
    """
    if held is None:
        return Unknown(item_id, "change") if replaces else None
    party, ovn = held
    if party != own:
        return Unknown(item_id, "change")
    if not replaces:
        return AlreadyExists(item_id)
    return StaleVersion(item_id, replaces) if ovn != replaces else None
