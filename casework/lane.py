"""The lane a permit is decided in, and what it means to the applicant."""

from dataclasses import dataclass

from schemas.permit import LANES, Permit
from schemas.wording import N_


@dataclass(frozen=True)
class Lane:
    """`needs_commitment`: the applicant promises, the department checks afterwards."""

    id: str
    words: str
    days: int
    needs_commitment: bool
    means: str


def lane_of(permit: Permit) -> Lane:
    """How this permit is decided (证照分离): its words, its promised working days, what to expect."""
    return Lane(
        permit.lane,
        LANES[permit.lane],
        permit.promised_days,
        bool(permit.commitment) or permit.lane == "commitment",
        _MEANS[permit.lane],
    )


_MEANS = {
    "filing": N_("交齐材料就办好，不需要审批。"),
    "commitment": N_("您作出承诺就可以先办，部门事后核查。"),
    "ordinary": N_("部门审查材料后作出决定，比法定时间更快。"),
    "cancelled": N_("已经不需要审批，有营业执照就可以经营。"),
}
