"""How to reach someone: telephone, e-mail, website."""

import re
from random import Random
from typing import Any

from schemas.field_types.base import FieldType, Question, autofill, narrow
from schemas.wording import N_

PHONE = r"^(1[3-9][0-9]{9}|(0[0-9]{2,3}-)?[2-9][0-9]{6,7}(-[0-9]{1,6})?|(00853|00852)-[0-9]{8})$"


class Phone(FieldType):
    """A mainland mobile, a landline such as 0756-2123456, or Macao 00853- and Hong Kong 00852- numbers."""

    name, words = "phone", N_("电话")

    def base(self) -> dict[str, Any]:
        return {"type": "string", "pattern": PHONE, "maxLength": 20, "x-type": self.name}

    def parse(self, text: str) -> tuple[Any, str | None]:
        digits = re.sub(r"\s", "", narrow(text)).replace("(", "").replace(")", "-")
        digits = re.sub(r"^(?:\+|00)86-?(?=1[3-9])", "", digits)
        digits = re.sub(r"^(?:\+|00)(85[23])-?", r"00\1-", digits)
        compact = digits.replace("-", "")
        if re.fullmatch(r"1[3-9][0-9]{9}", compact):
            return compact, None
        if re.fullmatch(r"0(?:10|2[0-9])[0-9]{8}", digits):
            return f"{digits[:3]}-{digits[3:]}", None
        if re.fullmatch(r"0[3-9][0-9]{2}[0-9]{7,8}", digits):
            return f"{digits[:4]}-{digits[4:]}", None
        return digits or text, None

    def html(self, field: Question) -> dict[str, str]:
        return {"type": "tel", "inputmode": "tel", "maxlength": "24"} | autofill(field)

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        text = super().present(value, field, language)
        if re.fullmatch(r"1[0-9]{10}", text):
            return f"{text[:3]} {text[3:7]} {text[7:]}"
        return text

    def example(self, rng: Random) -> Any:
        return rng.choice((f"138{rng.randint(0, 10**8 - 1):08}", "0756-2123456", "00853-28123456"))


class Email(FieldType):
    name, words = "email", N_("电子邮箱")

    def base(self) -> dict[str, Any]:
        return {"type": "string", "format": "email", "maxLength": 254, "x-type": self.name}

    def parse(self, text: str) -> tuple[Any, str | None]:
        user, at, domain = re.sub(r"\s", "", narrow(text)).rpartition("@")
        return user + at + domain.lower(), None

    def html(self, field: Question) -> dict[str, str]:
        return {"type": "email", "inputmode": "email", "maxlength": "254"} | autofill(field)

    def example(self, rng: Random) -> Any:
        return f"shop{rng.randint(1, 999)}@example.cn"


class Website(FieldType):
    name, words = "website", N_("网址")

    def base(self) -> dict[str, Any]:
        pattern = "^https?://[^\\s/]+(/\\S*)?$"
        return {"type": "string", "pattern": pattern, "maxLength": 300, "x-type": self.name}

    def parse(self, text: str) -> tuple[Any, str | None]:
        address = re.sub(r"\s", "", narrow(text))
        return address if "://" in address else f"https://{address}", None

    def html(self, field: Question) -> dict[str, str]:
        return {"inputmode": "url", "maxlength": "300"} | autofill(field)

    def example(self, rng: Random) -> Any:
        return f"https://shop{rng.randint(1, 999)}.example.cn"
