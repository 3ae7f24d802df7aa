namespace SecureAuth.Core.UserFields;

/// <summary>Who may change the value of a field.</summary>
public enum FieldEditor
{
    /// <summary>The user, and operators.</summary>
    User = 1,

    /// <summary>Operators alone. The user sees the value.</summary>
    Operator = 2,
}
