"""Two copies of the house in two places make the same files."""

from tests.documents.twice import compared


def test_documents_are_the_same_bytes_in_another_folder_zone_and_language():
    made, unlike = compared(1)

    assert (made, unlike) == (10, [])
