"""Field links: a party's officer issues one, and a unit without an account reads and answers one notice by it, on a phone."""
