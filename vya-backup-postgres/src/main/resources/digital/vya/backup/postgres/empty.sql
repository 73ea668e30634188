DO $empty$
DECLARE
  kept oid[];
  it record;
  part record;
  scope text;
BEGIN
  PERFORM set_config('search_path', 'pg_catalog', true);
  PERFORM set_config('lock_timeout', '60s', true);
  PERFORM set_config('client_min_messages', 'warning', true);

  FOR it IN SELECT subname FROM pg_subscription s JOIN pg_database d ON d.oid = subdbid
      WHERE datname = current_database() LOOP
    RAISE EXCEPTION 'the subscription % cannot be dropped in a transaction; drop it first',
        quote_ident(it.subname);
  END LOOP;

  -- They would see what follows.
  FOR it IN SELECT evtname FROM pg_event_trigger t WHERE NOT EXISTS (SELECT FROM pg_depend d
      WHERE d.classid = 'pg_event_trigger'::regclass AND d.objid = t.oid AND deptype = 'e') LOOP
    EXECUTE format('DROP EVENT TRIGGER %I', it.evtname);
  END LOOP;

  -- Extensions that this user could not create again, and those they need.
  WITH RECURSIVE wanted(oid) AS (
    SELECT e.oid FROM pg_extension e
      WHERE extname = 'plpgsql' OR NOT EXISTS (SELECT FROM pg_available_extension_versions v
        WHERE v.name = e.extname AND ((SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
          OR v.trusted AND pg_has_role(e.extowner, 'USAGE')))
    UNION
    SELECT d.refobjid FROM wanted w JOIN pg_depend d ON d.classid = 'pg_extension'::regclass
      AND d.objid = w.oid AND d.refclassid = 'pg_extension'::regclass)
  SELECT coalesce(array_agg(oid), '{}') INTO kept FROM wanted;
  FOR it IN SELECT extname FROM pg_extension WHERE oid <> ALL (kept) LOOP
    EXECUTE format('DROP EXTENSION IF EXISTS %I CASCADE', it.extname);
  END LOOP;

  -- A dump brings the rows that users added to tables of extensions.
  FOR it IN SELECT t::regclass AS name, coalesce(extcondition[n], '') AS condition
      FROM pg_extension, unnest(extconfig) WITH ORDINALITY u(t, n) JOIN pg_class c ON c.oid = t
      WHERE c.relkind = 'r' LOOP
    EXECUTE format('SELECT 1 FROM %s %s LIMIT 1', it.name, it.condition) INTO part;
    IF part IS NOT NULL THEN
      EXECUTE format('DELETE FROM %s %s', it.name, it.condition);
    END IF;
  END LOOP;

  FOR it IN SELECT oid, nspname FROM pg_namespace
      WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    IF NOT EXISTS (SELECT FROM pg_depend s LEFT JOIN pg_depend e
          ON e.classid = s.classid AND e.objid = s.objid AND e.deptype = 'e'
        WHERE s.refclassid = 'pg_namespace'::regclass AND s.refobjid = it.oid
          AND (e.objid IS NOT NULL OR s.classid = 'pg_extension'::regclass))
        AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_namespace'::regclass
          AND objid = it.oid AND deptype = 'e') THEN
      EXECUTE format('DROP SCHEMA %I CASCADE', it.nspname);
      CONTINUE;
    END IF;
    FOR part IN SELECT d.classid, d.objid FROM pg_depend d
        WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = it.oid AND d.deptype = 'n'
          AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classid
            AND e.objid = d.objid AND e.deptype IN ('e', 'i') AND e.refobjid <> e.objid)
          AND d.classid NOT IN ('pg_extension'::regclass, 'pg_default_acl'::regclass) LOOP
      SELECT CASE
            WHEN type = 'composite type' THEN 'TYPE'
            WHEN type = 'statistics object' THEN 'STATISTICS'
            WHEN type IN ('function', 'procedure', 'aggregate') THEN 'ROUTINE'
            ELSE type END || ' ' || identity
          INTO scope FROM pg_identify_object(part.classid, part.objid, 0);
      IF scope IS NOT NULL THEN
        EXECUTE 'DROP ' || scope || ' CASCADE';
      END IF;
    END LOOP;
  END LOOP;

  IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public') THEN
    IF current_setting('server_version_num')::int >= 150000 THEN
      CREATE SCHEMA public AUTHORIZATION pg_database_owner;
      GRANT USAGE ON SCHEMA public TO PUBLIC;
    ELSE
      CREATE SCHEMA public;
      GRANT ALL ON SCHEMA public TO PUBLIC;
    END IF;
    COMMENT ON SCHEMA public IS 'standard public schema';
  END IF;

  PERFORM lo_unlink(oid) FROM pg_largeobject_metadata;

  -- What belongs to no schema; a cascade may have taken it already.
  FOR it IN SELECT o.classid, o.objid FROM (
        SELECT 'pg_publication'::regclass AS classid, oid AS objid FROM pg_publication
        UNION ALL SELECT 'pg_transform'::regclass, oid FROM pg_transform
        UNION ALL SELECT 'pg_cast'::regclass, oid FROM pg_cast
        UNION ALL SELECT 'pg_foreign_server'::regclass, oid FROM pg_foreign_server
        UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid FROM pg_foreign_data_wrapper
        UNION ALL SELECT 'pg_language'::regclass, oid FROM pg_language
        UNION ALL SELECT 'pg_am'::regclass, oid FROM pg_am) o
      WHERE o.objid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend e
        WHERE e.classid = o.classid AND e.objid = o.objid AND e.deptype = 'e') LOOP
    SELECT replace(type, '-', ' ') || ' ' || identity INTO scope
        FROM pg_identify_object(it.classid, it.objid, 0);
    IF scope IS NOT NULL THEN
      EXECUTE 'DROP ' || scope || ' CASCADE';
    END IF;
  END LOOP;

  -- They would take effect on what is restored.
  FOR it IN SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I', pg_get_userbyid(defaclrole))
        || CASE WHEN nspname IS NULL THEN '' ELSE format(' IN SCHEMA %I', nspname) END AS change,
        CASE defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
          WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END AS kind,
        defaclacl, pg_get_userbyid(defaclrole) AS owner, nspname IS NULL AS everywhere
      FROM pg_default_acl LEFT JOIN pg_namespace n ON n.oid = defaclnamespace LOOP
    FOR part IN SELECT DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC'
        ELSE quote_ident(pg_get_userbyid(grantee)) END AS grantee FROM aclexplode(it.defaclacl) LOOP
      EXECUTE it.change || ' REVOKE ALL ON ' || it.kind || ' FROM ' || part.grantee;
    END LOOP;
    IF it.everywhere THEN
      EXECUTE it.change || ' GRANT ALL ON ' || it.kind || format(' TO %I', it.owner);
      IF it.kind IN ('FUNCTIONS', 'TYPES') THEN
        EXECUTE it.change || ' GRANT ALL ON ' || it.kind || ' TO PUBLIC';
      END IF;
    END IF;
  END LOOP;
END
$empty$;
