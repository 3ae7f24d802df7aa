using Aspire.Hosting.ApplicationModel;

namespace SecureAuth.Hosting;

/// <summary>Resources after those that they wait for.</summary>
internal static class StartOrder
{
    public static IReadOnlyList<IResource> Of(IEnumerable<IResource> resources)
    {
        var ordered = new List<IResource>();
        var begun = new HashSet<IResource>();
        foreach (var resource in resources)
        {
            Add(resource);
        }

        return ordered;

        void Add(IResource resource)
        {
            if (ordered.Contains(resource))
            {
                return;
            }

            if (!begun.Add(resource))
            {
                throw new InvalidOperationException($"{resource.Name} waits for itself.");
            }

            foreach (var dependency in DependenciesOf(resource))
            {
                Add(dependency);
            }

            ordered.Add(resource);
        }
    }

    private static IEnumerable<IResource> DependenciesOf(IResource resource) => resource is PostgresDatabaseResource database
        ? [database.Parent]
        : resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource);
}
