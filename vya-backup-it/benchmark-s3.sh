#!/usr/bin/env bash
# Measures whole processes: one dump into a folder, into an S3 server, into both, and the upload alone; then the
# listing of a store of many backups against a plain walk that reads the same manifests.
#
#   vya-backup-it/benchmark-s3.sh [MEGABYTES_OF_THE_DUMP] [MANIFESTS]
#
# Wants sqlite3, curl 7.75 or newer, GNU time, Java 17 and an idle machine. The distribution must have been built
# (mvn -DskipTests package); the S3 server is S3Proxy from the tests' dependencies.
set -euo pipefail

megabytes=${1:-500}
manifests=${2:-100000}
runs=${RUNS:-3}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d /var/tmp/vya-benchmark.XXXXXX)

cleanup() {
  [ -z "${server:-}" ] || { kill "$server" && wait "$server" || true; }
  rm -rf "$work"
}
trap cleanup EXIT

echo "== $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2-), $(nproc) cores, $(java -version 2>&1 | head -1)," \
  "load $(cut -d' ' -f1 /proc/loadavg)"

mkdir "$work/dist" "$work/store" "$work/data" "$work/bucket" "$work/tools"
tar xzf "$here"/vya-backup-launcher/target/vya-backup-*.tar.gz -C "$work/dist" --strip-components=1
vya=$work/dist/bin/vya-backupdb

cat >"$work/tools/Server.java" <<'JAVA'
import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

class Server {
  public static void main(String[] arguments) throws Exception {
    var store = new FilesystemNio2BlobStore(arguments[0]);
    var server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, "benchmark", "benchmark-secret")
            .build();
    server.start();
    store.createContainer("backups");
    System.out.println(server.getPort());
    Thread.currentThread().join();
  }
}
JAVA
(cd "$here" && mvn -B -q -o -DskipTests -Dmaven.javadoc.skip -pl vya-backup-s3 -am process-test-classes \
  dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$work/classpath" >"$work/maven.log") ||
  { cat "$work/maven.log" >&2; exit 1; }
java -Xmx512m -cp "$(cat "$work/classpath")" "$work/tools/Server.java" "$work/bucket" >"$work/port" 2>"$work/server.log" &
server=$!
until [ -s "$work/port" ]; do kill -0 "$server" || { cat "$work/server.log" >&2; exit 1; }; sleep 0.1; done
endpoint=http://127.0.0.1:$(cat "$work/port")

# Half noise, half text, as databases are; the dump of SQLite is the file.
sqlite3 "$work/data/shop.db" "PRAGMA journal_mode=off; PRAGMA synchronous=off;
  CREATE TABLE orders (id INTEGER PRIMARY KEY, hash BLOB, note TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $megabytes * 1000)
  INSERT INTO orders SELECT i, randomblob(500), printf('%0500d lorem ipsum', i) FROM n;" >/dev/null

configure() { # name, destinations
  cat >"$work/$1.json" <<JSON
{"run": {"state_dir": "$work/state", "fingerprints": false},
 "defaults": {"destinations": [$2]},
 "storages": [
  {"id": "local", "type": "local", "path": "$work/store"},
  {"id": "s3", "type": "s3", "bucket": "backups", "endpoint": "$endpoint",
   "access_key": "benchmark", "secret_key": "benchmark-secret"}],
 "instances": [{"id": "app", "dbms": "sqlite", "path": "$work/data"}]}
JSON
  chmod 600 "$work/$1.json"
}
configure local '"local"'
configure s3 '"s3"'
configure both '"local", "s3"'
# Of the listing, the bucket is no part.
cat >"$work/list.json" <<JSON
{"run": {"state_dir": "$work/state"},
 "storages": [{"id": "local", "type": "local", "path": "$work/store"}],
 "instances": [{"id": "app", "dbms": "sqlite", "path": "$work/data"}]}
JSON
chmod 600 "$work/list.json"

# The best of some runs; the others show how much the machine was disturbed.
measure() { # name, command...
  local name=$1 n
  shift
  for n in $(seq "$runs"); do
    rm -rf "$work/store"/* "$work/bucket/backups"/*
    sync
    command time -v -o "$work/time.$n" "$@" >"$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }
  done
  awk -v name="$name" '
    /Elapsed/ { n = split($NF, t, ":"); s = t[n] + 60 * t[n - 1] + (n > 2 ? 3600 * t[1] : 0); all = all " " s
                best = best == "" || s < best ? s : best }
    /Maximum resident/ { peak = $NF > peak ? $NF : peak }
    END { printf "%-22s best %6.1f s of%s s, peak %d MiB\n", name, best, all, peak / 1024 }' "$work"/time.*
  rm "$work"/time.*
}

echo "== a dump of $(stat -c %s "$work/data/shop.db") bytes"
"$vya" -c "$work/local.json" backup --all >/dev/null
artifact=$(find "$work/store" -name '*.zst')
cp "$artifact" "$work/artifact"
echo "   as $(stat -c %s "$work/artifact") bytes"
measure 'into a folder' "$vya" -c "$work/local.json" backup --all
measure 'into S3' "$vya" -c "$work/s3.json" backup --all
measure 'into both' "$vya" -c "$work/both.json" backup --all
measure 'the upload alone' curl -sS --fail --aws-sigv4 aws:amz:us-east-1:s3 --user benchmark:benchmark-secret \
  -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' -T "$work/artifact" "$endpoint/backups/artifact"

echo "== $manifests manifests in a folder"
rm -rf "$work/store"/*
"$vya" -c "$work/local.json" backup --all >/dev/null
manifest=$(find "$work/store" -name '*.manifest.json')
cat >"$work/tools/Many.java" <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

class Many {
  public static void main(String[] arguments) throws Exception {
    Path store = Path.of(arguments[0]);
    String text = Files.readString(Path.of(arguments[1]));
    String key = text.replaceAll("(?s).*\"key\" : \"([^\"]*)\".*", "$1");
    String id = text.replaceAll("(?s).*?\"id\" : \"([^\"]*)\".*", "$1");
    for (int n = 0; n < Integer.parseInt(arguments[2]); n++) {
      String other = "app/db" + n % 200 + "/" + n + ".zst";
      Files.createDirectories(store.resolve(other).getParent());
      Files.createFile(store.resolve(other));
      Files.writeString(
          store.resolve(other + ".manifest.json"),
          text.replace(key, other)
              .replace(id, "20260101T000000Z-" + n)
              .replaceAll("\"started\" : \"[^\"]*\"", "\"started\" : \"" + Instant.EPOCH.plusSeconds(n) + "\""));
    }
  }
}
JAVA
cat >"$work/tools/Walk.java" <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;

class Walk {
  public static void main(String[] arguments) throws Exception {
    long bytes = 0;
    try (var files = Files.walk(Path.of(arguments[0]))) {
      for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".manifest.json"))::iterator) {
        bytes += Files.readAllBytes(file).length;
      }
    }
    System.out.println(bytes);
  }
}
JAVA
java "$work/tools/Many.java" "$work/store" "$manifest" "$manifests"
javac -d "$work/tools" "$work/tools/Walk.java"
list() { # name, command...
  local name=$1 n
  shift
  "$@" >/dev/null
  for n in $(seq "$runs"); do
    command time -f '%e s, peak %M KiB' -o "$work/time" "$@" >/dev/null
    echo "$name: $(cat "$work/time")"
  done
}
list 'a plain walk that reads them' java -Xmx64m -cp "$work/tools" Walk "$work/store"
list 'restore-list' "$vya" -c "$work/list.json" restore-list --limit 50
