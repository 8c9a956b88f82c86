from datetime import UTC, datetime, timedelta

from tests.views.desk_case import furnished
from tests.views.house import post
from tests.views.issued import approved
from worker import run


def test_an_admin_opens_an_account_for_a_department(empty_house):
    house = empty_house
    admin = house.signed_in("admin", "platform_admin")
    post(admin, "/admin/departments", id="culture", name="文化局")

    answer = post(
        admin,
        "/admin/accounts",
        login="chen",
        name="陈审批",
        password="first password",
        role="approver",
        department="culture",
    )

    assert answer.status_code == 303
    chen, _ = house.store.accounts.by_login("chen")
    assert (chen.role, chen.department) == ("approver", "culture")
    assert [r.action for r in house.store.audit.list().items[:2]] == [
        "account.add",
        "department.add",
    ]


def test_an_approver_without_a_department_is_refused(house):
    admin = house.signed_in("admin", "platform_admin")

    answer = post(
        admin,
        "/admin/accounts",
        login="chen",
        name="陈",
        password="first password",
        role="approver",
    )

    assert answer.status_code == 422
    assert "审批人和表单管理员要选部门" in answer.text


def test_suspending_ends_the_accounts_sessions(house):
    admin, lin = house.signed_in("admin", "platform_admin"), house.signed_in("lin")

    post(admin, "/admin/accounts/id-lin/suspend")

    assert lin.get("/account/sessions").status_code == 303


def test_a_department_is_renamed(house):
    admin = house.signed_in("admin", "platform_admin")
    post(admin, "/admin/departments", id="culture", name="文化局")

    post(admin, "/admin/departments/culture", name="文化广电局")

    assert house.store.catalogue.department("culture").name == "文化广电局"


def test_auditors_read_and_check_the_audit_and_nothing_else(house):
    auditor = house.signed_in("auditor", "auditor")

    assert "全部记录完整。" in auditor.get("/admin/audit?check=1").text
    assert auditor.get("/admin/accounts").status_code == 404


def test_no_jobs_have_failed(house):
    admin = house.signed_in("admin", "platform_admin")

    assert "没有失败的任务。" in admin.get("/admin/jobs").text


def test_an_admin_reads_in_words_that_the_seal_is_missing(tmp_path):
    house = furnished(tmp_path)
    approved(house)
    for hours in range(4):
        late = datetime.now(UTC) + timedelta(hours=hours)
        while job := house.store.jobs.claim("test", late, timedelta(seconds=90)):
            if job.kind == "issue_certificate":
                run(house.store, house.settings, job)
            else:
                house.store.jobs.done(job, late)

    page = house.signed_in("admin", "platform_admin").get("/admin/jobs").text

    assert "平台没有可用的电子印章" in page and "NoSeal" not in page
    house.store.close()
