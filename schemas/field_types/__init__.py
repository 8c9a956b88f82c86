"""Field types: what can be asked. A new type is one new file in this folder; nothing else names it."""

from importlib import import_module
from pkgutil import iter_modules

from schemas.field_types.base import ABSENT, FIELD_TYPES, FieldType

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["ABSENT", "FIELD_TYPES", "FieldType"]
