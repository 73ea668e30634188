CREATE EXTENSION hstore;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION pgcrypto;
CREATE EXTENSION citext;
CREATE SCHEMA "a b" AUTHORIZATION "rich 4""x";
SET search_path TO "a b", public;
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy ☺');
CREATE TYPE pair AS (a int, b text);
CREATE SEQUENCE odd_numbers START 7 INCREMENT 2;
SELECT nextval('odd_numbers'), nextval('odd_numbers');
CREATE TABLE "Häuser und ""Höfe""" (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "select" text COLLATE "C" NOT NULL DEFAULT E'tab\t\\N',
  m mood,
  p positive,
  doc jsonb,
  bin bytea,
  tags text[],
  span tstzrange,
  attrs hstore,
  mail citext UNIQUE,
  pairs pair[],
  f double precision,
  n numeric(40, 20),
  twice bigint GENERATED ALWAYS AS (id * 2) STORED,
  number bigint DEFAULT nextval('odd_numbers'),
  EXCLUDE USING gist (span WITH &&)
);
INSERT INTO "Häuser und ""Höfe""" ("select", m, p, doc, bin, tags, span, attrs, mail, pairs, f, n)
SELECT E'line\nfeed \\. \\! x ' || g, 'happy ☺', g, jsonb_build_object('k"', g, 'n', NULL, 'ü', E'\t'),
  decode(md5(g::text), 'hex') || '\x00ff0a0d5c'::bytea, ARRAY['a,b', NULL, '"', E'\\'],
  tstzrange(to_timestamp(g * 100), to_timestamp(g * 100 + 50)), hstore('k', NULL), 'X' || g || '@y',
  ARRAY[ROW(g, 'q"''')::pair], CASE g % 4 WHEN 0 THEN 'NaN' WHEN 1 THEN '-Infinity' ELSE random() END,
  g / 3.0
FROM generate_series(1, 500) g;
INSERT INTO "Häuser und ""Höfe""" (m) VALUES (NULL);
CREATE INDEX ON "Häuser und ""Höfe""" USING gin ("select" gin_trgm_ops) WHERE p > 3;
CREATE INDEX ON "Häuser und ""Höfe""" (lower("select"), (doc ->> 'k"'));
CREATE TABLE parts (d date NOT NULL, v int) PARTITION BY RANGE (d);
CREATE TABLE parts_old PARTITION OF parts FOR VALUES FROM (MINVALUE) TO ('2020-01-01') PARTITION BY HASH (v);
CREATE TABLE parts_old_0 PARTITION OF parts_old FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parts_old_1 PARTITION OF parts_old FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE parts_rest PARTITION OF parts DEFAULT;
INSERT INTO parts SELECT date '2019-06-01' + g, g FROM generate_series(1, 400) g;
CREATE TABLE parent (a int);
CREATE TABLE child (extra text) INHERITS (parent);
INSERT INTO parent VALUES (1);
INSERT INTO child VALUES (2, 'x');
CREATE TABLE refers (
  id int PRIMARY KEY,
  house bigint REFERENCES "Häuser und ""Höfe""" ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  self int REFERENCES refers
);
INSERT INTO refers SELECT g, g, g FROM generate_series(1, 50) g;
SET CONSTRAINTS ALL IMMEDIATE;
CREATE FUNCTION shout(t text, OUT r text) LANGUAGE plpgsql IMMUTABLE AS $body$
BEGIN
  -- $$ quoted $$
/*
\! echo this is data
*/
  r := upper(t) || '$x$' || E'\\';
END
$body$;
CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION more(a int) RETURNS int LANGUAGE sql RETURN a + 1;
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
CREATE TRIGGER "on touch" BEFORE UPDATE OF v ON parts FOR EACH ROW WHEN (OLD.v <> NEW.v) EXECUTE FUNCTION touch();
CREATE VIEW first_view AS SELECT id, shout("select") AS s FROM "Häuser und ""Höfe""";
CREATE VIEW second_view WITH (security_barrier) AS SELECT count(*) AS c FROM first_view WHERE s <> '';
CREATE MATERIALIZED VIEW third_view AS SELECT c, now() > 'epoch' AS later FROM second_view;
CREATE UNIQUE INDEX ON third_view (c);
CREATE RULE "no delete" AS ON DELETE TO first_view DO INSTEAD NOTHING;
ALTER TABLE refers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "own rows" ON refers FOR SELECT TO "rich 5""x" USING (id % 2 = 0);
CREATE STATISTICS stats (dependencies) ON d, v FROM parts;
CREATE UNLOGGED TABLE fast (x int);
INSERT INTO fast VALUES (1);
ALTER TABLE parts OWNER TO "rich 6""x";
GRANT SELECT (id, "select"), UPDATE (m) ON "Häuser und ""Höfe""" TO "rich 7""x" WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION shout(text) TO "rich 8""x";
ALTER DEFAULT PRIVILEGES FOR ROLE "rich 9""x" IN SCHEMA "a b" GRANT SELECT ON TABLES TO "rich 1""x";
COMMENT ON COLUMN refers.self IS 'it''s \ odd';
CREATE PUBLICATION pub FOR TABLE refers;
CREATE FUNCTION ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN NULL; END$$;
CREATE EVENT TRIGGER on_ddl ON ddl_command_end EXECUTE FUNCTION ddl();
SELECT lo_from_bytea(0, '\x00ff5c0a'::bytea || decode(repeat(md5('x'), 4000), 'hex'));
SELECT lo_from_bytea(4242, '');
COMMENT ON LARGE OBJECT 4242 IS 'empty';
GRANT SELECT ON LARGE OBJECT 4242 TO "rich 1""x";
