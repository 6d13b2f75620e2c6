"""What a person sees of `povcalc check --show-settings`."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from povcalc.output.effective import Held, together
from povcalc.text import Lang, Text, printable

_HEADINGS = (Text("Setting", "Thiết lập"), Text("Value", "Giá trị"), Text("From", "Nguồn"))


def show_effective(console: Console, files: Sequence[Held], lang: Lang) -> None:
    """Print what holds for each file; files that the same holds for share a table."""
    for held in together(files):
        for file in held.files:
            console.print(Styled(printable(file), style="bold"), soft_wrap=True)
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for heading in _HEADINGS:
            table.add_column(Styled(heading.to(lang)), overflow="fold")
        for each in held.settings:
            words, origin = printable(each.words.to(lang)), printable(each.origin.to(lang))
            table.add_row(Styled(each.name), Styled(words), Styled(origin, style="dim"))
        console.print()
        console.print(table)
        console.print()
