"""Origins: a form is taken from our own page only, as far as the browser says where it comes from."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request

_OURS = ("same-origin", "none")


def from_elsewhere(request: Request, public_url: str) -> bool:
    """Whether the browser says that another site sent this form.

    Sec-Fetch-Site decides where there is one: under our `Referrer-Policy: no-referrer` browsers send `Origin: null`
    even from our own page. Older browsers are believed by their Origin, if it names a site.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in _OURS
    origin = request.headers.get("origin", "null")
    return origin != "null" and urlsplit(origin).netloc not in _hosts(request, public_url)


def from_our_page(request: Request, public_url: str) -> bool:
    """Whether the browser says that a page of ours sent this, which what a session changes needs: a browser that says
    nothing is not believed. Pages of staff have a `Referrer-Policy` under which older ones tell their Origin.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc in _hosts(request, public_url)


def _hosts(request: Request, public_url: str) -> tuple[str, str]:
    return request.headers.get("host", ""), urlsplit(public_url).netloc
