"""Made the vaults beside this file, with the Python library "cryptography", which the old program used."""
import base64
import hashlib
import json
from cryptography.fernet import Fernet

fernet = Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"backup-sp-01").digest()))


def seal(text):
    return fernet.encrypt(text.encode()).decode()


other = Fernet(Fernet.generate_key())
flat = {"mysql": seal('p#ss "quoted" \\ ç'), "empty": seal(""), "long": seal("x" * 5000)}
nested = {
    "version": "1.0",
    "created": 1700000000,
    "credentials": {"smtp": {"username": seal("robot"), "password": seal("s3cr:et@/%")}, "tokens": [seal("a"), seal("${env:HOME}")]},
}
foreign = {"good": seal("a"), "bad": other.encrypt(b"b").decode()}
for name, vault in (("flat", flat), ("nested", nested), ("foreign", foreign)):
    with open(name + ".json.enc", "wb") as file:
        file.write(fernet.encrypt(json.dumps(vault).encode()))
with open("list.json.enc", "wb") as file:
    file.write(fernet.encrypt(b"[1]") + b"\n")
