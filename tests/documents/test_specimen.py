"""A specimen is a small picture, another one for every material, the same one every time."""

import io

from PIL import Image, ImageChops

from documents.specimen import GRAY, SIZE, specimen


def opened(data):
    return Image.open(io.BytesIO(data)).convert("L")


def test_a_specimen_is_one_small_page_with_the_word_across_it():
    data = specimen("营业执照", 1)
    picture = opened(data)

    middle = picture.crop((200, 450, 627, 720)).histogram()
    assert (picture.size, len(data) < 60_000) == (SIZE, True)
    assert sum(middle[GRAY - 8 : GRAY + 8]) > 4_000


def test_it_is_told_apart_by_name_and_number_and_the_same_every_time():
    one = specimen("营业执照", 1)
    others = [specimen("营业执照", 2), specimen("房产证明", 1), specimen("长" * 60, 1)]

    specimen.cache_clear()
    assert specimen("营业执照", 1) == one
    assert all(ImageChops.difference(opened(one), opened(o)).getbbox() for o in others)
