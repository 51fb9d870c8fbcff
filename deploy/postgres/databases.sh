#!/bin/sh
# Runs once, when the database server's volume is new: roles and databases for Talkoot, and others for Temporal, so that
# neither can read the other's. Talkoot's tables belong to talkoot_owner, who brings them up to date and restores them;
# its processes come as talkoot, to whom the migrations leave nothing but reading and adding in the ledger. Passwords
# come from DB_PASSWORD_OWNER, DB_PASSWORD_TALKOOT and DB_PASSWORD_TEMPORAL.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set owner="$DB_PASSWORD_OWNER" \
  --set talkoot="$DB_PASSWORD_TALKOOT" --set temporal="$DB_PASSWORD_TEMPORAL" <<'SQL'
CREATE ROLE talkoot_owner LOGIN PASSWORD :'owner';
CREATE ROLE talkoot LOGIN PASSWORD :'talkoot';
CREATE ROLE temporal LOGIN PASSWORD :'temporal';
CREATE DATABASE talkoot OWNER talkoot_owner;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
REVOKE CONNECT ON DATABASE talkoot, temporal, temporal_visibility FROM PUBLIC;
GRANT CONNECT ON DATABASE talkoot TO talkoot;
\connect talkoot
ALTER DEFAULT PRIVILEGES FOR ROLE talkoot_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO talkoot;
ALTER DEFAULT PRIVILEGES FOR ROLE talkoot_owner GRANT USAGE ON SEQUENCES TO talkoot;
SQL
