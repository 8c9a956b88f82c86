import io
import subprocess
from random import Random

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.general import SigningError

from documents.sealing.apply import sealed
from documents.sealing.demo import demo_seal
from documents.sealing.examine import examine
from documents.sealing.key import BadSealKey, newest, open_seal_key
from documents.sealing.limited import examine_stranger
from tests.documents.flips import verdicts
from tests.documents.reading import complaints_about
from tests.documents.sealing import NOW, a_key, a_page, a_sealed_page, known

KNOWN = (known(a_key()),)


def test_a_sealed_file_says_whose_seal_it_is_and_that_nothing_changed():
    seen = examine(a_sealed_page(), KNOWN)

    assert (seen.seal, seen.whole, seen.key, seen.sealed_at) == ("ours", True, 1, NOW)
    assert "演示，无法律效力" in seen.name
    assert seen.data == {"token": "T"}


def test_another_program_finds_the_signature_valid(tmp_path):
    file = tmp_path / "sealed.pdf"
    file.write_bytes(a_sealed_page())
    said = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True).stdout

    assert "Signature is Valid" in said and "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert complaints_about(a_sealed_page(), tmp_path) == ""


def test_the_same_file_sealed_again_is_the_same_bytes():
    assert a_sealed_page() == a_sealed_page()
    assert b"ModifyDate" not in a_sealed_page()[len(a_page()) :]


def test_what_was_sealed_stands_unchanged_at_the_beginning():
    assert a_sealed_page().startswith(a_page())


def test_a_sample_of_single_bit_flips_is_refused():
    data = a_sealed_page()
    start = Random(5).randrange(331)

    passed = [v for v in verdicts(data, KNOWN, range(start, len(data) * 8, 331)) if v[2]]

    assert passed == []


def test_every_kind_of_flip_in_the_gap_the_seal_does_not_cover_is_refused():
    data = a_sealed_page()
    gap = data.index(b"/Contents <") + 10
    end = data.index(b">", gap)

    passed = [v for v in verdicts(data, KNOWN, range(gap * 8, end * 8 + 8, 61)) if v[2]]

    assert passed == []


def test_something_added_after_sealing_is_a_change():
    with pikepdf.open(io.BytesIO(a_sealed_page())) as opened:
        rewritten = io.BytesIO()
        opened.save(rewritten)
    added = a_sealed_page() + b"\n% hello\n"

    assert examine(rewritten.getvalue(), KNOWN).seal == "broken"
    assert not examine(added, KNOWN).whole


def test_an_incremental_update_that_edits_the_page_is_a_change():
    writer = IncrementalPdfFileWriter(io.BytesIO(a_sealed_page()))
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Rotate"] = generic.NumberObject(90)
    writer.mark_update(page.container_ref)
    out = io.BytesIO()
    writer.write(out)
    seen = examine(out.getvalue(), KNOWN)

    assert (out.getvalue().startswith(a_sealed_page()), seen.seal, seen.whole) == (
        True,
        "ours",
        False,
    )


def test_a_stripped_seal_is_none():
    with pikepdf.open(io.BytesIO(a_sealed_page())) as opened:
        del opened.Root.AcroForm
        del opened.pages[0].Annots
        bare = io.BytesIO()
        opened.save(bare)

    assert examine(bare.getvalue(), KNOWN).seal == "none"
    assert examine(a_page(), KNOWN).seal == "none"


def test_another_seal_over_ours_is_broken_and_a_strangers_is_foreign():
    stranger = a_key(9)
    theirs = a_sealed_page(key=stranger)

    assert examine(theirs, KNOWN).seal == "foreign"
    with pytest.raises(SigningError):
        sealed(a_sealed_page(), stranger, place=None, reason="x", at=NOW)


def test_the_signature_of_one_file_does_not_fit_another():
    one, other = a_sealed_page("甲"), a_sealed_page("乙")
    seal = one[one.index(b"/Contents <") : one.index(b">", one.index(b"/Contents <"))]
    place = other.index(b"/Contents <")
    swapped = other[:place] + seal + other[place + len(seal) :]

    assert len(swapped) == len(other)
    assert examine(swapped, KNOWN).seal in ("broken", "unreadable")


def test_after_a_rotation_old_files_still_hold():
    old, new = a_key(), a_key(2)

    assert newest((old, new)) == new
    both = (known(old), known(new))
    assert [examine(a_sealed_page(key=k), both).key for k in (old, new)] == [1, 2]


def test_a_retired_key_needs_no_private_half():
    pem = demo_seal(NOW)
    retired = open_seal_key(1, pem[: pem.index(b"-----BEGIN PRIVATE KEY")])

    assert (retired.private, newest((retired,))) == (None, None)


def test_a_key_from_pkcs12_with_a_password_seals_too():
    key = a_key()
    locked = serialization.BestAvailableEncryption(b"secret")
    packed = pkcs12.serialize_key_and_certificates(
        b"seal", key.private, key.certificate, key.chain, locked
    )

    opened = open_seal_key(1, packed, b"secret")
    assert a_sealed_page(key=opened) == a_sealed_page(key=key)
    for wrong in (b"wrong", None):
        with pytest.raises(BadSealKey, match="seal 1"):
            open_seal_key(1, packed, wrong)


def test_an_rsa_key_seals_too():
    private = rsa.generate_private_key(65537, 2048)
    of = a_key().certificate
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "RSA")])
    certificate = (
        x509.CertificateBuilder(name, name, private.public_key(), 7)
        .not_valid_before(of.not_valid_before_utc)
        .not_valid_after(of.not_valid_after_utc)
        .sign(private, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM) + private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    key = open_seal_key(4, pem)

    assert examine(a_sealed_page(key=key), (known(key),)).whole


def test_halves_that_do_not_belong_together_are_refused():
    one, other = demo_seal(NOW), demo_seal(NOW)
    cut = one.index(b"-----BEGIN PRIVATE KEY")

    with pytest.raises(BadSealKey, match="another key"):
        open_seal_key(1, one[:cut] + other[other.index(b"-----BEGIN PRIVATE KEY") :])


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\x00" * 999, a_sealed_page()[:-900]])
def test_what_is_no_whole_pdf_is_unreadable_or_broken(data):
    assert examine(data, KNOWN).seal in ("unreadable", "broken")


def test_a_strangers_file_is_judged_the_same_in_its_child():
    assert examine_stranger(a_sealed_page(), KNOWN) == examine(a_sealed_page(), KNOWN)
    assert examine_stranger(b"%PDF-junk", KNOWN).seal == "unreadable"
