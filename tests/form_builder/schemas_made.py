"""Random schemas and instances for them, every keyword of the table in merge.md among them."""

from typing import Any

from hypothesis import strategies as st

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 12),
    st.sampled_from([0.5, 1.5, 2.5, 1.0, 0.01, 19.99, -0.5]),
    st.sampled_from(["", "a", "b", "ab", "abc", "1", "2024-02-29", "2024-02-30", "x@y.cn"]),
)
INSTANCES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["a", "b", "c", "x1"]), inner, max_size=3),
    ),
    max_leaves=8,
)
TYPES = ("null", "boolean", "object", "array", "string", "number", "integer")
SMALL = st.integers(0, 4)
NAMES = st.sampled_from(["a", "b", "c", "x1"])
PATTERNS = st.sampled_from(["a", "^a", "^[ab]+$", "^[0-9]$", "^x"])


def _some(options: dict[str, Any]) -> Any:
    return st.lists(st.sampled_from(sorted(options)), min_size=1, max_size=3, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({n: options[n] for n in names})
    )


def _keywords(inner: Any) -> Any:
    named = st.dictionaries(NAMES, inner, max_size=2)
    return _some(
        {
            "type": st.one_of(
                st.sampled_from(TYPES),
                st.lists(st.sampled_from(TYPES), min_size=1, max_size=3, unique=True),
            ),
            "enum": st.lists(SCALARS, min_size=1, max_size=4),
            "const": SCALARS,
            "minimum": st.sampled_from([0, 1, 1.5, 3]),
            "exclusiveMinimum": st.sampled_from([0, 1, 1.5, 3]),
            "maximum": st.sampled_from([1, 2.5, 3, 10]),
            "exclusiveMaximum": st.sampled_from([1, 2.5, 3, 10]),
            "multipleOf": st.sampled_from([1, 2, 0.5, 0.2, 0.01, 3]),
            "minLength": SMALL,
            "maxLength": SMALL,
            "pattern": PATTERNS,
            "format": st.sampled_from(["date", "email", "uscc"]),
            "items": inner,
            "prefixItems": st.lists(inner, min_size=1, max_size=2),
            "minItems": SMALL,
            "maxItems": SMALL,
            "uniqueItems": st.booleans(),
            "contains": inner,
            "properties": named,
            "patternProperties": st.dictionaries(PATTERNS, inner, min_size=1, max_size=1),
            "additionalProperties": inner,
            "propertyNames": inner,
            "required": st.lists(NAMES, max_size=2, unique=True),
            "minProperties": SMALL,
            "maxProperties": SMALL,
            "dependentRequired": st.dictionaries(
                NAMES, st.lists(NAMES, max_size=2, unique=True), max_size=1
            ),
            "dependentSchemas": st.dictionaries(NAMES, inner, max_size=1),
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "anyOf": st.lists(inner, min_size=1, max_size=3),
            "oneOf": st.lists(inner, min_size=1, max_size=3),
            "not": inner,
            "if": inner,
            "then": inner,
            "else": inner,
            "unevaluatedProperties": st.booleans(),
            "unevaluatedItems": st.booleans(),
            "title": st.just("words"),
        }
    )


SCHEMAS = st.recursive(st.one_of(st.booleans(), st.just({})), _keywords, max_leaves=5)
