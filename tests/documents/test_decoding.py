import pytest

from documents import label, qr, seal
from tests.documents.decoding import HARMS, looks, pictures
from tests.documents.reading import complaints_about, facts_of, packed, text_of
from tests.documents.test_certificate import BASE, NOW, sealed


@pytest.fixture(scope="module")
def printed_codes():
    return pictures(150)


@pytest.mark.parametrize("harm", HARMS)
def test_both_codes_are_read_at_150_dpi_by_two_decoders_whatever_befell_them(printed_codes, harm):
    read_by = {name: looks(image, HARMS[harm], 7, 150) for name, image in printed_codes.items()}

    assert read_by == {"certificate": (1, 1), "label": (1, 1)}


def test_the_small_code_names_nobody_and_fits_a_narrow_place():
    address = seal.short_address(BASE, sealed().id)

    assert address == f"HTTPS://YIZHAO.EXAMPLE/C/{sealed().id}"
    assert qr.code(address, error="h", module_mm=qr.WHOLE_DOTS_MM).side_mm < 31


def test_a_label_is_one_small_page_with_number_and_holder(tmp_path):
    made = label.label_pdf(sealed(), base_url=BASE, printed_at=NOW, demo=True)

    assert (facts_of(made)["Pages"], complaints_about(made, tmp_path)) == ("1", "")
    wanted = ("JY24404020001234", "珠海香洲阿嬷的茶餐饮有限公司", "演示，不是证照")
    assert [w for w in wanted if w not in packed(text_of(made))] == []
