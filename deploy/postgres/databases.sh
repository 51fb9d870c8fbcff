#!/bin/sh
# Runs once, when the database server's volume is new: an owner and databases for Talkoot, and others for Temporal, so
# that neither can read the other's. Passwords come from DB_PASSWORD_TALKOOT and DB_PASSWORD_TEMPORAL.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set talkoot="$DB_PASSWORD_TALKOOT" --set temporal="$DB_PASSWORD_TEMPORAL" <<'SQL'
CREATE ROLE talkoot LOGIN PASSWORD :'talkoot';
CREATE ROLE temporal LOGIN PASSWORD :'temporal';
CREATE DATABASE talkoot OWNER talkoot;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
REVOKE CONNECT ON DATABASE talkoot, temporal, temporal_visibility FROM PUBLIC;
SQL
