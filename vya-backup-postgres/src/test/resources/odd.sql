SET search_path TO public;
CREATE SCHEMA "a.b";
CREATE SCHEMA "s ""q"" ü";
CREATE SCHEMA a;
CREATE SEQUENCE counted;
CREATE TABLE "a.b".c (t text);
CREATE TABLE a."b.c" (t text);
INSERT INTO "a.b".c VALUES ('one');
INSERT INTO a."b.c" VALUES ('other');
CREATE TABLE "s ""q"" ü"."tab	and
line; -- COPY x FROM stdin;" ("col
umn;" text, "it's" text, "$$" text);
INSERT INTO "s ""q"" ü"."tab	and
line; -- COPY x FROM stdin;"
VALUES ('COPY public.words (t) FROM stdin;', E'\\.', NULL), (NULL, E'\n\\.\n', '$x$ '' /* --'),
  ('SELECT pg_catalog.setval(''public.s'', 7, true);', '', E'\t');
CREATE TABLE words (t text);
INSERT INTO words SELECT unnest(ARRAY['\.', '\', '', NULL, E'\n', E'\r\n', E'\\.\n',
  'COPY words (t) FROM stdin;', '-- PostgreSQL database dump complete', '\unrestrict x', E'\u2028ü',
  'SELECT pg_catalog.lo_open(''1'', 131072);', 'COMMIT;', 'DROP DATABASE x;', '''', '$$', '$body$', '/*']);
CREATE TABLE empty (a int);
CREATE TABLE nothing ();
INSERT INTO nothing DEFAULT VALUES;
INSERT INTO nothing DEFAULT VALUES;
CREATE TABLE made (a int, b int GENERATED ALWAYS AS (a * 2) STORED);
INSERT INTO made SELECT g FROM generate_series(1, 10) g;
CREATE TABLE long (id int, a text);
INSERT INTO long SELECT g, repeat(md5(g::text) || E'\\.\n', 50000) FROM generate_series(1, 3) g;
CREATE TABLE instants (a timestamptz, b timestamp);
INSERT INTO instants VALUES ('2024-07-01 12:00:00+02', '2024-07-01 12:00:00');
CREATE TYPE side AS ENUM ('left', 'right');
CREATE TABLE sides (s side) PARTITION BY HASH (s);
CREATE TABLE sides_0 PARTITION OF sides FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE sides_1 PARTITION OF sides FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO sides SELECT CASE g % 3 WHEN 0 THEN 'left' ELSE 'right' END::side FROM generate_series(1, 40) g;
CREATE TABLE elder (a int, c text);
CREATE TABLE younger (z text) INHERITS (elder);
ALTER TABLE elder ADD COLUMN later text;
INSERT INTO younger (a, c, z, later) VALUES (1, 'one', 'z', 'l'), (2, NULL, E'\t', E'\\N');
CREATE FUNCTION words() RETURNS text LANGUAGE sql AS $$
SELECT '
COPY public.words (t) FROM stdin;
fake
\.
'$$;
DO $do$BEGIN EXECUTE $text$
CREATE FUNCTION atomic(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC
  SELECT 1;
  SELECT nextval('counted')::int;
END
$text$; END$do$;
COMMENT ON TABLE words IS '
COPY public.words (t) FROM stdin;
fake
\.
';
CREATE VIEW told AS SELECT E'\nCOPY public.words (t) FROM stdin;\nfake\n' AS "a;
COPY public.words (t) FROM stdin;
";
SELECT setval('counted', 4711);
SELECT lo_from_bytea(7, decode(repeat('00ff5c2e0a', 20000), 'hex'));
