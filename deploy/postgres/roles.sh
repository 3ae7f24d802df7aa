#!/bin/bash
# Runs once, when the database is created. The role that owns the schema may create the roles of the API and of the operators, and
# is no superuser. The superuser has no password afterwards: it can be used only inside this container, over the Unix socket.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --quiet --username postgres --dbname postgres \
    --set password="$(cat /run/secrets/owner-password)" <<'SQL'
CREATE ROLE secureauth_owner LOGIN CREATEROLE PASSWORD :'password';
ALTER DATABASE secureauth OWNER TO secureauth_owner;
REVOKE ALL ON DATABASE secureauth FROM PUBLIC;
ALTER ROLE postgres PASSWORD NULL;
SQL
