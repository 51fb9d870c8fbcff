#!/usr/bin/env python3
"""Verify a Talkoot bundle, trusting nobody who made it. / Tarkista Talkoot-paketti luottamatta sen tekijään.

python3 -I verify.py BUNDLE.zip [--checkpoint FILE]... [--key KEY] [--lang fi|en]
One file, Python 3.11 or newer with its standard library, and for signatures `cryptography` or OpenSSL 3. The format is
described in docs/verifying.md. Exit codes: 0 no fault; 1 a fault; 2 wrongly asked or unreadable; 3 not all was checked.
"""

# fmt: off
from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import mmap
import re
import struct
import subprocess
import sys
import tempfile
import zlib
from collections import namedtuple
from functools import reduce
from pathlib import Path
from typing import Any

SAYS = {  # what is said: (Finnish, English)
    "zip": ("Paketin rakenne ei ole sovittu", "The container is not as agreed"),
    "manifest": ("Tiedosto ei ole se, jonka luettelo nimeää", "The file is not the one that the manifest names"),
    "form": ("Rivi tai tiedosto ei ole sovittua muotoa", "A line or file is not in the agreed form"),
    "chain": ("Merkintä ei jatka ketjunsa edellistä merkintää", "The entry does not follow the one before it"),
    "leaf": ("Merkinnän tavut eivät anna lokin tiivistettä", "The entry's bytes do not give the log's hash of it"),
    "root": ("Merkinnät eivät anna tarkistuspisteen juurta", "The entries do not give the checkpoint's root"),
    "inclusion": ("Todiste ei vie merkinnästä tarkistuspisteeseen", "The proof does not lead to the checkpoint"),
    "fork": ("Tarkistuspiste on toisesta historiasta", "The checkpoint belongs to another history"),
    "signature": ("Allekirjoitus ei ole tämän avaimen", "The signature is not by this key"),
    "private": ("Teksti ja merkinnän sitoumus eivät vastaa toisiaan", "A text and its entry's commitment do not match"),
    "log": ("Koko loki: {0} merkintää, {1} ketjua", "The whole log: {0} entries, {1} streams"),
    "initiative": ("Yksi aloite: {0} merkintää, {1} ketjua", "One initiative: {0} entries, {1} streams"),
    "whole": ("Ketju {0} on ehjä merkintään {1} asti", "Stream {0} is whole up to entry {1}"),
    "at": ("Tarkistuspiste: {0} merkintää, juuri {1}, aiempia {2}", "Checkpoint: {0} entries, root {1}, earlier {2}"),
    "outside": ("Oma tarkistuspisteesi {0}: samaa historiaa, kattaa {1}", "Your checkpoint {0}: same, covers {1}"),
    "texts": ("Tekstejä: {0} todennettu, {1} poissa, {2} ei sinulle", "Texts: {0} proven, {1} gone, {2} not for you"),
    "signed": ("Allekirjoitukset avaimella {0}", "Signatures by the key {0}"),
    "followed": ("Avaimesi {0} nimesi avaimen {1}", "Your key {0} named the key {1}"),
    "other": ("paketin verify.py:tä, joka on toinen kuin tämä", "the verify.py in the bundle, which is not this one"),
    "no_key": ("onko avain oikea: se on paketista (--key)", "whether the key is right: it is the bundle's own (--key)"),
    "no_anchor": ("avaimen haltijan muuttamaa historiaa (--checkpoint)", "a rewrite by who has the key (--checkpoint)"),
    "after": ("pisteesi jälkeen varastetulla avaimella muutettua", "what a stolen key rewrote after your checkpoint"),
    "truth": ("onko se totta, mitä on kirjattu", "whether what was written down is true"),
    "no_texts": ("tekstejä: koko lokissa on vain niiden sitoumukset", "texts: the whole log holds only commitments"),
    "later": ("jatkuvatko ketjut: sen todistaa vain koko loki", "whether streams go on: only the whole log shows it"),
    "gone": ("poissa olevia tekstejä, ja onko ne todella poistettu", "texts that are gone, and whether they truly are"),
    "no_ed25519": ("allekirjoitukset: asenna cryptography tai OpenSSL 3", "signatures: get cryptography or OpenSSL 3"),
    "old": ("tarkistuspisteesi {0}: paketti on vanhempi", "your checkpoint {0}: the bundle is older"),
    "former": ("tarkistuspisteesi {0}: toisen avaimen allekirjoitus", "your checkpoint {0}: signed by another key"),
    "no_proof": ("tarkistuspisteesi {0}: pyydä sille todiste", "your checkpoint {0}: ask for a proof of it"),
    "checked": ("Tarkistettu:", "Checked:"), "unseen": ("Tämä ei näe:", "This does not see:"),
    "unjudged": ("Jäi tarkistamatta:", "Could not be checked:"), "3": ("TULOS: vajaa.", "RESULT: incomplete."),
    "0": ("TULOS: vikaa ei löytynyt.", "RESULT: no fault found."), "1": ("TULOS: VIKA.", "RESULT: A FAULT."),
    "place": ("{0}, rivi {1}, tavut {2}-{3}, zipissä {4}-{5}", "{0}, line {1}, bytes {2}-{3}, in the zip {4}-{5}"),
}
LINE, SMALL, NONE = 1 << 24, 1 << 16, "0" * 64  # the longest line; the largest other file; what is before the first
LOCAL, CENTRAL, END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
NAME = re.compile(
    rb"key|checkpoint|manifest|verify\.py|README\.(fi|en)\.txt|(entries|private)/[0-9]{6}\.jsonl|leaves/[0-9]{6}\.txt"
    rb"|proofs/[0-9]{8}\.tlog-proof|(checkpoints|consistency)/[0-9]{15}\.txt|keys/[0-9]{6}\.tlog-proof"
)
NUMBER, HASH = "(0|[1-9][0-9]{0,14})", "([A-Za-z0-9+/]{43}=)"
CHECKPOINT = re.compile(rf"(\S+)\n{NUMBER}\n{HASH}\n")
WITHIN = re.compile(rf"(?m)^\S+\n{NUMBER}\n{HASH}\n\n(?:— \S+ \S+\n)+")
PROOF = re.compile(rf"c2sp\.org/tlog-proof@v1\nindex {NUMBER}\n((?:{HASH}\n){{0,64}})\n")
PEM = b"-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
READER = json.JSONDecoder(parse_float=int, parse_constant=int)  # which refuses both
WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
Place = namedtuple("Place", "file start first last line", defaults=[1])  # bytes of the zip, in a file from `start` on
Note = namedtuple("Note", "size root text place")  # a checkpoint: number of entries, their root, all of its text

class Fault(Exception):
    """What does not hold, where, and maybe another place that tells the same and may be the one that is wrong."""

def need(holds: Any, why: str, *places: Place | None) -> None:
    if not holds:
        raise Fault(why, *filter(None, places))

def tried(what: Any, *of: Any) -> Any:  # None for what it does not take
    try:
        return what(*of)
    except (OSError, ValueError, RecursionError):
        return None

def sha(*parts: Any) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()

def b64(text: str, place: Place) -> bytes:  # in its one form
    found: bytes | None = tried(base64.b64decode, text)
    need(found is not None and base64.b64encode(found).decode() == text, "form", place)
    return found or b""

def canonical(line: bytes, place: Place) -> dict[str, Any]:
    """The object that a line is, in its one form."""
    text = tried(line.decode) or ""
    found: dict[str, Any] = (tried(READER.raw_decode, text) or [None])[0]
    need(isinstance(found, dict) and tried(WRITER.encode, found) == text, "form", place)
    return found

def grow(peaks: list[bytes], size: int, leaf: bytes) -> None:  # a Merkle tree: the roots of its full parts, in order
    while size & 1:
        leaf, size = hashlib.sha256(b"\1" + peaks.pop() + leaf).digest(), size >> 1
    peaks.append(leaf)

def root(peaks: list[bytes]) -> bytes:
    return reduce(lambda right, left: sha(b"\1", left, right), reversed(peaks)) if peaks else sha()

def climb(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root to which an inclusion proof leads (RFC 9162, 2.1.3). Raises ValueError for one of another length."""
    if size == 1 and not path:
        return leaf
    *path, other = path
    half = 1 << ((size - 1).bit_length() - 1)  # ValueError below a leaf
    if index < half:
        return sha(b"\1", climb(leaf, index, half, path), other)
    return sha(b"\1", other, climb(leaf, index - half, size - half, path))

def grown(old: int, new: int, path: list[bytes], known: list[bytes]) -> tuple[bytes, bytes]:
    """Both roots by a consistency proof (RFC 9162, 2.1.4) and the old one. Raises ValueError for another length."""
    if old == new:
        (same,) = path + known
        return same, same
    *path, other = path
    half = 1 << ((new - 1).bit_length() - 1)
    if old <= half:
        first, second = grown(old, half, path, known)
        return first, sha(b"\1", second, other)
    first, second = grown(old - half, new - half, path, [])
    return sha(b"\1", other, first), sha(b"\1", other, second)

def signed_by(key: bytes, text: bytes, signature: bytes) -> bool | None:
    """Whether it is the Ed25519 signature of the text; None where nothing here can tell."""
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
        return True
    except ImportError:
        version = tried(lambda: subprocess.run(["openssl", "version"], capture_output=True).stdout) or b""  # noqa: S607
    except Exception:  # whatever it does not like is no signature
        return False
    if not b"OpenSSL 3" <= version[:9] <= b"OpenSSL 9":
        return None
    coded = base64.b64encode(bytes.fromhex("302a300506032b6570032100") + key)
    with tempfile.TemporaryDirectory() as at:
        for name, held in {"key": PEM % coded, "text": text, "signature": signature}.items():
            Path(at, name).write_bytes(held)
        asked = "openssl pkeyutl -verify -pubin -inkey key -rawin -in text -sigfile signature".split()  # noqa: SIM905
        return subprocess.run(asked, cwd=at, capture_output=True).returncode == 0  # noqa: S603

class Bundle:
    """A zip of one form alone: nothing packed, no gap, date or comment, so that each of its bytes is accounted for."""

    def __init__(self, data: Any) -> None:
        self.data, self.files, self.damaged = data, dict[str, Place](), set[str]()
        at, parts = 0, list[Any]()
        while data[at : at + 4] == b"PK\3\4":
            header = data[at : at + LOCAL.size].ljust(LOCAL.size)
            crc, size, _, length = LOCAL.unpack(header)[6:10]
            first = at + LOCAL.size + length
            name, end, here = data[at + LOCAL.size : first], first + size, Place("zip", 0, at, first)
            same = header == LOCAL.pack(b"PK\3\4", 10, 0, 0, 0, 33, crc, size, size, length, 0)
            need(same and data[end : end + 2] == b"PK", "zip", here, Place("zip", 0, end, end + 2))
            need(NAME.fullmatch(name) and name.decode() not in self.files, "zip", here)
            self.files[name.decode()] = Place(name.decode(), first, first, end)
            self.damaged |= {name.decode()} if zlib.crc32(memoryview(data)[first:end]) != crc else set()
            record = CENTRAL.pack(b"PK\1\2", 10, 10, 0, 0, 0, 33, crc, size, size, length, *[0] * 5, at)
            parts.append((record + name, here))
            at = end
        count, size = len(parts), sum(len(part) for part, _ in parts)
        parts.append((END.pack(b"PK\5\6", 0, 0, count, count, size, at, 0), None))
        for part, header in parts:  # the directory says all of it again
            need(data[at : at + len(part)] == part, "zip", Place("zip", 0, at, at + len(part)), header)
            at += len(part)
        need(at == len(data), "zip", Place("zip", 0, at, len(data)))

    def text(self, name: str, most: int = SMALL) -> tuple[str, Place]:
        place = self.files.get(name, Place(name, 0, 0, 0))
        found = tried(self.data[place.first : min(place.last, place.first + most)].decode)
        need(found and place.last - place.first <= most, "form", place)
        return found, place

    def lines(self, folder: str) -> Any:
        for name in [name for name in self.files if name.startswith(folder)]:
            at, line, file = self.files[name].first, 0, self.files[name]
            while at < file.last:
                line += 1
                stop = self.data.find(b"\n", at, min(file.last, at + LINE))
                need(stop >= 0, "form", stop < 0 and file._replace(first=at, line=line))
                yield self.data[at:stop], Place(name, file.first, at, stop + 1, line)
                at = stop + 1

class Check:
    """Everything that is checked of one bundle; the first thing that does not hold is raised as a Fault."""

    def __init__(self, bundle: Bundle, key: str | None, outside: list[str]) -> None:
        self.bundle, self.heads, self.checked, self.unjudged = bundle, dict[str, Any](), list[Any](), list[Any]()
        text, place = bundle.text("key")
        self.keys((key or text).strip(), text.strip(), None if key else place)
        kind, end = self.manifest(), self.note(*bundle.text("checkpoint"))
        own = [note for file in outside for note in self.own(file)]
        earlier = [self.note(*bundle.text(name)) for name in bundle.files if name.startswith("checkpoints/")]
        self.unjudged += [("old", note.size) for note in own if note.size > end.size]
        count = self.log(end, own + earlier + self.vouched) if kind == "log" else self.initiative(end, own, earlier)
        self.checked.insert(0, (kind, sum(seq for seq, _ in self.heads.values()), len(self.heads)))
        self.checked += [("whole", stream, seq) for stream, (seq, _) in self.heads.items() if kind == "initiative"]
        self.checked += [("at", end.size, base64.b64encode(end.root).decode(), len(earlier))]
        self.checked += [("outside", note.size, count[note.size]) for note in own if note.size in count]
        self.checked += [] if self.unjudged[:1] == [("no_ed25519",)] else [("signed", self.key)]
        same = bundle.text("verify.py")[0] == Path(__file__).read_text(encoding="utf-8")
        unseen = ["no_texts"] if kind == "log" else ["later", "gone"]
        unseen += ["after" if any(note.size in count for note in own) else "no_anchor", "truth"]
        self.unseen = [(name,) for name in [*["other"] * (not same), *["no_key"] * (not key), *unseen]]

    def use(self, key: str, place: Place | None) -> None:
        self.key, (self.name, _, rest) = key, key.partition("+")
        held = tried(base64.b64decode, rest[9:]) or b""
        self.key_id = sha(self.name.encode(), b"\n", held)[:4]
        if held[:1] != b"\1" or len(held) != 33 or rest != f"{self.key_id.hex()}+{base64.b64encode(held).decode()}":
            raise Fault("form", place) if place else OSError(f"no key: {key}")
        self.known[self.key_id] = held[1:]

    def keys(self, given: str, own: str, place: Place | None) -> None:
        """From the given key to the bundle's own, where each named the next by an entry of a log that it signed."""
        chain, self.known, self.vouched = list[str](), dict[bytes, bytes](), list[Note]()
        for file in [file for name, file in self.bundle.files.items() if name.startswith("keys/")]:
            line, _, text = self.bundle.text(file.file)[0].partition("\n")
            entry, proof = canonical(line.encode(), file), tried(PROOF.match, text)
            data: Any = entry.get("stream") == "house" and entry.get("type") == "log.key_changed" and entry.get("data")
            need(isinstance(data, dict) and proof and chain[-1:] in ([], [data.get("former")]), "form", file)
            self.use(str(data.get("former")), file)
            end, path = self.note(text[proof.end() :], file), [b64(one, file) for one in proof[2].split()]
            leads = tried(climb, sha(b"\0", line.encode()), int(proof[1]), end.size, path)
            need(leads == end.root, "inclusion", file)
            self.vouched, chain = [*self.vouched, end], [*chain, self.key, str(data.get("next"))]
        self.use(own if given in chain and chain[-1] == own else given, place)
        self.checked += [("followed", given, own)] * (self.key != given)

    def signed(self, text: str, place: Place, own: bool = False) -> str:
        """What is said above the signatures, once one is by the key; your own also by a former key or others."""
        said, _, below = text.rpartition("\n\n")
        lines = [b64(one, place) for one in re.findall(rf"(?m)^— {re.escape(self.name)} (\S+)$", below)[:4]]
        by = [held for held in lines if held[:4] in (self.known if own else [self.key_id])]
        for held in by:
            right = signed_by(self.known[held[:4]], (said + "\n").encode(), held[4:])
            self.unjudged += [("no_ed25519",)] * (right is None and not self.unjudged)
            if right is not False:
                return said + "\n"
        need(own and not by, "signature", place)
        self.unjudged += [("former", text.split("\n")[1])]
        return said + "\n"

    def note(self, text: str, place: Place, own: bool = False) -> Note:
        found = CHECKPOINT.fullmatch(self.signed(text, place, own))
        need(found and found[1] == self.name, "form", place)
        return Note(int(found[2]), b64(found[3], place), text, place)  # type: ignore[index]

    def own(self, file: str) -> list[Note]:
        text = Path(file).read_text(encoding="utf-8-sig", errors="replace") + "\n"
        found = [self.note(one[0], Place(file, 0, *one.span()), own=True) for one in WITHIN.finditer(text)]
        if not found:
            raise OSError(f"{file}: no checkpoint")
        return found

    def manifest(self) -> str:
        """Which kind of bundle this is; all files are those that its signed list names."""
        text, place = self.bundle.text("manifest", LINE)
        if not (head := re.match("talkoot-bundle/v1\n(log|initiative)\n", text)):
            raise Fault("manifest", place)
        files, at = iter(self.bundle.files.items()), place.first + head.end()
        for number, line in enumerate(text[head.end() :].partition("\n\n")[0].split("\n"), 3):
            here = Place("manifest", place.first, at, at + len(line.encode()) + 1, number)
            name, file = next(files, ("", place))
            digest, at = sha(memoryview(self.bundle.data)[file.first : file.last]).hex(), here.last
            same = line[:66] == f"{digest}  " or name in self.bundle.damaged
            need(line[66:] == name and same, "manifest", here, file)
        need([name for name, _ in files] == ["manifest"], "manifest", place)
        self.signed(text, place)
        return head[1]

    def follow(self, line: bytes, place: Place) -> tuple[dict[str, Any], bytes]:
        """An entry that is the next of its stream, and its hash as a leaf."""
        entry, leaf = canonical(line, place), sha(b"\0", line)
        seq, head = self.heads.get(stream := str(entry.get("stream")), (0, NONE))
        need(entry.get("stream") == stream and isinstance(entry.get("private"), dict), "form", place)
        need((entry.get("seq"), entry.get("prev")) == (seq + 1, head) and entry["seq"] is not True, "chain", place)
        self.heads[stream] = (seq + 1, leaf.hex())
        return entry, leaf

    def log(self, end: Note, others: list[Note]) -> dict[int, int]:
        """Every entry of the log; by size, how many entries each other checkpoint covers."""
        peaks, old = list[bytes](), 0
        leaves, entries = self.bundle.lines("leaves/"), self.bundle.lines("entries/")
        for note in sorted([note for note in [*others, end] if note.size <= end.size], key=lambda note: note.size):
            for size in range(old, note.size):
                (line, place), (told, there) = next(entries, (None, end.place)), next(leaves, (b"", end.place))
                need(line is not None, "root", place)
                leaf = self.follow(line or b"", place)[1]
                need(told == leaf.hex().encode(), "leaf", place, there)
                grow(peaks, size, leaf)
            need(root(peaks) == note.root, "root" if note is end else "fork", note.place)
            old = note.size
        for _, place in [*entries, *leaves, *self.bundle.lines("private/")]:
            raise Fault("root", place)
        return {note.size: note.size for note in others if note.size <= end.size}

    def initiative(self, end: Note, own: list[Note], earlier: list[Note]) -> dict[int, int]:
        """Every entry of some streams by its proof, and their texts; by size, how many each checkpoint covers."""
        texts, indexes, last = dict[Any, tuple[str, Place]](), list[int](), dict[str, int]()
        for number, (line, place) in enumerate(self.bundle.lines("entries/")):
            entry, leaf = self.follow(line, place)
            text, there = self.bundle.text(f"proofs/{number:08}.tlog-proof")
            proof, stream, private = PROOF.match(text), entry["stream"], entry["private"]
            index = int(proof[1]) if proof and text[proof.end() :] == end.text else end.size
            path = [b64(one, there) for one in proof[2].split()] if proof else []
            leads = last.get(stream, -1) < index < end.size and tried(climb, leaf, index, end.size, path) == end.root
            need(leads, "inclusion", place, there)
            last[stream] = index
            indexes.append(index)
            texts.update({(stream, entry["seq"], field): (private[field], place) for field in private})
        need(re.fullmatch(r"initiative:(\S+)( letters:\1)?", " ".join(self.heads)), "form", end.place)
        self.private(texts)
        proven = {end.size: end.root}
        for note in earlier:
            text, there = self.bundle.text(f"consistency/{note.size:015}.txt")
            path = [b64(one, there) for one in text.split("\n")[:-1]]
            leads = note.size and tried(grown, note.size, end.size, path, [note.root]) == (note.root, end.root)
            need(leads and re.fullmatch(f"({HASH}\n)+", text), "fork", note.place, there)
            proven[note.size] = note.root
        for note in own:
            need(proven.get(note.size, note.root) == note.root, "fork", note.place)
        self.unjudged += [("no_proof", note.size) for note in own if note.size < end.size and note.size not in proven]
        return {size: sum(index < size for index in indexes) for size in proven}

    def private(self, texts: dict[Any, tuple[str, Place]]) -> None:
        """The texts, each against the commitment in its entry; what is told of it, where it is not there."""
        counts = {"open": 0, "erased": 0, "withheld": 0}
        for line, place in self.bundle.lines("private/"):
            told = canonical(line, place)
            try:
                commitment, _ = texts.pop((told["stream"], told["seq"], told["field"]))
                counts[told["state"]] += 1
                if told["state"] == "open":
                    said = json.dumps([told["name"], told["value"]], ensure_ascii=False, separators=(",", ":"))
                    found = hmac.new(bytes.fromhex(told["salt"]), said.encode(), "sha256").hexdigest()
                    need(found == commitment and len(told["salt"]) == 64, "private", place)
            except (KeyError, TypeError, ValueError):
                raise Fault("private", place) from None
        need(not texts, "private", *[place for _, place in texts.values()][:1])
        self.checked.append(("texts", *counts.values()))

def examine(data: Any, key: str | None, outside: list[str]) -> Check:
    """All that was checked. Raises the first Fault; where a file was damaged later, its place is in that file."""
    bundle = Bundle(data)
    try:
        check = Check(bundle, key, outside)
    except Fault as fault:
        why, *places = fault.args
        if places := [place for place in places if not bundle.damaged or place.file in bundle.damaged]:
            raise Fault(why, *places) from None
    need(not bundle.damaged, "manifest", *[bundle.files[name] for name in sorted(bundle.damaged)[:1]])
    return check

def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle")
    parser.add_argument("--checkpoint", action="append", default=[], help="a file with a checkpoint that you kept")
    parser.add_argument("--key", help="the log's key as you got it elsewhere, or a file with it")
    parser.add_argument("--lang", choices=("fi", "en"), default="fi")
    asked = parser.parse_args()
    say = {name: said[asked.lang == "en"] for name, said in SAYS.items()}
    try:
        key = Path(asked.key).read_text(encoding="ascii") if asked.key and Path(asked.key).is_file() else asked.key
        with open(asked.bundle, "rb") as file:
            check = examine(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), key, asked.checkpoint)
        told, code = list[str](), 3 if check.unjudged else 0
        for part in ("checked", "unseen", "unjudged"):
            lines = [f"  {say[name].format(*of)}" for name, *of in getattr(check, part)]
            told += [say[part], *lines] if lines else []
    except Fault as fault:
        code, told = 1, [say[fault.args[0]]]
        for file, start, first, last, line in fault.args[1:]:
            told.append("  " + say["place"].format(file, line, first - start, last - start, first, last))
    except (OSError, ValueError, RecursionError, struct.error) as error:
        parser.error(str(error))
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    print(*("".join(one if one.isprintable() else "?" for one in line) for line in [*told, say[str(code)]]), sep="\n")
    return code

if __name__ == "__main__":
    sys.exit(main())
