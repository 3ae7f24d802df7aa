namespace SecureAuth.AdminCli.Output;

internal enum OutputFormat
{
    Table,
    Json,
}
