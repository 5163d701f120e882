"""Coded phrases with typed values, which each reader has in a language of its own: the room shows, nobody translates.

A phrase asks or informs, and never orders. What it says follows from its code and its values alone, so that both sides have
the same phrase in the log, whatever they read. Free text within it stays as it was typed.
"""

from tansiq.phrasebook.checking import Phrase, Refused, Wrong, check, read_back
from tansiq.phrasebook.kinds import Kind, Said
from tansiq.phrasebook.phrases import PHRASES, Entry, Group
from tansiq.phrasebook.rendering import LANGUAGES, Language, group_name, render, speak, template

__all__ = [
    "LANGUAGES",
    "PHRASES",
    "Entry",
    "Group",
    "Kind",
    "Language",
    "Phrase",
    "Refused",
    "Said",
    "Wrong",
    "check",
    "group_name",
    "read_back",
    "render",
    "speak",
    "template",
]
