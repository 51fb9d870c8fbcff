"""Letters on paper, for those who have no e-mail address: printed, posted, and recorded as sent."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api import printing, reading
from api.doors import Coordinator, Here
from api.printing import PostedView, PrintView
from api.problems import WRITING, declared
from api.scopes import needs
from api.web.paper_pages import paper_page
from api.words import PathId
from models.scopes import Scope

router = APIRouter(tags=["letters on paper"])
ReturnTo = Annotated[str, Query(max_length=200, description="where the form is to be sent back to, as on an envelope")]
_HTML: dict[int | str, dict[str, object]] = {
    200: {"content": {"text/html": {}}, "description": "the letter with its link, its code and a form; for A4"}
}


@router.get("/letters/to-print", responses=declared())
@needs(Scope.LETTERS_READ)
async def letters_to_print(here: Here, asking: Coordinator) -> list[PrintView]:
    """Letters to people without an e-mail address that wait for somebody to print and post them, the longest due
    first; a coordinator sees those of the own initiatives. `still_asked` is false where it need not go any more.
    """
    return await printing.to_print(here, asking)


@router.get(
    "/initiatives/{initiative}/letters/{letter}/print",
    responses=declared(409) | _HTML,
    response_class=Response,
)
@needs(Scope.LETTERS_READ)
async def print_letter(
    here: Here, asking: Coordinator, initiative: PathId, letter: PathId, return_to: ReturnTo = ""
) -> Response:
    """One letter as a page to print, with all that goes into the same envelope: what it says, the personal link as text
    and as a code for telephones, and a form to be filled in by hand. Only letters that go by post: the link in any
    other is its reader's alone. Shows names.
    """
    await reading.require_coordination(here, asking, initiative)
    return paper_page(**await printing.printed(here, initiative, letter, return_to))


@router.post("/initiatives/{initiative}/letters/{letter}/posted", responses=declared(*WRITING))
@needs(Scope.LETTERS_WRITE)
async def letter_posted(here: Here, asking: Coordinator, initiative: PathId, letter: PathId) -> PostedView:
    """Say that a letter has been printed and posted, with all that is in the same envelope: it is sent, by the channel
    `paper`, the ledger tells who said so, and from now on its link opens. Again changes nothing.
    """
    await reading.require_coordination(here, asking, initiative)
    return await printing.post(here, asking, initiative, letter)
