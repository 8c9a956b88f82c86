"""A person: name, identity document, telephone."""

from random import Random
from typing import Any

from schemas.field_types.group import Group
from schemas.wording import N_


class Person(Group):
    name, words, personal, first = "person", N_("人员"), True, "name"
    made_of = (
        ("name", "text", N_("姓名")),
        ("document", "identity", N_("证件号码")),
        ("phone", "phone", N_("电话")),
    )
    needed = ("name", "document", "phone")

    def example(self, rng: Random) -> Any:
        return super().example(rng) | {"name": rng.choice(("陈志强", "林丽娟", "何静怡"))}
