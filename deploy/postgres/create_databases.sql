-- Two databases, two roles, neither able to connect to the other's. A psql script, run by the superuser on the
-- database "postgres" at every start: it makes what is missing and sets the passwords. Variables: auth_match_password,
-- image_community_password.
\set ON_ERROR_STOP on

SELECT format('CREATE ROLE %I', name)
FROM (VALUES ('auth_match'), ('image_community')) AS wanted (name)
WHERE name NOT IN (SELECT rolname FROM pg_roles)
\gexec

ALTER ROLE auth_match WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'auth_match_password';
ALTER ROLE image_community WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'image_community_password';

-- CREATE DATABASE cannot stand in a transaction or a function, hence one statement each through \gexec.
SELECT format('CREATE DATABASE %I OWNER %I ENCODING %L TEMPLATE template0', name, name, 'UTF8')
FROM (VALUES ('auth_match'), ('image_community')) AS wanted (name)
WHERE name NOT IN (SELECT datname FROM pg_database)
\gexec

-- Everybody may connect everywhere by default. The owner keeps its own rights.
REVOKE ALL ON DATABASE postgres, template1, auth_match, image_community FROM PUBLIC;

-- The database's owner owns the schema "public" (through pg_database_owner); nobody else may even look into it.
\connect auth_match
REVOKE ALL ON SCHEMA public FROM PUBLIC;
\connect image_community
REVOKE ALL ON SCHEMA public FROM PUBLIC;
