namespace SecureAuth.Core.UserFields;

/// <summary>Why a value is refused. The names are stable words of the API.</summary>
public enum FieldProblem
{
    Required,
    TooLong,
    InvalidCharacters,
    InvalidValue,

    /// <summary>There is no such field, it is not the caller's to change, or the value has another type.</summary>
    NotAcceptable,
}
