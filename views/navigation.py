"""The way around: what the header offers to each role."""

from dataclasses import dataclass

from flask import Flask, request
from flask_babel import gettext as _

from schemas.user import Account
from storage.loading import DATA
from views.hx import this_page
from views.policy import allow
from views.published import keeper
from views.session import actor, idle_seconds
from views.store import store


@dataclass(frozen=True)
class Link:
    address: str
    words: str
    here: bool
    waiting: int = 0


def show_the_way(app: Flask) -> None:
    app.jinja_env.globals.update(
        navigation=navigation, actor=actor, idle_seconds=idle_seconds, this_page=this_page
    )


def navigation() -> tuple[Link, ...]:
    """The header's links, the one we are in marked."""
    who = actor()
    ways = _ways(who)
    here = max((a for a in ways if _leads_here(a)), key=len, default="")
    waiting = {"/proposals": _proposals_waiting(who)} if "/proposals" in ways else {}
    return tuple(Link(a, words, a == here, waiting.get(a, 0)) for a, words in ways.items())


def _proposals_waiting(who: Account | None) -> int:
    """How many proposals wait for the steward; 0 for everybody else."""
    if who is None or who.department is None or who.department != keeper():
        return 0
    return store().proposals.waiting(who.department)


def _ways(who: Account | None) -> dict[str, str]:
    guides = allow(who, "guide.build", DATA.id)
    public = {"/": _("办照"), "/cases": _("查进度"), "/verify": _("验证照")}
    return {
        "applicant": {
            "/": _("办照"),
            "/apply": _("我的申请"),
            "/cases": _("查进度"),
            "/certificates": _("卡包"),
        },
        "clerk": {
            "/desk/cases": _("办件"),
            "/desk/paper": _("打印副本"),
            "/desk/bundles": _("打包下载"),
            "/permits": _("事项"),
            "/verify": _("验证照"),
        },
        "approver": {
            "/desk": _("待办"),
            "/desk/certificates": _("证照"),
            "/desk/bundles": _("打包下载"),
            "/permits": _("事项"),
            "/verify": _("验证照"),
        },
        "form_admin": {
            "/build": _("表单"),
            "/build/certificates": _("证照样式"),
            "/proposals": _("提议"),
            "/permits": _("事项"),
            **({"/guides": _("智能导办")} if guides else {}),
        },
        "platform_admin": {
            "/admin/accounts": _("账号"),
            "/admin/departments": _("部门"),
            "/admin/jobs": _("后台任务"),
            "/guides": _("智能导办"),
            "/admin/audit": _("审计"),
        },
        "auditor": {"/admin/audit": _("审计"), "/permits": _("事项")},
    }.get(who.role if who else "", public)


def _leads_here(address: str) -> bool:
    if address == "/":
        return request.path == "/" or request.path.startswith(("/scenarios", "/permits", "/guide"))
    return request.path == address or request.path.startswith(address + "/")
