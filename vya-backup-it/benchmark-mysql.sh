#!/usr/bin/env bash
# Measures whole processes side by side, on a private MariaDB made here.
#
#   vya-backup-it/benchmark-mysql.sh [MILLIONS_OF_ROWS]
#
# Wants root, hyperfine, GNU time, zstd, and MariaDB's server and client of this machine.
# The distribution must have been built (mvn -DskipTests package).
set -euo pipefail

rows=${1:-3}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d /var/tmp/vya-benchmark.XXXXXX)
chmod 755 "$work"
port=$((20000 + RANDOM % 20000))

cleanup() {
  [ -z "${server:-}" ] || kill "$server" || true
  wait
  rm -rf "$work"
}
trap cleanup EXIT

echo "== $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2-), $(nproc) cores, $(java -version 2>&1 | head -1)," \
  "$(mariadbd --version), $(zstd --version | grep -o 'v[0-9.]*')"

mkdir "$work/dist" "$work/store" "$work/my"
tar xzf "$here"/vya-backup-launcher/target/vya-backup-*.tar.gz -C "$work/dist" --strip-components=1
vya=$work/dist/bin/vya-backupdb
chown nobody "$work/my"
as_nobody=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
"${as_nobody[@]}" mariadb-install-db --no-defaults --datadir="$work/my/data" \
  --auth-root-authentication-method=normal >/dev/null
"${as_nobody[@]}" mariadbd --no-defaults --datadir="$work/my/data" --port="$port" --bind-address=127.0.0.1 \
  --socket="$work/my/s" --pid-file="$work/my/pid" --innodb-buffer-pool-size=1G \
  --innodb-flush-log-at-trx-commit=0 --log-error="$work/my/log" &
server=$!
options=$work/client.cnf
printf '[client]\nprotocol=tcp\nhost=127.0.0.1\nport=%s\nuser=root\n' "$port" >"$options"
until mariadb --defaults-file="$options" -e 'SELECT 1' >/dev/null 2>&1; do :; done
mariadb --defaults-file="$options" <<SQL
CREATE DATABASE shop;
USE shop;
CREATE TABLE orders (id BIGINT PRIMARY KEY, customer VARCHAR(99), email VARCHAR(99), created DATETIME,
  total DECIMAL(12,2), note TEXT, payload JSON, hash VARBINARY(16));
INSERT INTO orders SELECT seq, CONCAT('customer ', seq % 5000),
  CONCAT('user', seq * 7919 % 100003, '@example.org'), '2024-01-01' + INTERVAL seq * 37 SECOND,
  (seq * 1.37) % 9999, REPEAT(CONCAT('lorem ipsum dolor ', seq % 97, ' '), 2),
  JSON_OBJECT('id', seq, 'w', MD5(seq)), UNHEX(MD5(seq * 3))
  FROM seq_1_to_$((rows * 1000000));
ANALYZE TABLE orders;
SQL

for fingerprints in true false; do
  for evidence in stored decoded; do
    name=$evidence
    [ $fingerprints = true ] || name=$evidence-without
    cat >"$work/$name.json" <<JSON
{"run": {"state_dir": "$work/state", "verify_after_backup": "$evidence", "fingerprints": $fingerprints},
 "storages": [{"id": "local", "type": "local", "path": "$work/store"}],
 "instances": [{"id": "my", "dbms": "mariadb", "host": "127.0.0.1", "port": $port, "user": "root",
   "include": ["shop"], "globals": false}]}
JSON
  done
done

dump="mariadb-dump --defaults-file=$options --single-transaction --quick --routines --triggers --events"
dump="$dump --hex-blob --default-character-set=utf8mb4 shop"
echo "== MariaDB, a dump of $($dump | wc -c) bytes"
hyperfine -w 1 -r "${RUNS:-5}" --prepare "rm -rf $work/store/my; sync" \
  "$dump | zstd -q -T2 -3 -f -o $work/pipe.zst" \
  "$vya -c $work/stored.json backup --instance my" \
  "$vya -c $work/stored-without.json backup --instance my" \
  "$vya -c $work/decoded.json backup --instance my" \
  "$vya -c $work/decoded-without.json backup --instance my" 2>/dev/null | grep -E 'Bench|Time|Range'
command time -f 'peak memory of the JVM %M KiB, %e s' "$vya" -c "$work/decoded.json" backup --instance my |
  tail -1
