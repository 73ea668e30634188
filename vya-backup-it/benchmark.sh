#!/usr/bin/env bash
# Measures whole processes side by side, on a private PostgreSQL and a folder of files, both made here.
#
#   vya-backup-it/benchmark.sh [MILLIONS_OF_ROWS]
#
# Wants root, hyperfine, GNU time, zstd, tar, and PostgreSQL 15 or newer under /usr/lib/postgresql.
# The distribution must have been built (mvn -DskipTests package).
set -euo pipefail

rows=${1:-1.8}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d /var/tmp/vya-benchmark.XXXXXX)
chmod 755 "$work"
bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -1)
port=$((20000 + RANDOM % 20000))
as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups)

cleanup() {
  [ -z "${server:-}" ] || { kill -INT "$server" && wait "$server" || true; }
  rm -rf "$work"
}
trap cleanup EXIT

echo "== $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2-), $(nproc) cores, $(java -version 2>&1 | head -1)," \
  "$("$bin/postgres" --version), $(zstd --version | grep -o 'v[0-9.]*')"

mkdir "$work/dist" "$work/store" "$work/pg"
tar xzf "$here"/vya-backup-launcher/target/vya-backup-*.tar.gz -C "$work/dist" --strip-components=1
vya=$work/dist/bin/vya-backupdb
export PGPASSWORD=benchmark PGHOST=127.0.0.1 PGPORT=$port PGUSER=postgres
echo "$PGPASSWORD" >"$work/pg/password"
chown -R postgres "$work/pg"
"${as_postgres[@]}" "$bin/initdb" -D "$work/pg/data" -U postgres --pwfile="$work/pg/password" \
  -A scram-sha-256 -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
"${as_postgres[@]}" "$bin/postgres" -D "$work/pg/data" -p "$port" -c listen_addresses=127.0.0.1 \
  -c unix_socket_directories= -c fsync=off -c shared_buffers=1GB -c max_wal_size=8GB \
  >"$work/pg/log" 2>&1 &
server=$!
until "$bin/pg_isready" -q; do :; done
"$bin/psql" -q -d postgres -c 'CREATE DATABASE shop'
"$bin/psql" -q -d shop -v rows="$rows" <<'SQL'
CREATE TABLE orders (id bigint PRIMARY KEY, customer text, email text, created timestamptz,
  total numeric(12,2), note text, payload jsonb, hash bytea);
INSERT INTO orders SELECT g, 'customer ' || g % 5000, 'user' || g * 7919 % 100003 || '@example.org',
  timestamptz '2024-01-01' + g * interval '37 seconds', (g * 1.37) % 9999,
  repeat('lorem ipsum dolor ' || g % 97 || ' ', 2),
  jsonb_build_object('id', g, 'tags', array['a', 'b', (g % 13)::text], 'w', md5(g::text)),
  decode(md5((g * 3)::text), 'hex') FROM generate_series(1::bigint, (:rows * 1000000)::bigint) g;
VACUUM ANALYZE orders;
SQL

configure() { # evidence, instances
  cat >"$work/$1.json" <<JSON
{"run": {"state_dir": "$work/state", "verify_after_backup": "$1"},
 "storages": [{"id": "local", "type": "local", "path": "$work/store"}],
 "instances": [
  {"id": "pg", "dbms": "postgresql", "host": "127.0.0.1", "port": $port, "user": "postgres",
   "password": "$PGPASSWORD", "globals": false},
  {"id": "www", "dbms": "files", "sets": {"tree": {"include": ["$work/tree"]}}}]}
JSON
  chmod 600 "$work/$1.json"
}
for evidence in stored read_back decoded; do configure "$evidence"; done

echo "== start"
"$vya" version
hyperfine -N -w 2 -r 10 "$vya --help" "$vya -c $work/decoded.json config validate" 2>/dev/null | grep -E 'Bench|Time'

dump="$bin/pg_dump shop"
echo "== PostgreSQL, a plain dump of $($dump | wc -c) bytes"
hyperfine -w 1 -r 5 --prepare "rm -rf $work/store/pg; sync" \
  "$dump | zstd -q -T2 -3 -f -o $work/pipe.zst" \
  "$vya -c $work/stored.json backup --instance pg" \
  "$vya -c $work/read_back.json backup --instance pg" \
  "$vya -c $work/decoded.json backup --instance pg" 2>/dev/null | grep -E 'Bench|Time|Range'
hyperfine -r 1 "$dump | gzip > $work/pipe.gz" 2>/dev/null | grep -E 'Bench|Time'
command time -f 'peak memory of the JVM %M KiB, %e s' "$vya" -c "$work/decoded.json" backup --instance pg |
  tail -1

echo "== files"
mkdir "$work/tree"
for folder in $(seq 1 550); do
  mkdir "$work/tree/$folder"
  # Half noise, half text, 100 files of about 19 KB.
  head -c 950000 /dev/urandom | split -b 9500 -a 3 -d - "$work/tree/$folder/f"
  for file in "$work/tree/$folder"/f*; do seq -f 'line %g of a text that repeats itself' 1 240 >>"$file"; done
done
du -sh --apparent-size "$work/tree"
find "$work/tree" -type f | wc -l
hyperfine -w 1 -r 5 --prepare "rm -rf $work/store/www; sync" \
  "tar -C / -cf - ${work#/}/tree | zstd -q -T2 -3 -f -o $work/tree.zst" \
  "$vya -c $work/stored.json backup --instance www" \
  "$vya -c $work/decoded.json backup --instance www" 2>/dev/null | grep -E 'Bench|Time|Range'
command time -f 'peak memory of the JVM %M KiB, %e s' "$vya" -c "$work/decoded.json" backup --instance www |
  tail -1
