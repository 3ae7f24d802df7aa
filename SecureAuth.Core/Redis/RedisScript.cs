namespace SecureAuth.Core.Redis;

/// <summary>A Lua script and the name of its span. Each decision is one script and one round trip.</summary>
public sealed record RedisScript(string Name, string Text);
