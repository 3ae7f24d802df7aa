namespace SecureAuth.AdminCli.Diagnosis;

internal enum CheckedStore
{
    None,
    Postgres,
    Redis,
}
