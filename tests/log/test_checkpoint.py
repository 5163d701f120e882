"""Signed notes, checkpoints and cosignatures, against what other implementations made.

Sources of the notes: golang.org/x/mod/sumdb/note (PeterNeumann, EnochRoot), C2SP signed-note (example.com/foo), and a
checkpoint of a public certificate log with the cosignature of a public witness.
"""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tansiq.log.checkpoint import (
    Checkpoint,
    log_vkey,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
    store_checkpoint,
)
from tansiq.log.note import (
    COSIGNATURE,
    Malformed,
    Note,
    VerifierKey,
    cosign,
    cosigned_at_s,
    is_signed,
    key_of,
    parse_key,
    parse_note,
    sign,
)

GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
ARCHE = "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
REMORA = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
ARCHE_NOTE = (
    "arche2025h1.staging.ct.transparency.dev\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n"
    "— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkp"
    "tQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=\n"
    "— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g"
    "8Ei59RA23oHP7Ry1k3ZFWwQ=\n"
    "— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxt"
    "qB0DrAWfBw==\n"
)

KEY = Ed25519PrivateKey.from_private_bytes(b"a key for tests only, 32 bytes..")
OTHER = Ed25519PrivateKey.from_private_bytes(b"another key for tests, 32 bytes.")
HEAD = Checkpoint("tansiq/0123", 7, bytes(range(32)))
SIGNED = sign_checkpoint(HEAD, KEY)
VKEY = log_vkey("0123", KEY)


@pytest.mark.parametrize(
    ("note", "vkey", "expected", "because"),
    [
        (GO_TEXT + "\n" + PETER_LINE, PETER, True, "signed by Go"),
        (GO_TEXT + "\n" + PETER_LINE + ENOCH_LINE, PETER, True, "the other key is nobody's business"),
        (GO_TEXT + "\n" + PETER_LINE + ENOCH_LINE, ENOCH, True, "any place will do"),
        (GO_TEXT + "\n" + PETER_LINE, ENOCH, False, "another key"),
        (GO_TEXT.replace("graphy", "graphY") + "\n" + PETER_LINE, PETER, False, "another text"),
        (GO_TEXT + "\n" + PETER_LINE + PETER_LINE, PETER, True, "the same line twice"),
        (FOO_NOTE, FOO, True, "the example in the specification"),
        (ARCHE_NOTE, ARCHE, True, "a public log, beside its signature of another kind"),
        (ARCHE_NOTE, REMORA, True, "a public witness"),
        (ARCHE_NOTE.replace("1432088532", "1432088533"), ARCHE, False, "another size"),
        (ARCHE_NOTE.replace("1432088532", "1432088533"), REMORA, False, "another size for the witness"),
    ],
)
def test_notes_that_others_made(note, vkey, expected, because):
    parsed = parse_note(note.encode())
    assert is_signed(parsed, parse_key(vkey)) is expected, because
    assert str(parsed) == note, "the note is kept to the byte, unknown signatures too"


def test_we_sign_what_go_signs():
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(PETER_SECRET)[1:])
    assert str(Note(GO_TEXT, (sign(GO_TEXT, "PeterNeumann", key),))) == GO_TEXT + "\n" + PETER_LINE
    assert str(key_of("PeterNeumann", key)) == PETER


@pytest.mark.parametrize("vkey", [PETER, ENOCH, FOO, ARCHE, REMORA])
def test_a_verifier_key_reads_and_writes_alike(vkey):
    assert str(parse_key(vkey)) == vkey


def test_the_cosignature_of_a_public_witness_has_its_time():
    note = parse_note(ARCHE_NOTE.encode())
    assert cosigned_at_s(note, parse_key(REMORA)) == 1_779_573_024  # 2026-05-23T21:50:24Z
    assert cosigned_at_s(note, parse_key(ARCHE)) is None, "a log's signature has no time"


def test_a_cosignature_covers_its_time():
    witness = key_of("party.example/witness", OTHER, COSIGNATURE)
    line = cosign(HEAD.text, witness.name, OTHER, 1_700_000_000)
    assert cosigned_at_s(Note(HEAD.text, (*SIGNED.signatures, line)), witness) == 1_700_000_000
    later = line.signature[:7] + b"\xff" + line.signature[8:]
    assert cosigned_at_s(Note(HEAD.text, (type(line)(line.name, line.key_id, later),)), witness) is None
    short = line.signature[:-1]
    assert cosigned_at_s(Note(HEAD.text, (type(line)(line.name, line.key_id, short),)), witness) is None
    assert is_signed(Note(HEAD.text, (line,)), key_of(witness.name, OTHER)) is False, (
        "another kind of key has another id"
    )


def test_one_wrong_signature_of_a_known_key_spoils_the_note():
    good = SIGNED.signatures[0]
    wrong = type(good)(good.name, good.key_id, bytes(64))
    assert is_signed(SIGNED, VKEY)
    assert not is_signed(Note(HEAD.text, (good, wrong)), VKEY)
    assert not is_signed(Note(HEAD.text, (wrong, good)), VKEY)
    stranger = type(good)("stranger", good.key_id, bytes(64))
    assert is_signed(Note(HEAD.text, (stranger, good)), VKEY), "the same id under another name is another key"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "does not end with"),
        (b"text\n", "does not end with"),
        (b"text\n\nno signature\n", "not the signature line"),
        (b"text\n\n\n", "does not end with"),
        (GO_TEXT.encode() + b"\n" + PETER_LINE.encode()[:-1], "does not end with"),
        (GO_TEXT.encode() + PETER_LINE.encode(), "does not end with"),
        ("text\n\n— na+me AAAAAAA=\n".encode(), "not the signature line"),
        ("text\n\n— na me AAAAAAA=\n".encode(), "not the signature line"),
        ("text\n\n— name AAAAAAB=\n".encode(), "not canonical base64"),
        ("text\n\n— name AAAAA\n".encode(), "not base64"),
        ("text\n\n— name AAAAAA==\n".encode(), "too short"),
        ("te\rxt\n\n— name AAAAAAA=\n".encode(), "control character"),
        (b"te\xffxt\n\n", "not UTF-8"),
        (b"x" * ((1 << 20) + 1), "at most 1048576"),
    ],
)
def test_what_is_no_note_is_refused(content, sentence):
    with pytest.raises(Malformed, match=sentence):
        parse_note(content)


@pytest.mark.parametrize(
    ("vkey", "sentence"),
    [
        ("", "is not a verifier key"),
        ("PeterNeumann", "is not a verifier key"),
        ("PeterNeumann+c74f20a3", "is not a verifier key"),
        (PETER.replace("PeterNeumann", "Peter Neumann"), "is not a verifier key"),
        (PETER.replace("PeterNeumann", ""), "is not a verifier key"),
        (PETER.replace("c74f20a3", "c74f20a4"), "has id c74f20a4, but its content gives c74f20a3"),
        (PETER.replace("Peter", "Petra"), "has id c74f20a3"),
        (PETER + "=", "not canonical base64"),
        (PETER[:-4], "not an Ed25519 key"),
        (PETER.replace("+AR", "+Bh"), "not an Ed25519 key"),
    ],
)
def test_what_is_no_key_is_refused(vkey, sentence):
    with pytest.raises(Malformed, match=sentence):
        parse_key(vkey)


def test_the_example_checkpoint_of_the_specification():
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    root = base64.b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    assert parse_checkpoint(text) == Checkpoint("example.com/behind-the-sofa", 20_852_163, root)
    assert parse_checkpoint(text + "more\n").extensions == ("more",)


@given(
    st.from_regex(r"[a-z/.]{1,20}", fullmatch=True),
    st.integers(0, 2**63 - 1),
    st.binary(min_size=32, max_size=32),
    st.lists(st.from_regex(r"[a-z ]{1,9}", fullmatch=True), max_size=2),
)
def test_a_checkpoint_reads_and_writes_alike(origin, size, root, extensions):
    checkpoint = Checkpoint(origin, size, root, tuple(extensions))
    assert parse_checkpoint(checkpoint.text) == checkpoint


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "at least three lines"),
        ("origin\n7\n", "at least three lines"),
        (HEAD.text[:-1], "at least three lines"),
        (HEAD.text + "\n", "none of them empty"),
        (HEAD.text.replace("\n7\n", "\n07\n"), "leading zeros"),
        (HEAD.text.replace("\n7\n", "\n-7\n"), "leading zeros"),
        (HEAD.text.replace("\n7\n", "\n٧\n"), "leading zeros"),
        (HEAD.text.replace("\n7\n", f"\n{2**63}\n"), "leading zeros"),
        (HEAD.text.replace("Hh8=", "Hh9="), "not canonical base64"),
        (HEAD.text.replace("Hh8=", "Hg=="), "has 31 bytes, not 32"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text, sentence):
    with pytest.raises(Malformed, match=sentence):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    ("note", "key", "sentence"),
    [
        (SIGNED, log_vkey("0123", OTHER), "is not signed by"),
        (SIGNED, log_vkey("9999", KEY), "is not signed by"),
        (
            Note(HEAD.text, (sign(HEAD.text, "tansiq/9999", KEY),)),
            log_vkey("9999", KEY),
            "but the key is of tansiq/9999",
        ),
        (Note("x\n", (sign("x\n", "tansiq/0123", KEY),)), VKEY, "at least three lines"),
        (SIGNED, VerifierKey(VKEY.name, VKEY.public, COSIGNATURE), "of a cosigner"),
    ],
)
def test_only_a_checkpoint_signed_by_the_log_is_opened(note, key, sentence):
    assert open_checkpoint(str(SIGNED).encode(), VKEY) == HEAD
    with pytest.raises(Malformed, match=sentence):
        open_checkpoint(str(note).encode(), key)


def test_the_newest_checkpoint_is_kept_in_a_file(tmp_path):
    store_checkpoint(tmp_path / "checkpoint", SIGNED)
    assert open_checkpoint((tmp_path / "checkpoint").read_bytes(), VKEY) == HEAD
