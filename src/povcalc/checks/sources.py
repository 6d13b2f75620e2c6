"""Family Q, the figures against the document: does it state each of them as written, and none that the plan lacks?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from povcalc.checks.base import Context, check
from povcalc.findings import Held, Problem, Result, Severity
from povcalc.messages import GLOSSARY, Message
from povcalc.plan.edit import figure_name

if TYPE_CHECKING:
    from povcalc.document.grammar import Mention
    from povcalc.document.placing import Sourced, Sources


def sources(context: Context) -> "Sources | None":
    """The plan held to its document; `None` without one."""
    from povcalc.document.placing import sourced  # the grammar costs a start more than all checks

    document = context.reading.source
    return None if document is None else sourced(context.plan, document)


def _sources(context: Context) -> "Sources":
    found = context.cached(sources)
    if found is None:
        raise LookupError("there is no document")
    return found


def _quoted(mention: "Mention", document: str) -> Message:
    return Message(
        "{document}, {where}: “{words}”",
        document=document,
        where=mention.block.place(mention.start),
        words=mention.words(),
    )


@check("Q101", "figure-as-in-document", Severity.ERROR, section="source")
def figure_as_in_document(context: Context) -> Iterator[Result]:
    """A figure is what the document states.

    Where the document states a figure of the targets or the funding, the plan has the same number, with the same
    decimals and the same words of how it is meant: 4.10 is not 4.1, and over 8.50 is not 8.50.

    Fix: Read the sentence that is quoted, and write the figure as it stands there; povcalc check --fix does so where
    the document states it once. If the document itself is misprinted, keep what it prints and accept what follows from
    it with a waiver.
    """
    found = _sources(context)
    for each in found.figures:
        if each.is_found:
            yield Held((each.path,))
        elif each.mention is not None and each.stated is not None:
            yield Problem(
                each.path,
                Message(
                    "{figure}: the plan has {read}, the document {stated} ({quoted})",
                    figure=figure_name(context.plan, each.path),
                    read=each.figure,
                    stated=each.stated,
                    quoted=_quoted(each.mention, found.document.name),
                ),
                figures=(each.path,),
            )


@check("Q102", "figure-in-document", Severity.WARNING, section="source")
def figure_in_document(context: Context) -> Iterator[Result]:
    """A figure of the plan stands in the document.

    Each figure of the targets and the funding is stated by a sentence or a table of the document, of its area, measure
    and date. A finding names the mention that comes nearest. That no sentence is found can also mean that the document
    says it in words that are not understood.

    Fix: Look for the figure in the document. If it stands there, nothing has to be done; if it does not, take it out of
    the plan or say in a comment where it comes from.
    """
    found = _sources(context)
    yield Held(())
    for each in found.figures:
        if each.is_found or each.stated is not None:
            continue
        nearest = None if each.mention is None else _quoted(each.mention, found.document.name)
        yield Problem(
            each.path,
            Message(
                "{figure}: {read} is not found in the document; the nearest mention is {nearest}",
                figure=figure_name(context.plan, each.path),
                read=each.figure,
                nearest=nearest,
            )
            if nearest is not None
            else Message(
                "{figure}: {read} is not found in the document, and nothing like it",
                figure=figure_name(context.plan, each.path),
                read=each.figure,
            ),
        )


@check("Q103", "document-figures-in-plan", Severity.NOTE, section="source")
def document_figures_in_plan(context: Context) -> Iterator[Result]:
    """The plan has the figures that the document states.

    What the document surely states of an area, in a field of the format, stands in the plan too. Of an area that the
    plan does not have the first figure is told.

    Fix: Add the figure to the plan, or the area. A figure that stands in the document for another purpose, such as a
    comparison, needs nothing.
    """
    found = _sources(context)
    yield Held(())
    for path, mention in found.unplaced:
        is_of_area = path[0] == "targets"
        stated, quoted = mention.figure, _quoted(mention, found.document.name)
        if isinstance(mention.area, str):
            words = Message(
                "{area}: the plan does not have this area, and the document states {stated} of it ({quoted})",
                area=mention.area,
                stated=stated,
                quoted=quoted,
            )
        else:
            figure = figure_name(context.plan, path) if is_of_area else GLOSSARY["funding"]
            words = Message(
                "{figure}: the document states {stated}, the plan does not ({quoted})",
                figure=figure,
                stated=stated,
                quoted=quoted,
            )
        yield Problem(path[:-1] if is_of_area or context.plan.funding else ("document",), words, key=True)


@check("Q104", "document-agrees-with-itself", Severity.WARNING, section="source")
def document_agrees_with_itself(context: Context) -> Iterator[Result]:
    """The document states a figure once, or each time alike.

    Where several sentences or tables of the document state one figure, they state the same number.

    Fix: Find out which of the two is right, and write that one; the other is a slip of the document that is worth
    telling its authors.
    """
    found = _sources(context)
    yield Held(())
    for each in found.figures:
        if each.is_found and each.others and each.mention is not None:
            yield _twice(context, found, each, each.mention)


def _twice(context: Context, found: "Sources", each: "Sourced", first: "Mention") -> Problem:
    return Problem(
        each.path,
        Message(
            "{figure}: the document states {first} here: {quoted}; and {second} here: {other}",
            figure=figure_name(context.plan, each.path),
            first=first.figure,
            quoted=_quoted(first, found.document.name),
            second=each.others[0].figure,
            other=_quoted(each.others[0], found.document.name),
        ),
        figures=(each.path,),
    )
