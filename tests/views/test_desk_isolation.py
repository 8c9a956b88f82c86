"""Nothing of another department's part is readable at a desk, whichever way one goes."""

import re
from collections import deque
from dataclasses import replace

from tests.views.desk_case import a_case, part_of
from tests.views.house import post

MARK = "仅烟草可见之记号"


def marked(house):
    """A case whose tobacco part says something no other department was told."""
    case = a_case(house)
    part = part_of(case, "tobacco")
    answers = {**part.answers, "remark": MARK}
    with house.store.transaction():
        house.store.parts.change(replace(part, answers=answers), expecting_version=part.version)
    return case, house.store.parts.get(part.id)


def crawl(client, start):
    """Every page of ours that can be reached by links, forms' addresses and htmx from `start`."""
    seen, ahead, pages = set(), deque([start]), {}
    while ahead and len(seen) < 400:
        path = ahead.popleft()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path)
        pages[path] = answer.data
        if answer.mimetype == "text/html":
            found = re.findall(r'(?:href|src|action|hx-get|hx-post)="(/[^"#]*)', answer.text)
            ahead.extend(
                f.replace("&amp;", "&")
                for f in found
                if not f.startswith(("/static", "/account/logout", "/language"))
            )
    return pages


def test_a_crawl_of_the_own_desk_never_meets_another_departments_words(house):
    _case, tobacco = marked(house)
    approver = house.signed_in("chen", "approver", "market")

    pages = crawl(approver, "/desk")

    leaks = [
        path for path, data in pages.items() if MARK.encode() in data or tobacco.id.encode() in data
    ]
    assert (len(pages) > 8, leaks) == (True, [])


def test_every_address_of_another_departments_part_looks_missing(house):
    case, tobacco = marked(house)
    approver = house.signed_in("chen", "approver", "market")
    file = house.store.evidence.of_draft(case.draft)[0].id
    own = part_of(case, "md2_filing")
    foreign = {
        e.id for e in house.store.evidence.of_draft(case.draft) if e.key.startswith("tobacco")
    }
    part = f"/desk/parts/{tobacco.id}"
    gets = [
        part,
        f"{part}/view",
        f"{part}/printing",
        f"{part}/package.pdf",
        f"{part}/files/{file}",
        f"{part}?done={tobacco.id}",
    ]
    gets += [f"/desk/parts/{own.id}/files/{f}" for f in foreign] + [
        "/desk/cases",
        f"/desk/cases/{case.number}",
        f"/desk/cases/{case.number}/bundle.zip",
    ]
    posts = [
        f"{part}/{a}" for a in ("accept", "approve", "return", "refuse", "reveal/lr_id", "nonsense")
    ]

    statuses = {approver.get(g).status_code for g in gets} | {
        post(approver, p, version=tobacco.version, reason="x", why="x").status_code for p in posts
    }

    assert statuses == {404}
    assert house.store.parts.get(tobacco.id) == tobacco


def test_the_word_about_the_last_decision_never_speaks_of_another_department(house):
    _case, tobacco = marked(house)
    approver = house.signed_in("chen", "approver", "market")

    assert "烟草" not in approver.get(f"/desk?done={tobacco.id}").text
