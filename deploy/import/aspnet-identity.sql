-- Writes the users of ASP.NET Core Identity as JSON Lines for secureauth users import. PostgreSQL, with Identity's own names.
--
--   psql --no-psqlrc --tuples-only --no-align --file aspnet-identity.sql "$OLD_DATABASE" > users.jsonl
--
-- Where users sign in with a name of their own, add another line to the object:
--
--     'username', CASE WHEN "UserName" NOT LIKE '%@%' THEN "UserName" END,
--
-- Users who are locked by an administrator (a lockout far in the future) are left out, because nothing would lock them here.
SELECT json_build_object(
    'email', "Email",
    'password_hash', "PasswordHash",
    'email_verified', "EmailConfirmed")
FROM "AspNetUsers"
WHERE "Email" IS NOT NULL
  AND "PasswordHash" IS NOT NULL
  AND NOT ("LockoutEnabled" AND coalesce("LockoutEnd", '-infinity') > now() + interval '30 days')
ORDER BY "Id"
