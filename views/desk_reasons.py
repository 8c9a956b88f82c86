"""Sentences that approvers use every day, so that a reason is one tick and not a minute of typing."""

from flask_babel import gettext as _

from views.desk_data import Dossier

MAX_REASON = 2000


def sentences(dossier: Dossier) -> dict[str, tuple[str, ...]]:
    """The reasons on offer for each action: the department's own, then those about this very part."""
    own = dossier.permit.reasons
    return {
        "return": (*own.returning, *_returning(dossier)),
        "refuse": (*own.refusing, *_refusing(dossier)),
    }


def grounds() -> dict[str, str]:
    """Why a covered number may be looked at; the key is what the audit log keeps."""
    return {
        "papers": _("核对证件照片"),
        "call": _("电话核实身份"),
        "register": _("查询登记系统"),
    }


def reason_of(ticked: list[str], typed: str) -> str:
    """What will be sent: the ticked sentences and the typed words, one a line."""
    lines = [line.strip() for line in (*ticked, typed.replace("\r\n", "\n")) if line.strip()]
    return "\n".join(lines)[:MAX_REASON]


def _returning(dossier: Dossier) -> tuple[str, ...]:
    unclear = [_("“%(name)s”看不清楚，请重新上传。", name=n) for n in _names(dossier)]
    return (
        *unclear[:3],
        _("填写的内容和材料不一致，请核对后改正。"),
        _("经营场所地址请写到门牌号。"),
        _("材料已经过了有效期，请换成有效的。"),
    )


def _refusing(dossier: Dossier) -> tuple[str, ...]:
    return (
        _("不符合法定条件：%(conditions)s", conditions=dossier.permit.conditions),
        _("经营场所不符合规定的布局或距离。"),
        _("申请材料的内容不真实。"),
    )


def _names(dossier: Dossier) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d.label for d in dossier.documents))
