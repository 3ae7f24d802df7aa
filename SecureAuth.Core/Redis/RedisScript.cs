namespace SecureAuth.Core.Redis;

/// <summary>A Lua script with the name that its span and its log lines carry. One script a decision, one round trip.</summary>
public sealed record RedisScript(string Name, string Text);
