"""What the demo prints."""

from typing import Final

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tansiq.demo import words
from tansiq.demo.findings import Finding
from tansiq.demo.story import Story, blocked, blockers, checked, effect, missing
from tansiq.demo.ways import WaysOut

SHOWN: Final = 10
NO_WAY: Final = "none within 1 h, 5,000 ft, 20 km"


def show(console: Console, story: Story, written: str) -> None:
    """Print the story. written: where the GeoJSON file is."""
    console.print(Text("A day of real flights, booked by fictional parties", style="bold"))
    console.print(Text(words.STATEMENT, style="bold red"))
    console.print(story.moved)
    console.print()
    console.print(_worst(story))
    console.print(words.WORST, style="dim")
    if story.example is not None:
        console.print()
        console.print(_example(story, story.example))
    console.print()
    console.print(_counts(story, written))


def _worst(story: Story) -> Table:
    shown = story.findings[:SHOWN]
    table = Table(
        title=f"The {len(shown)} worst of {len(story.findings):,} overlaps",
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
        show_lines=False,
        leading=1,
    )
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("flights", no_wrap=True)
    table.add_column("place, height", no_wrap=True)
    table.add_column("time (UTC)", no_wrap=True)
    table.add_column("km³·min", justify="right", no_wrap=True)
    table.add_column("ways out for the second")
    for finding in shown:
        table.add_row(*_row(finding, story.ways.get(finding.rank)))
    return table


def _row(finding: Finding, ways: WaysOut | None) -> list[str]:
    conflict, worst = finding.conflict, finding.worst
    offers = [words.offer(made) for made in ways.offers] if ways else []
    return [
        str(finding.rank),
        f"{finding.first.name}\n{finding.second.name}",
        f"{words.place(worst)}\n{words.levels(worst)}",
        f"{words.clock(conflict.time_us.lo)}-{words.clock(conflict.time_us.hi)}\n{words.lasting(conflict.duration_us)}",
        f"{finding.shared:,.0f}",
        "\n".join(offers) or NO_WAY,
    ]


def _example(story: Story, ways: WaysOut) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column()
    grid.add_row("blocked", blocked(ways, story.room))
    for letter, made, free in zip("abcd", ways.offers, ways.free, strict=False):
        text = Text(words.offer(made), style="bold green")
        text.append(f": {effect(made)}; {blockers(made)}. ", style="default not bold")
        text.append(checked(ways, free), style="green not bold" if free else "red")
        grid.add_row(f"way {letter}", text)
    if missing(ways):
        grid.add_row("none", f"{missing(ways)}.")
    title = Text(f"One worked out: no. {ways.finding.rank}, offers to {ways.finding.second.name}", style="bold")
    return Group(title, Padding(grid, (0, 0, 0, 1)))


def _counts(story: Story, written: str) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column()
    grid.add_row(
        "booked", f"{len(story.room.roles):,} flights of {story.parties} parties, as {story.volumes:,} volumes"
    )
    free = sum(1 for ways in story.ways.values() if ways.offers)
    grid.add_row(
        "overlaps",
        f"{len(story.findings):,} pairs of flights, {sum(len(f.conflict.overlaps) for f in story.findings):,} pairs of "
        f"volumes; a way out for {free} of the {len(story.ways)} worst",
    )
    log = story.log
    again = f"; {log.unseen} refused for a key that lacked a flight just booked, then asked again" if log.unseen else ""
    grid.add_row("log", f"{log.entries:,} entries{', found in the folder' if log.found else ''}{again}")
    for flight, why in log.refused:
        grid.add_row("", Text(f"✗ {flight} could not be booked: {why}", style="red"))
    report = log.report
    if report.findings:
        grid.add_row("", Text("\n".join(f"✗ {finding}" for finding in report.findings), style="red"))
    else:
        root = report.root.hex()
        grid.add_row("", f"✓ verified: every record read again, its Merkle root is the signed one, {root[:16]}…")
    grid.add_row("file", written)
    steps = " · ".join(f"{name} {seconds:.1f}" for name, seconds in story.took.items())
    grid.add_row("seconds", f"{steps} · together {sum(story.took.values()):.1f}")
    return grid
