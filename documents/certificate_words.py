"""The labels of a certificate in its second language; the first is always simplified Chinese."""

SECOND_LABELS = {
    "zh_Hant": {
        "holder_name": "經營者名稱",
        "uscc": "統一社會信用代碼",
        "legal_representative": "法定代表人（負責人）",
        "address": "經營場所",
        "scope": "許可範圍",
        "validity": "有效期",
    },
    "en": {
        "holder_name": "Holder",
        "uscc": "Unified social credit code",
        "legal_representative": "Legal representative",
        "address": "Place of business",
        "scope": "Scope",
        "validity": "Valid",
    },
    "pt": {
        "holder_name": "Titular",
        "uscc": "Código de crédito social",
        "legal_representative": "Representante legal",
        "address": "Local de actividade",
        "scope": "Âmbito",
        "validity": "Validade",
    },
}
