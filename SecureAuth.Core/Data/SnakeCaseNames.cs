using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace SecureAuth.Core.Data;

/// <summary>Names every column, key and index as Postgres users write them, so that SQL needs no quotes.</summary>
internal static class SnakeCaseNames
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            foreach (var property in entity.GetProperties())
            {
                if (property.GetColumnName() == property.Name)
                {
                    property.SetColumnName(Name(property.Name));
                }
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName($"pk_{table}");
            }

            foreach (var key in entity.GetForeignKeys())
            {
                key.SetConstraintName($"fk_{table}_{Joined(key.Properties.Select(p => p.Name))}");
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName($"ix_{table}_{Joined(index.Properties.Select(p => p.Name))}");
            }
        }
    }

    private static string Name(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static string Joined(IEnumerable<string> names) => string.Join('_', names.Select(Name));
}
