using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Audit.Sealing;
using SecureAuth.Core.Devices;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Passkeys;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.UserFields;

namespace SecureAuth.Core.Data;

/// <summary>The database schema. Postgres is the source of truth for everything in it.</summary>
public sealed class AuthDbContext : DbContext, IDataProtectionKeyContext
{
    /// <summary>The unique index on the e-mail. Its name distinguishes a taken e-mail from other constraint violations.</summary>
    public const string EmailIndex = "ix_users_normalized_email";

    /// <summary>
    /// Saves without a savepoint, which would cost two round trips in every transaction. If an insert fails, the transaction that
    /// contains it must fail too.
    /// </summary>
    public AuthDbContext(DbContextOptions<AuthDbContext> options)
        : base(options) => Database.AutoSavepointsEnabled = false;

    public DbSet<User> Users => Set<User>();

    public DbSet<HeldUsername> Usernames => Set<HeldUsername>();

    public DbSet<RoleChange> RoleChanges => Set<RoleChange>();

    public DbSet<Replica> Replicas => Set<Replica>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<Device> Devices => Set<Device>();

    public DbSet<AccountAttempts> AccountAttempts => Set<AccountAttempts>();

    public DbSet<TotpCredential> TotpCredentials => Set<TotpCredential>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<SecondFactorChallenge> SecondFactorChallenges => Set<SecondFactorChallenge>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();

    public DbSet<PasskeyChallenge> PasskeyChallenges => Set<PasskeyChallenge>();

    public DbSet<OutboxMail> Outbox => Set<OutboxMail>();

    public DbSet<OneTimeToken> OneTimeTokens => Set<OneTimeToken>();

    public DbSet<MailedCode> MailedCodes => Set<MailedCode>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    public DbSet<ServerSecret> ServerSecrets => Set<ServerSecret>();

    public DbSet<AuditRow> AuditRows => Set<AuditRow>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <remarks>
    /// Each index is for the statements that its comment names. An index without a statement would only make writes slower.
    /// QueryPlanTests fails if an index is not used, or if a statement reads a large table as a whole.
    /// </remarks>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);

        modelBuilder.Entity<User>(user =>
        {
            user.Property(u => u.Id).ValueGeneratedNever();
            user.Property(u => u.Email).HasMaxLength(254).IsRequired();
            user.Property(u => u.NormalizedEmail).HasMaxLength(254).IsRequired();
            user.Property(u => u.EmailConfirmed).HasColumnName("email_verified");
            user.Property(u => u.TwoFactorEnabled).HasColumnName("totp_enabled");
            user.Property(u => u.DisplayName).HasMaxLength(100);
            user.Property(u => u.Fields).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
            user.ToTable(table => table.HasCheckConstraint(
                "ck_users_fields",
                $"jsonb_typeof(fields) = 'object' AND octet_length(fields::text) <= {UserFieldOptions.MaxStoredSize}"));
            user.Property(u => u.SecurityStamp).IsRequired();
            user.Property(u => u.ConcurrencyStamp).IsConcurrencyToken();

            // "find user" of a sign-in, "find user by e-mail", and the e-mail's uniqueness at a registration.
            user.HasIndex(u => u.NormalizedEmail).IsUnique().HasDatabaseName(EmailIndex);

            // "list users" with --disabled.
            user.HasIndex(u => u.Id).HasFilter("NOT is_active").HasDatabaseName("ix_users_disabled");
            user.Ignore(u => u.UserName).Ignore(u => u.NormalizedUserName);
            user.Ignore(u => u.PhoneNumber).Ignore(u => u.PhoneNumberConfirmed);
            user.Ignore(u => u.LockoutEnabled).Ignore(u => u.LockoutEnd).Ignore(u => u.AccessFailedCount);
            user.HasMany<IdentityUserRole<Guid>>().WithOne().HasForeignKey(r => r.UserId).IsRequired()
                .HasConstraintName("fk_user_roles_user_id");
        });

        modelBuilder.Entity<HeldUsername>(username =>
        {
            // "hold username", "find user by username", and that no two accounts have names that look alike.
            username.HasKey(u => u.Key);
            username.ToTable(table => table.HasCheckConstraint(
                "ck_usernames_holder", "num_nonnulls(user_id, reserved_until) = 1 AND num_nonnulls(user_id, name) IN (0, 2)"));
            username.Property(u => u.Key).HasMaxLength(Username.MaxLength);
            username.Property(u => u.Name).HasMaxLength(Username.MaxLength);
            username.HasOne<User>().WithMany().HasForeignKey(u => u.UserId).OnDelete(DeleteBehavior.Cascade)
                .HasConstraintName("fk_usernames_user_id");

            // "find user", "release username", and the deletion of an account.
            username.HasIndex(u => u.UserId);

            // "purge usernames".
            username.HasIndex(u => u.ReservedUntil).HasFilter("reserved_until IS NOT NULL");
        });

        modelBuilder.Entity<Role>(role =>
        {
            role.ToTable("roles");
            role.Property(r => r.Id).ValueGeneratedNever();
            role.Property(r => r.Name).HasMaxLength(64).IsRequired();
            role.Property(r => r.NormalizedName).HasMaxLength(64).IsRequired();

            // "check role", "insert role" and "insert user role".
            role.HasIndex(r => r.NormalizedName).IsUnique();
            role.HasMany<IdentityUserRole<Guid>>().WithOne().HasForeignKey(r => r.RoleId).IsRequired()
                .HasConstraintName("fk_user_roles_role_id");
        });

        modelBuilder.Entity<IdentityUserRole<Guid>>(membership =>
        {
            membership.ToTable("user_roles");
            membership.HasKey(m => new { m.UserId, m.RoleId });

            // "list users" with --role. It contains the users in the order of the list, so that a page of a role that all users
            // have is read without sorting them.
            membership.HasIndex(m => new { m.RoleId, m.UserId });
        });

        modelBuilder.Entity<RoleChange>(change =>
        {
            change.HasKey(c => c.UserId);
            change.Property(c => c.ChangedXid).HasColumnType("xid8");
            change.HasOne<User>().WithOne().HasForeignKey<RoleChange>(c => c.UserId)
                .HasConstraintName("fk_role_changes_user_id");

            // "find revocations" and "list revocations", which read them in this order.
            change.HasIndex(c => new { c.ChangedXid, c.UserId });

            // "purge role changes".
            change.HasIndex(c => c.ChangedAt);
        });

        modelBuilder.Entity<Replica>(replica => replica.Property(r => r.Id).ValueGeneratedNever());

        modelBuilder.Entity<Session>(session =>
        {
            session.Property(s => s.Id).ValueGeneratedNever();
            session.Property(s => s.RevokedXid).HasColumnType("xid8");
            session.Property(s => s.TokenInCookie).HasDefaultValue(false);
            session.Property(s => s.DeviceName).HasMaxLength(100);
            session.Property(s => s.UserAgent).HasMaxLength(Actor.UserAgentLength);
            session.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.SetNull)
                .HasConstraintName("fk_sessions_user_id");

            // "list sessions", "count sessions", "end sessions" and "evict sessions". "purge sessions" has an index on an
            // expression, which a migration creates: ix_sessions_ended_at.
            session.HasIndex(s => s.UserId);

            // "find revocations", which reads them in this order.
            session.HasIndex(s => new { s.RevokedXid, s.Id }).HasFilter("revoked_xid IS NOT NULL");
        });

        modelBuilder.Entity<Device>(device =>
        {
            device.Property(d => d.Id).ValueGeneratedNever();
            device.Property(d => d.Name).HasMaxLength(Device.NameLength);
            device.HasOne<User>().WithMany().HasForeignKey(d => d.UserId).HasConstraintName("fk_devices_user_id");

            // "remember device", "forget devices" and "list devices".
            device.HasIndex(d => d.UserId);
        });

        modelBuilder.Entity<TokenEpoch>(epoch =>
        {
            epoch.ToTable("token_epoch");
            epoch.Property(e => e.Id).ValueGeneratedNever();

            // Only replicas of the previous version read this column, during an upgrade. The next version drops it.
            epoch.Property<Guid>("DeploymentId");
        });

        modelBuilder.Entity<AccountAttempts>(attempts =>
        {
            attempts.HasKey(a => a.IdentifierHash);

            // "list users", "find user" and "count failed attempts" of the command line, "check lock", "unlock account", "clear
            // second-factor failures" and "clear consecutive failures".
            attempts.HasIndex(a => a.UserId);

            // "purge attempts".
            attempts.HasIndex(a => a.UpdatedAt);

            // "list users" with --locked.
            attempts.HasIndex(a => a.LockedUntil).HasFilter("locked_until IS NOT NULL");
            attempts.Property(a => a.Failures).HasDefaultValueSql("'{}'");
            attempts.Property(a => a.SecondFactorFailures).HasDefaultValueSql("'{}'");
            attempts.Property(a => a.Pending).HasDefaultValueSql("'{}'");
            attempts.Property(a => a.ConsecutiveFailures).HasDefaultValue(0);
            attempts.Property(a => a.ConsecutiveSecondFactorFailures).HasDefaultValue(0);
        });

        modelBuilder.Entity<TotpCredential>(credential =>
        {
            credential.HasKey(c => c.UserId);
            credential.HasOne<User>().WithOne().HasForeignKey<TotpCredential>(c => c.UserId)
                .HasConstraintName("fk_totp_credentials_user_id");

            // "purge authenticator set-ups".
            credential.HasIndex(c => c.CreatedAt).HasFilter("confirmed_at IS NULL");
        });

        modelBuilder.Entity<RecoveryCode>(code =>
        {
            code.HasKey(c => new { c.UserId, c.CodeHash });
            code.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).HasConstraintName("fk_recovery_codes_user_id");
        });

        modelBuilder.Entity<SecondFactorChallenge>(challenge =>
        {
            challenge.HasKey(c => c.TokenHash);

            // Replicas of the previous version know one purpose only and do not write it.
            challenge.Property(c => c.Purpose).HasDefaultValueSql("1").HasSentinel(ChallengePurpose.SignIn);
            challenge.Property(c => c.DeviceName).HasMaxLength(100);
            challenge.HasOne<User>().WithMany().HasForeignKey(c => c.UserId)
                .HasConstraintName("fk_second_factor_challenges_user_id");

            // "insert challenge", which ends the older ones of the user.
            challenge.HasIndex(c => c.UserId);

            // "purge challenges".
            challenge.HasIndex(c => c.ExpiresAt);
        });

        modelBuilder.Entity<Passkey>(passkey =>
        {
            passkey.Property(p => p.Id).ValueGeneratedNever();
            passkey.Property(p => p.Name).HasMaxLength(Passkey.NameLength);
            passkey.HasOne<User>().WithMany().HasForeignKey(p => p.UserId).HasConstraintName("fk_passkeys_user_id");

            // "find passkey" and "use passkey", and that no credential belongs to two users.
            passkey.HasIndex(p => p.CredentialId).IsUnique();

            // "list passkeys", "count passkeys", "insert passkey", "delete passkeys", and the number of passkeys in a profile.
            passkey.HasIndex(p => p.UserId);
        });

        modelBuilder.Entity<PasskeyChallenge>(challenge =>
        {
            challenge.HasKey(c => c.TokenHash);

            // "purge passkey challenges".
            challenge.HasIndex(c => c.ExpiresAt);
        });

        modelBuilder.Entity<OutboxMail>(mail =>
        {
            mail.ToTable("outbox");
            mail.Property(m => m.Id).ValueGeneratedNever();
            mail.Property(m => m.Recipient).HasMaxLength(EmailAddress.MaxLength);
            mail.Property(m => m.Details).HasColumnType("jsonb");
            mail.Property(m => m.CreatedAt).HasDefaultValueSql("clock_timestamp()");
            mail.Property(m => m.QueuedAt).HasDefaultValueSql("clock_timestamp()");
            mail.Property(m => m.NextAttemptAt).HasDefaultValueSql("clock_timestamp()");
            mail.Property(m => m.Attempts).HasDefaultValue(0);

            // "lease mails" and "read outbox".
            mail.HasIndex(m => m.NextAttemptAt).HasFilter("sent_at IS NULL AND failed_at IS NULL")
                .HasDatabaseName("ix_outbox_waiting");

            // "admit mail", which limits the mails of a kind to an account, "list mails" of an export, and the erasure.
            mail.HasIndex(m => new { m.UserId, m.Kind, m.AdmittedAt }).HasFilter("user_id IS NOT NULL");

            // "purge mails".
            mail.HasIndex(m => m.EraseAt).HasFilter("erase_at IS NOT NULL");

            // "list mails" with --failed.
            mail.HasIndex(m => m.Id).HasFilter("failed_at IS NOT NULL").HasDatabaseName("ix_outbox_failed");
        });

        modelBuilder.Entity<OneTimeToken>(token =>
        {
            token.Property(t => t.Id).ValueGeneratedNever();
            token.Property(t => t.NormalizedEmail).HasMaxLength(EmailAddress.MaxLength);
            token.HasOne<User>().WithMany().HasForeignKey(t => t.UserId).HasConstraintName("fk_one_time_tokens_user_id");

            // "find one-time token" and "use one-time token".
            token.HasIndex(t => t.TokenHash).IsUnique();

            // "insert one-time token", which ends the older ones of the user.
            token.HasIndex(t => new { t.UserId, t.Purpose });

            // "insert user", "update e-mail" and "check e-mail", which look for a reserved address.
            token.Property(t => t.Email).HasMaxLength(EmailAddress.MaxLength);
            token.HasIndex(t => t.NormalizedEmail).HasFilter("purpose = 4 AND used_at IS NULL")
                .HasDatabaseName("ix_one_time_tokens_reserved");

            // "purge one-time tokens".
            token.HasIndex(t => t.ExpiresAt);
        });

        modelBuilder.Entity<MailedCode>(code =>
        {
            code.ToTable("mailed_codes");
            code.Property(c => c.Id).ValueGeneratedNever();

            // "count guess at mailed code".
            code.HasIndex(c => c.TokenHash).IsUnique();

            // "renew one-time token", "insert one-time token" and "count mailed codes".
            code.HasIndex(c => c.TokenId).IsUnique();

            // "purge mailed codes".
            code.HasIndex(c => c.ExpiresAt);
        });

        modelBuilder.Entity<Invitation>(invitation =>
        {
            invitation.Property(i => i.Id).ValueGeneratedNever();
            invitation.Property(i => i.Email).HasMaxLength(EmailAddress.MaxLength);
            invitation.Property(i => i.NormalizedEmail).HasMaxLength(EmailAddress.MaxLength);
            invitation.HasOne<User>().WithMany().HasForeignKey(i => i.InvitedBy).OnDelete(DeleteBehavior.Cascade)
                .HasConstraintName("fk_invitations_invited_by");

            // "find invitation", "redeem invitation", and the function that the latter calls.
            invitation.HasIndex(i => i.TokenHash).IsUnique();

            // "replace invitation", "delete invitation" and the erasure. There is one invitation for an address.
            invitation.HasIndex(i => i.NormalizedEmail).IsUnique();

            // "count invitations", and the deletion of an inviter.
            invitation.HasIndex(i => new { i.InvitedBy, i.CreatedAt }).HasFilter("invited_by IS NOT NULL");

            // "purge invitations".
            invitation.HasIndex(i => i.ExpiresAt);
        });

        modelBuilder.Entity<SigningKey>(key =>
        {
            key.HasKey(k => k.KeyId);
        });

        modelBuilder.Entity<ServerSecret>(secret =>
        {
            secret.HasKey(s => s.Purpose);
        });

        modelBuilder.Entity<AuditRow>(row =>
        {
            row.ToTable("audit_events");

            // Partitions cannot have an identity column. The key and the index belong to each partition.
            row.Property(r => r.Id).HasDefaultValueSql("nextval('audit_events_id_seq')");
            row.Property(r => r.OccurredAt).HasDefaultValueSql("clock_timestamp()");

            // "list events" of a user.
            row.HasIndex(r => new { r.UserId, r.Id });
            row.Property(r => r.Salt).HasDefaultValueSql("gen_random_uuid()");
        });

        modelBuilder.Entity<AuditSeal>(seal =>
        {
            seal.ToTable("audit_seals");
            seal.HasKey(s => s.Number);
            seal.Property(s => s.Number).ValueGeneratedNever();

            // "count seals" and "find seals of key".
            seal.HasIndex(s => new { s.Key, s.Number });
        });

        modelBuilder.Entity<AuditGap>(gap =>
        {
            gap.ToTable("audit_gaps");
            gap.HasKey(g => g.FirstId);
            gap.Property(g => g.FirstId).ValueGeneratedNever();
        });

        modelBuilder.Entity<AuditBeginning>(beginning =>
        {
            beginning.ToTable("audit_beginning", table => table.HasCheckConstraint("ck_audit_beginning_id", "id = 1"));
            beginning.Property<int>("Id").HasDefaultValueSql("1");
            beginning.HasKey("Id");
        });
    }
}
