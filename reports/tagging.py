"""What WeasyPrint leaves open in the tags of a document, closed before it is written (PDF/UA-1).

It tags lists of terms with groups in them, writes no scope of headings and gives boxes of figures
in its own units; what stands in the margins of a page is tagged but part of nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    # WeasyPrint and pydyf are not typed: an element is a dictionary of PDF.
    Element = Any

PT_PER_PX: Final = 0.75
GROUPS: Final = ("/Div", "/NonStruct")
PARTS: Final = ("/Lbl", "/LBody")
HEADS: Final = {"/THead": "/Column", "/TBody": "/Row", "/TFoot": "/Row"}
MARGIN: Final = "/Artifact"


def finisher(sections: str = "") -> Callable[[Any, Any], None]:
    """What `write_pdf` is to do at its end; `sections` is the language of every section."""

    def finish(_: Any, pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint is not typed
        _Tags(pdf, sections).finish()

    return finish


class _Tags:
    """The tree of one document."""

    def __init__(self, pdf: Any, sections: str) -> None:  # noqa: ANN401 - pydyf is not typed
        self.pdf, self.sections = pdf, sections
        self.by_reference = {one.reference: one for one in pdf.objects}
        self.root = self.by_reference[pdf.catalog["StructTreeRoot"]]

    def finish(self) -> None:
        """All of it; lists come first, since they move elements."""
        for element, _ in list(self.tree()):
            if element["S"] == "/L":
                self.terms(element)
        for element, _ in list(self.tree()):
            if element["S"] == "/LI":
                self.item(element)
        heights = {page.reference: float(page["MediaBox"][3]) for page in self.pages()}
        for element, within in self.tree():
            if element["S"] == "/TH":
                element["A"]["Scope"] = HEADS.get(within, "/Column")
            elif element["S"] == "/Figure" and "A" in element:
                self.boxed(element, heights[element["Pg"]])
            elif element["S"] == "/Sect" and self.sections:
                element["Lang"] = self.text(self.sections)
        self.margins()

    def tree(self) -> Iterator[tuple[Element, str]]:
        """Every element from the top, with the part of the table it is in."""
        waiting = [(one, "") for one in reversed(self.kids(self.root))]
        while waiting:
            element, within = waiting.pop()
            yield element, within
            within = element["S"] if element["S"] in HEADS else within
            waiting += [(one, within) for one in reversed(self.kids(element))]

    def kids(self, element: Element) -> list[Element]:
        """The elements in one, without what is drawn in it."""
        found = (self.by_reference.get(one) for one in element.get("K", ()))
        return [one for one in found if one is not None and "S" in one]

    def terms(self, made: Element) -> None:
        """A list of terms: each group is an item, its term the label of what follows.

        What follows comes line by line; the lines are one body.
        """
        for group in self.kids(made):
            if group["S"] not in GROUPS:
                continue
            group["S"] = "/LI"
            for place, one in enumerate(self.kids(group)):
                one["S"] = (*PARTS, "/NonStruct")[min(place, 2)]
                for inner in self.kids(one):
                    inner["S"] = "/NonStruct" if inner["S"] in PARTS else inner["S"]

    def item(self, made: Element) -> None:
        """All of an item but its label is in its body."""
        own = self.kids(made)
        body = next((one for one in own if one["S"] == "/LBody"), None)
        for one in own:
            if body is not None and one["S"] not in (*PARTS, "/L"):
                made["K"].remove(one.reference)
                body["K"].append(one.reference)
                one["P"] = body.reference

    def boxed(self, figure: Element, height: float) -> None:
        """The box of a figure in points from the foot of the page."""
        left, top, right, foot = (PT_PER_PX * float(side) for side in figure["A"]["BBox"])
        whole = [left, height - foot, right, height - top]
        figure["A"]["BBox"][:] = [round(side, 3) for side in whole]

    def margins(self) -> None:
        """What is part of no element, as heads and feet of pages are not, is no content."""
        told = {one.reference for one, _ in self.tree()}
        nums = self.by_reference[self.root["ParentTree"]]["Nums"]
        for page in self.pages():
            owners = nums[2 * page["StructParents"] + 1]
            loose = {n for n, owner in enumerate(owners) if owner not in told}
            for number in loose:
                owners[number] = b"null"
            self.unmark(self.by_reference[page["Contents"]].stream, loose)

    def unmark(self, stream: list[Any], loose: set[int]) -> None:
        """The marks of these as those of decoration: a tag, what it says of itself, its begin."""
        for place, what in enumerate(stream):
            if isinstance(what, dict) and what.get("MCID") in loose:
                stream[place - 1] = MARGIN
                del what["MCID"]
                what["Type"] = "/Pagination"

    def pages(self) -> list[Element]:
        """In their order."""
        found = (one for one in self.pdf.objects if isinstance(one, dict))
        return [one for one in found if one.get("Type") == "/Page"]

    def text(self, said: str) -> Any:  # noqa: ANN401 - pydyf is not typed
        """A text of PDF."""
        import pydyf

        return pydyf.String(said)
