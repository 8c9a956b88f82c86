from tests.views.house import post


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
