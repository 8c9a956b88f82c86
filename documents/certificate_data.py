"""What a certificate's file carries as data: our own fields, and the metadata of GB/T 36903-2018."""

import json
import re

from schemas.certificate import Certificate
from schemas.formats import is_identity_document, is_uscc

LETTERED = re.compile(r"(?=.{8,16}[A-Z])[0-9A-Z]{18}")
AREA_CODE = "440400"
CREDIT_CODE, IDENTITY, OTHER = "001", "111", "999"


def public_code(certificate: Certificate) -> str:
    """The credit code; a person who has none answers with an identity number, which no wall may show.

    Nothing but a code passes, so that a misspelled number or a passport's does not either: its check
    character holds, or a letter stands where no person's number has one.
    """
    code = certificate.uscc
    is_code = bool(LETTERED.fullmatch(code)) or is_uscc(code)
    return code if is_code and not is_identity_document(code) else ""


def own_data(certificate: Certificate) -> bytes:
    """certificate.json: the fields, and the code's token, which anyone may hold against the register."""
    return _json(
        {
            "number": certificate.number,
            "version": certificate.version,
            "identifier": certificate.identifier,
            "permit": certificate.permit,
            "permit_name": certificate.permit_name,
            "department_name": certificate.department_name,
            "holder_name": certificate.holder_name,
            "uscc": public_code(certificate),
            "legal_representative": certificate.legal_representative,
            "address": certificate.address,
            "scope": certificate.scope,
            "issued_on": certificate.issued_on.isoformat(),
            "valid_from": certificate.valid_from.isoformat(),
            "valid_to": certificate.valid_to.isoformat() if certificate.valid_to else None,
            "token": certificate.token,
        }
    )


def metadata(certificate: Certificate, title: str) -> bytes:
    """metadata-gbt36903.json: the basic metadata of an electronic certificate under the standard's names.

    Codes that are parts of the identifier are taken from it and are empty where there is none.
    """
    parts = certificate.identifier.split(".")
    type_code, issuer_code = parts[5:7] if len(parts) > 6 else ("", "")
    code = public_code(certificate)
    return _json(
        {
            "标准": "GB/T 36903-2018",
            "证照类型名称": title,
            "证照类型代码": type_code,
            "证照名称": title,
            "证照编号": certificate.number,
            "证照标识": certificate.identifier,
            "证照版本": f"{certificate.version:03}",
            "证照颁发机构": certificate.department_name,
            "证照颁发机构代码": issuer_code,
            "持证主体": certificate.holder_name,
            "持证主体代码": code,
            "持证主体代码类型": _code_kind(certificate),
            "证照颁发日期": certificate.issued_on.isoformat(),
            "证照有效期起始日期": certificate.valid_from.isoformat(),
            "证照有效期截止日期": certificate.valid_to.isoformat()
            if certificate.valid_to
            else "长期",
            "行政区划代码": AREA_CODE,
            "业务数据": {"经营场所": certificate.address, "许可范围": certificate.scope},
        }
    )


def _code_kind(certificate: Certificate) -> str:
    """What kind of code the holder has; a person's is named and not written out."""
    if public_code(certificate):
        return CREDIT_CODE
    return IDENTITY if is_identity_document(certificate.uscc) else OTHER


def _json(value: dict[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
