import pytest

from documents import qr

URL = "HTTPS://YIZHAO.EXAMPLE/C/" + "A" * 157


def test_modules_are_never_smaller_than_a_printer_and_a_phone_need():
    code = qr.code(URL)

    assert code.side_mm / code.modules >= qr.SMALLEST_MODULE_MM


def test_a_certificate_code_fits_an_ordinary_corner():
    assert qr.code(URL).side_mm < 36


def test_a_code_can_be_asked_to_be_larger_but_not_smaller():
    assert qr.code("A", at_least_mm=40).side_mm == 40
    assert qr.code(URL, at_least_mm=5).side_mm == qr.code(URL).side_mm


def test_weak_levels_are_refused():
    with pytest.raises(ValueError, match="level"):
        qr.code("A", error="m")


def test_what_no_code_can_hold_is_refused():
    with pytest.raises(ValueError, match="long"):
        qr.code("A" * 5000)


def test_the_same_text_is_the_same_picture():
    assert qr.svg_data_uri("A") == qr.svg_data_uri("A")
