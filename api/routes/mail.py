"""Mail that came back to the address that letters come from, brought by the mail server's own program."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from api.doors import Courier, Here
from api.limits import mail_body
from api.mail import MailTaken, take
from api.problems import WRITING, declared
from api.scopes import needs
from models.scopes import Scope

router = APIRouter(prefix="/mail", tags=["mail"])
Message = Annotated[bytes, Depends(mail_body)]
_MESSAGE = {
    "type": "string",
    "contentMediaType": "message/rfc822",
    "description": "one message as it came, with its headers, 1 MB at most",
    "examples": ["From: Edustaja <edustaja@example.org>\nIn-Reply-To: <…>\nSubject: Re: …\n\nTulen mukaan.\n"],
}


@router.post(
    "/inbound",
    responses=declared(*WRITING),
    openapi_extra={"requestBody": {"content": {"message/rfc822": {"schema": _MESSAGE}}, "required": True}},
)
@needs(Scope.MAIL_WRITE)
async def bring_mail(here: Here, asking: Courier, message: Message) -> MailTaken:
    """Bring a message that came back, with a key for mail or of an administrator. A bounce for good closes the address
    where it is the address that takes no mail, and its coordinator is told; one for now, and an automatic reply, change
    nothing, whatever they say; a complaint stops all reminders of whoever complained; the text that a person
    wrote is handed on to the coordinator of the matter at once, without personal links, attachments and, where the
    letter was about several initiatives, what it quotes; it is not kept here. Only mail that names a letter of ours by
    its Message-ID is believed; other mail is refused. The same message again counts once. 503: bring it again.
    """
    return await take(here, message)
