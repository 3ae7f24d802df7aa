namespace SecureAuth.Core.Data.Privileges;

/// <summary>The privileges of a role on one table. SELECT is always included.</summary>
public sealed record TablePrivileges(string Table)
{
    /// <summary>Stands for all columns of the table.</summary>
    public const string EveryColumn = "*";

    /// <summary>The columns that an INSERT may set; empty if no rows may be inserted.</summary>
    public IReadOnlyList<string> Insert { get; init; } = [];

    /// <summary>The columns that an UPDATE may set.</summary>
    public IReadOnlyList<string> Update { get; init; } = [];

    public bool Delete { get; init; }

    /// <summary>The privileges as a list for GRANT.</summary>
    public string ToSql()
    {
        string?[] parts = ["SELECT", Format("INSERT", Insert), Format("UPDATE", Update), Delete ? "DELETE" : null];
        return string.Join(", ", parts.Where(part => part is not null));
    }

    /// <summary>One element for each privilege on a column. DELETE has none.</summary>
    internal IEnumerable<(string Table, string Privilege, string Column)> Listed() =>
    [
        (Table, "SELECT", EveryColumn),
        .. Insert.Select(column => (Table, "INSERT", column)),
        .. Update.Select(column => (Table, "UPDATE", column)),
        .. Delete ? [(Table, "DELETE", "")] : Array.Empty<(string, string, string)>(),
    ];

    private static string? Format(string privilege, IReadOnlyList<string> columns) => columns switch
    {
        [] => null,
        [EveryColumn] => privilege,
        _ => $"{privilege} ({string.Join(", ", columns)})",
    };
}
