using Microsoft.AspNetCore.Identity;

namespace SecureAuth.Core.Data;

/// <summary>A role as Identity stores it. Its name appears in the <c>roles</c> claim.</summary>
public sealed class Role : IdentityRole<Guid>;
