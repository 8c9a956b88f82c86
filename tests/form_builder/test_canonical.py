"""One text for one meaning."""

from form_builder.canonical import bare, document_digest, schema_text


def test_words_and_order_do_not_matter():
    one = {"type": ["string", "null"], "required": ["b", "a"], "title": "名称", "maximum": 1.0}
    two = {"maximum": 1, "x-type": "text", "required": ["a", "b", "a"], "type": ["null", "string"]}

    assert schema_text(one) == schema_text(two)
    assert schema_text(one) == '{"maximum":1,"required":["a","b"],"type":["null","string"]}'


def test_names_and_values_are_no_keywords():
    schema = {"properties": {"title": {"title": "标题"}}, "enum": [{"title": 1}], "title": "x"}

    assert bare(schema) == {"properties": {"title": {}}, "enum": [{"title": 1}]}


def test_true_is_not_one():
    assert schema_text({"enum": [True]}) != schema_text({"enum": [1]})


def test_a_documents_words_and_order_are_part_of_it():
    one = {"properties": {"a": {}, "b": {}}}

    assert document_digest(one) == document_digest({"properties": {"a": {}, "b": {}}})
    assert document_digest(one) != document_digest({"properties": {"b": {}, "a": {}}})
