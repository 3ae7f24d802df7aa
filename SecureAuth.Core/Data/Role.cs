using Microsoft.AspNetCore.Identity;

namespace SecureAuth.Core.Data;

/// <summary>A role as Identity stores it; its name is what the <c>roles</c> claim carries.</summary>
public sealed class Role : IdentityRole<Guid>;
