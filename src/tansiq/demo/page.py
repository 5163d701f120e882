"""The page of the demo: the same story to look at. No script, no style in it, every text escaped."""

from collections.abc import Iterable, Sequence
from html import escape

from tansiq.demo import pictures, words
from tansiq.demo.findings import Finding
from tansiq.demo.story import Story, blocked, blockers, checked, effect, missing
from tansiq.demo.tables import NO_WAY
from tansiq.demo.ways import WaysOut


def body(story: Story) -> str:
    """Return what stands in the frame of the page, as HTML."""
    worst = [f for f in story.findings if f.rank in story.ways]
    rest = story.findings[len(worst) :]
    parts = [
        "<h1>A day of real flights, booked by fictional parties</h1>",
        f'<p class="mark">{escape(words.STATEMENT)}</p>',
        f'<p class="note">{escape(story.moved)} Times are UTC. Parties and callsigns are made up.</p>',
        _counts(story),
        pictures.HATCH,
    ]
    if worst:
        parts += ["<h2>The day from above</h2>", _map(story, min(pictures.PINNED, len(worst)))]
    if story.example is not None:
        parts.append(_example(story, story.example))
    parts += [
        f"<h2>The {len(worst)} worst of {len(story.findings):,} overlaps</h2>",
        f'<p class="note">{escape(words.WORST)}</p>',
        _table(worst, story.ways),
    ]
    if rest:
        parts.append(f"<details><summary>The other {len(rest):,}</summary>{_table(rest, None)}</details>")
    return "".join(parts)


def _counts(story: Story) -> str:
    log = story.log
    verified = "✗ " + " ".join(log.report.findings) if log.report.findings else "✓ verified"
    return (
        '<dl class="counts">'
        f"{_count(f'{len(story.room.roles):,}', 'flights')}{_count(f'{story.parties:,}', 'parties')}"
        f"{_count(f'{story.volumes:,}', 'volumes booked')}{_count(f'{len(story.findings):,}', 'overlapping pairs')}"
        f"{_count(f'{log.entries:,}', 'entries in the log')}"
        f'<div><dt>log</dt><dd>{escape(verified)}<br><a href="/log/checkpoint">signed head</a> · '
        '<a href="/log/vkey">its key</a> · <a href="/conflicts.geojson">GeoJSON</a></dd></div></dl>'
    )


def _map(story: Story, pins: int) -> str:
    return (
        f"<figure>{pictures.overview(story.room, story.findings)}<figcaption>Grey: the middle of what each flight has booked. "
        "Red: ground that two flights have booked at the same time and height; point at it to see which. Numbers: the "
        f"{pins} worst.</figcaption></figure>"
    )


def _count(number: str, what: str) -> str:
    return f'<div><dt>{escape(what)}</dt><dd class="big">{escape(number)}</dd></div>'


def _example(story: Story, ways: WaysOut) -> str:
    finding = ways.finding
    told = [("Blocked", blocked(ways, story.room), "")]
    for letter, made, free in zip("abcd", ways.offers, ways.free, strict=False):
        told.append((f"Way {letter}: {words.offer(made)}", f"{effect(made)}; {blockers(made)}.", checked(ways, free)))
    rows = [
        f'<div class="way"><div><h3>{escape(head)}</h3><p>{_sentence(text)}</p><p class="note">{escape(note)}</p></div>'
        f"<figure>{plan}</figure><figure>{chart}</figure></div>"
        for (head, text, note), (plan, chart) in zip(told, pictures.panels(ways, story.room), strict=True)
    ]
    none = f'<p class="note">{_sentence(missing(ways))}</p>' if missing(ways) else ""
    return (
        f"<h2>One worked out: no. {finding.rank}</h2>"
        f'<p class="note"><span class="key first"></span> {escape(finding.first.name)} '
        f'<span class="key second"></span> {escape(finding.second.name)}, to which the offers are made '
        '<span class="key common"></span> overlap</p><p class="note">Left: from above. Right: time and height; where two '
        "blocks cover each other there without red, they lie at different places.</p>"
        f"{''.join(rows)}{none}"
    )


def _table(findings: Sequence[Finding], ways: dict[int, WaysOut] | None) -> str:
    heads = ["no.", "flights", "place", "height", "UTC", "lasting", "km³·min"]
    heads += ["ways out for the second"] if ways is not None else []
    rows = "".join(_row(finding, ways) for finding in findings)
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _row(finding: Finding, ways: dict[int, WaysOut] | None) -> str:
    conflict, worst = finding.conflict, finding.worst
    cells = [
        str(finding.rank),
        _lines(f"{role.name} ({role.party.name})" for role in (finding.first, finding.second)),
        escape(words.place(worst)),
        escape(words.levels(worst)),
        f"{words.clock(conflict.time_us.lo)}-{words.clock(conflict.time_us.hi)}",
        words.lasting(conflict.duration_us),
        f"{finding.shared:,.0f}",
    ]
    if ways is not None:
        cells.append(_lines(words.offer(made) for made in ways[finding.rank].offers) or NO_WAY)
    kinds = ["number", "", "short", "short", "short", "short", "number", ""]
    row = "".join(f'<td class="{kind}">{cell}</td>' for cell, kind in zip(cells, kinds, strict=False))
    return f'<tr id="n{finding.rank}">{row}</tr>'


def _lines(texts: Iterable[str]) -> str:
    return "<br>".join(escape(text) for text in texts)


def _sentence(text: str) -> str:
    return escape(text[0].upper() + text[1:]) + ("" if text.endswith(".") else ".")
