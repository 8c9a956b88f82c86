from casework.lane import Lane, lane_of
from schemas.permit import LANES
from tests.casework.cases import a_permit


def test_a_commitment_lane_needs_a_commitment():
    assert lane_of(a_permit(lane="commitment", promised_days=1)) == Lane(
        "commitment", "告知承诺", 1, True, "您作出承诺就可以先办，部门事后核查。"
    )


def test_every_lane_is_explained():
    assert all(lane_of(a_permit(lane=lane)).means for lane in LANES)
