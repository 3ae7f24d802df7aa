using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using SecureAuth.Core.Data;
using SecureAuth.Core.Data.Compiled;

namespace SecureAuth.UnitTests.Data;

public sealed class CompiledModelTests
{
    [Fact]
    public void The_compiled_model_is_up_to_date()
    {
        using var db = new DesignTimeContextFactory().CreateDbContext([]);

        Assert.Same(AuthDbContextModel.Instance, db.Model);
        Assert.Equal(Describe(db.GetService<IDesignTimeModel>().Model), Describe(db.Model));
    }

    private static List<string> Describe(IModel model) =>
        [.. model.GetEntityTypes().SelectMany(Describe).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Describe(IEntityType entity) =>
    [
        $"{entity.Name} in {entity.GetTableName()}",
        .. entity.GetProperties().Select(property =>
            $"{entity.Name}.{property.Name} in {property.GetColumnName()} {property.GetColumnType()} {property.IsNullable} "
            + $"{property.ValueGenerated} {property.IsConcurrencyToken}"),
        .. entity.GetKeys().Select(key => $"{entity.Name} key {Names(key.Properties)}"),
        .. entity.GetForeignKeys().Select(key =>
            $"{entity.Name} {Names(key.Properties)} to {key.PrincipalEntityType.Name} {key.DeleteBehavior}"),
    ];

    private static string Names(IEnumerable<IProperty> properties) => string.Join(", ", properties.Select(p => p.Name));
}
