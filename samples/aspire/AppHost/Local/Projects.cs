using System.Diagnostics.CodeAnalysis;

namespace Projects;

/// <summary>Aspire's SDK writes such a class for each project that an AppHost refers to.</summary>
[SuppressMessage("Naming", "CA1707", Justification = "The name is Aspire's.")]
internal sealed class Samples_Orders : IProjectMetadata
{
    public string ProjectPath => "samples/aspire/Orders/Samples.Orders.csproj";
}
