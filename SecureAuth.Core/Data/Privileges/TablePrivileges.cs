namespace SecureAuth.Core.Data.Privileges;

/// <summary>What a role may do with one table. Each that is listed may be read; its other rights are named.</summary>
public sealed record TablePrivileges(string Table)
{
    /// <summary>In place of columns: the whole row.</summary>
    public const string EveryColumn = "*";

    /// <summary>The columns that a new row may be given; empty for no new rows.</summary>
    public IReadOnlyList<string> Insert { get; init; } = [];

    /// <summary>The columns that may be changed.</summary>
    public IReadOnlyList<string> Update { get; init; } = [];

    public bool Delete { get; init; }

    /// <summary>As GRANT lists them.</summary>
    public string ToSql()
    {
        string?[] parts = ["SELECT", Of("INSERT", Insert), Of("UPDATE", Update), Delete ? "DELETE" : null];
        return string.Join(", ", parts.Where(part => part is not null));
    }

    private static string? Of(string privilege, IReadOnlyList<string> columns) => columns switch
    {
        [] => null,
        [EveryColumn] => privilege,
        _ => $"{privilege} ({string.Join(", ", columns)})",
    };
}
