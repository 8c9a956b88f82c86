"""Outside demo mode without a seal's key: nothing is half issued, and what is missing is said."""

from datetime import UTC, datetime, timedelta

import pytest

from documents.sealing.demo import demo_seal
from storage.errors import NotFound
from storage.keys import keep_first_seal
from tests.views.desk_case import furnished
from tests.views.house import build_house, post
from tests.views.issued import approved, file_of
from worker import run


def worked_off(house, times=3):
    """As the worker does, an hour later each time."""
    now = datetime.now(UTC)
    for n in range(times):
        later = now + timedelta(hours=n)
        while job := house.store.jobs.claim("test", later, timedelta(seconds=90)):
            if job.kind == "issue_certificate":
                run(house.store, house.settings, job)
            else:
                house.store.jobs.done(job, later)


def test_nothing_is_issued_until_there_is_a_seal_and_then_everything(tmp_path):
    house = furnished(tmp_path)
    part = approved(house).parts[0]
    worked_off(house)

    assert not house.settings.demo
    with pytest.raises(NotFound):
        house.store.certificates.of_part(part.id)
    assert house.store.parts.get(part.id).state == "approved"
    admin = house.signed_in("root", "platform_admin")
    shown = admin.get("/admin/jobs").text
    assert "YIZHAO_SEAL_KEYS" in shown and "证照发不出来" in shown

    keep_first_seal(tmp_path / "keys", demo_seal(datetime.now(UTC)))
    house.store.close()
    house = build_house(tmp_path)
    admin = house.client()
    post(admin, "/account/login", login="root", password="four quiet words here")
    (job,) = house.store.jobs.dead().items
    post(admin, f"/admin/jobs/{job.id}/retry")
    worked_off(house, times=1)

    kept = house.store.certificates.of_part(part.id)
    assert (kept.number[-6:], house.store.parts.get(part.id).state) == ("000001", "issued")
    assert file_of(house, kept).startswith(b"%PDF")
    house.store.close()
