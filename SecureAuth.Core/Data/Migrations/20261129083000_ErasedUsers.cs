using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <summary>
    /// Keeps an id from being used again after its user has been deleted. The API's role may delete and insert users, so an
    /// intruder could otherwise replace a disabled account by an enabled one that other services take for the same.
    /// </summary>
    [DbContext(typeof(AuthDbContext))]
    [Migration("20261129083000_ErasedUsers")]
    public partial class ErasedUsers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // A table of its own, because rows of the audit are purged some day. It has hashes, so that the ids themselves are in
            // the audit only. No role has a privilege on it: both functions run with the rights of the owner.
            migrationBuilder.Sql(
                """
                CREATE TABLE erased_users (id_hash bytea PRIMARY KEY);
                INSERT INTO erased_users
                SELECT sha256(uuid_send(a.user_id)) FROM (SELECT DISTINCT user_id FROM audit_events) a
                WHERE a.user_id IS NOT NULL AND NOT EXISTS (SELECT FROM users u WHERE u.id = a.user_id);

                CREATE FUNCTION remember_erased_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
                SET search_path = pg_catalog, pg_temp AS $$
                BEGIN
                    IF TG_RELID = 'public.users'::regclass THEN
                        INSERT INTO public.erased_users VALUES (sha256(uuid_send(OLD.id))) ON CONFLICT DO NOTHING;
                    END IF;
                    RETURN OLD;
                END $$;

                CREATE FUNCTION refuse_erased_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
                SET search_path = pg_catalog, pg_temp AS $$
                BEGIN
                    IF EXISTS (SELECT FROM public.erased_users WHERE id_hash = sha256(uuid_send(NEW.id))) THEN
                        RAISE insufficient_privilege USING MESSAGE = 'the id belonged to a user who was deleted';
                    END IF;
                    RETURN NEW;
                END $$;

                REVOKE ALL ON FUNCTION remember_erased_user(), refuse_erased_user() FROM PUBLIC;
                CREATE TRIGGER remember_erased_user BEFORE DELETE ON users
                    FOR EACH ROW EXECUTE FUNCTION remember_erased_user();
                CREATE TRIGGER refuse_erased_user BEFORE INSERT ON users
                    FOR EACH ROW EXECUTE FUNCTION refuse_erased_user();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            DROP TRIGGER refuse_erased_user ON users;
            DROP TRIGGER remember_erased_user ON users;
            DROP FUNCTION refuse_erased_user();
            DROP FUNCTION remember_erased_user();
            DROP TABLE erased_users;
            """);
    }
}
