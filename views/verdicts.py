"""The answers to "is it real?": two words for each verdict, what it means, and how it looks."""

from dataclasses import dataclass

from schemas.wording import N_


@dataclass(frozen=True)
class Answer:
    """`tone` is the colour: done, waiting, wrong or unsure; words and mark differ for every verdict."""

    words: str
    meaning: str
    tone: str


VERDICTS = {
    "valid": Answer(N_("真实有效"), "", "done"),
    "suspended": Answer(
        N_("已暂停"), N_("这张证是真的，但发证机关已经暂停，恢复之前不能使用。"), "waiting"
    ),
    "expired": Answer(N_("已过期"), N_("这张证是真的，但有效期已过，现在不能再用。"), "waiting"),
    "replaced": Answer(N_("已换证"), N_("这张证是真的，但已经换成新的一张，请看新证。"), "waiting"),
    "revoked": Answer(
        N_("已撤销"), N_("这张证是真的，但发证机关已经撤销，现在不能再用。"), "wrong"
    ),
    "cancelled": Answer(N_("已注销"), N_("这张证是真的，但已经注销，许可不再存在。"), "wrong"),
    "unknown": Answer(
        N_("查无此证"),
        N_("登记簿里没有这张证。请核对号码或重新扫码；仍查不到，请向发证机关反映。"),
        "unsure",
    ),
    "tampered": Answer(
        N_("印章不符"),
        N_("这个二维码被改动过，或不是平台签发的。请不要相信这张证，并拨打 12345 反映。"),
        "wrong",
    ),
    "altered": Answer(
        N_("文件被改动"),
        N_(
            "这个文件盖章之后被改动过，或印章不是盖在这个文件上的。请不要相信它，并拨打 12345 反映。"
        ),
        "wrong",
    ),
    "foreign": Answer(
        N_("不是本平台的印章"),
        N_("这个文件有电子印章，但不是本平台发证用的。请不要当作证照相信。"),
        "wrong",
    ),
    "unsealed": Answer(
        N_("没有电子印章"),
        N_("这个文件没有电子印章，不能证明任何事。请向对方要原文件，或扫证上的二维码。"),
        "unsure",
    ),
    "unregistered": Answer(
        N_("登记簿里没有这份文件"),
        N_("印章核对无误，但登记簿没有发出过这份文件。请向发证机关反映。"),
        "unsure",
    ),
    "unreadable": Answer(
        N_("打不开这个文件"),
        N_("它不是 PDF，或者已经损坏。请选发给您的证照原文件。"),
        "unsure",
    ),
}
BADGES = {"done": "is-done", "waiting": "is-waiting", "wrong": "is-wrong", "unsure": "is-waiting"}


def badge(state: str) -> str:
    """The class of the badge that shows a certificate's state."""
    return BADGES[VERDICTS[state].tone]
