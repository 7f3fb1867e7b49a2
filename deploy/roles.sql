-- The roles and the database of an installation on a PostgreSQL of your own (15 or newer).
-- Run once, by a superuser, with psql; compose.yaml does so when its database is new:
--
--   TALENTA_OWNER_PASSWORD=… TALENTA_APP_PASSWORD=… psql -f deploy/roles.sql
--
-- talenta_owner owns the tables and migrates. talenta_app is the service: it owns nothing and is
-- under row-level security. Neither is a superuser and neither has BYPASSRLS.

\set ON_ERROR_STOP on
\set owner_password ''
\set app_password ''
\getenv owner_password TALENTA_OWNER_PASSWORD
\getenv app_password TALENTA_APP_PASSWORD
select :'owner_password' = '' or :'app_password' = '' as passwords_missing \gset
\if :passwords_missing
  do $$ begin raise exception 'set TALENTA_OWNER_PASSWORD and TALENTA_APP_PASSWORD'; end $$;
\endif

create role talenta_owner login nosuperuser nobypassrls password :'owner_password';
create role talenta_app login nosuperuser nobypassrls password :'app_password';
-- For commands that are run with the owner's login: they take on the service's role.
grant talenta_app to talenta_owner;

create database talenta owner talenta_owner encoding 'UTF8' template template0;
revoke all on database talenta from public;
grant connect, temporary on database talenta to talenta_app;
