DO $own$
DECLARE
  it record;
  kind text;
BEGIN
  PERFORM set_config('search_path', 'pg_catalog', true);
  FOR it IN SELECT o.classid, o.objid FROM (
        SELECT 'pg_namespace'::regclass AS classid, oid AS objid, nspowner AS owner FROM pg_namespace
          WHERE nspname !~ '^pg_'
        UNION ALL SELECT 'pg_class'::regclass, oid, relowner FROM pg_class
          WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relpersistence <> 't'
        UNION ALL SELECT 'pg_type'::regclass, t.oid, typowner FROM pg_type t
          LEFT JOIN pg_class c ON c.oid = typrelid
          WHERE typcategory <> 'A' AND typtype <> 'm' AND coalesce(relkind, 'c') = 'c'
        UNION ALL SELECT 'pg_proc'::regclass, oid, proowner FROM pg_proc
        UNION ALL SELECT 'pg_operator'::regclass, oid, oprowner FROM pg_operator
        UNION ALL SELECT 'pg_opclass'::regclass, oid, opcowner FROM pg_opclass
        UNION ALL SELECT 'pg_opfamily'::regclass, oid, opfowner FROM pg_opfamily
        UNION ALL SELECT 'pg_collation'::regclass, oid, collowner FROM pg_collation
        UNION ALL SELECT 'pg_conversion'::regclass, oid, conowner FROM pg_conversion
        UNION ALL SELECT 'pg_ts_config'::regclass, oid, cfgowner FROM pg_ts_config
        UNION ALL SELECT 'pg_ts_dict'::regclass, oid, dictowner FROM pg_ts_dict
        UNION ALL SELECT 'pg_statistic_ext'::regclass, oid, stxowner FROM pg_statistic_ext
        UNION ALL SELECT 'pg_publication'::regclass, oid, pubowner FROM pg_publication
        UNION ALL SELECT 'pg_foreign_server'::regclass, oid, srvowner FROM pg_foreign_server
        UNION ALL SELECT 'pg_language'::regclass, oid, lanowner FROM pg_language
        UNION ALL SELECT 'pg_largeobject'::regclass, oid, lomowner FROM pg_largeobject_metadata) o
      WHERE o.owner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
        AND (o.objid >= 16384 OR o.classid = 'pg_largeobject'::regclass)
        -- Extensions keep what is theirs, and a sequence goes with its column.
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.classid AND d.objid = o.objid
          AND (d.deptype = 'e' OR d.deptype IN ('a', 'i') AND d.refobjsubid > 0
            AND d.refobjid <> d.objid AND d.classid = 'pg_class'::regclass)) LOOP
    SELECT CASE
          WHEN type = 'composite type' THEN 'TYPE'
          WHEN type = 'statistics object' THEN 'STATISTICS'
          WHEN type IN ('function', 'procedure', 'aggregate') THEN 'ROUTINE'
          ELSE type END || ' ' || identity
        INTO kind FROM pg_identify_object(it.classid, it.objid, 0);
    EXECUTE 'ALTER ' || kind || ' OWNER TO ' || quote_ident(current_setting('vya_backup.owner'));
  END LOOP;
END
$own$;
