"""What every page of a department has: its head, its words in both languages, and the headers that protect it."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi.responses import HTMLResponse

from deskapp.failures import Failure
from deskapp.sentences import sentence

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # with none at all a browser does not say from where a form was sent
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the page. `csrf` goes into every form that does something: another site does not know it."""

    name: str
    department: str
    department_en: str
    csrf: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is said on top of a page."""

    zh: str
    en: str
    good: bool = False


def both(zh: str, en: str) -> str:
    """Words in Chinese, and small beside them in English."""
    return f'{html.escape(zh)}<small lang="en">{html.escape(en)}</small>'


def told(failure: Failure) -> Message:
    """A failure in both languages."""
    return Message(sentence(failure, "zh"), sentence(failure, "en"))


def page(  # what a page is made of
    hall: str, title: tuple[str, str], body: str, *, reader: Reader | None = None, message: Message | None = None,
    status: int = 200, headers: Mapping[str, str] | None = None,
) -> HTMLResponse:  # fmt: skip
    """A whole page."""
    said = ""
    if message is not None:
        look = "said good" if message.good else "said"
        role = "status" if message.good else "alert"
        said = f'<p class="{look}" role="{role}">{both(message.zh, message.en)}</p>'
    who = ""
    if reader is not None:
        who = (
            f'<a class="home" href="/department">{both(reader.department, reader.department_en)}</a>'
            f'<form method="post" action="/department/sign-out">{hidden(csrf=reader.csrf)}'
            f"<span>{html.escape(reader.name)}</span><button>{both('退出', 'Sign out')}</button></form>"
        )
    text = (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{html.escape(title[0])} · {html.escape(hall)}</title>"
        '<link rel="stylesheet" href="/web/department.css">'
        f"<header><strong>{html.escape(hall)}</strong>{who}</header><main>{said}<h1>{both(*title)}</h1>{body}</main></html>"
    )
    return HTMLResponse(text, status, {**HEADERS, **(headers or {})})


def hidden(**values: str) -> str:
    """Fields that are not seen."""
    return "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}">' for name, value in values.items()
    )


def sign_in_page(hall: str, message: Message | None = None, status: int = 200) -> HTMLResponse:
    """Where somebody of a department signs in."""
    body = (
        '<form class="card narrow" method="post" action="/department/sign-in">'
        f'<label>{both("账号", "Account")}<input name="user" autocomplete="username" required maxlength="64" autofocus>'
        f'</label><label>{both("口令", "Password")}<input name="password" type="password"'
        ' autocomplete="current-password" required maxlength="1024"></label>'
        f'<button class="primary">{both("登录", "Sign in")}</button></form>'
    )
    return page(hall, ("部门办件", "Department cases"), body, message=message, status=status)
