using Fluid;
using Fluid.Ast;

namespace SecureAuth.Api.Mail;

/// <summary>
/// Finds variables and filters that do not exist, in all branches of a template. Rendering it would only find those in the
/// branches that the example values select.
/// </summary>
internal sealed class TemplateCheck(IEnumerable<string> variables, FilterCollection filters) : AstVisitor
{
    private readonly HashSet<string> _known = new(variables, StringComparer.Ordinal);

    private readonly SortedSet<string> _problems = new(StringComparer.Ordinal);

    /// <returns>The problems, in words that fit after the name of a file.</returns>
    public IReadOnlyCollection<string> Run(IFluidTemplate template)
    {
        // The names that a template itself defines are collected first, since a loop may use one before its assignment.
        var definitions = new Definitions(_known);
        definitions.VisitTemplate(template);
        VisitTemplate(template);
        return _problems;
    }

    protected override Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        if (memberExpression.Segments[0] is IdentifierSegment { Identifier: var name } && !_known.Contains(name))
        {
            _problems.Add($"uses the unknown variable '{name}'");
        }

        return base.VisitMemberExpression(memberExpression);
    }

    protected override Expression VisitFilterExpression(FilterExpression filterExpression)
    {
        if (!filters.TryGetValue(filterExpression.Name, out _))
        {
            _problems.Add($"uses the unknown filter '{filterExpression.Name}'");
        }

        return base.VisitFilterExpression(filterExpression);
    }

    private sealed class Definitions(HashSet<string> known) : AstVisitor
    {
        protected override Statement VisitAssignStatement(AssignStatement assignStatement)
        {
            known.Add(assignStatement.Identifier);
            return base.VisitAssignStatement(assignStatement);
        }

        protected override Statement VisitCaptureStatement(CaptureStatement captureStatement)
        {
            known.Add(captureStatement.Identifier);
            return base.VisitCaptureStatement(captureStatement);
        }

        protected override Statement VisitForStatement(ForStatement forStatement)
        {
            known.Add(forStatement.Identifier);
            known.Add("forloop");
            return base.VisitForStatement(forStatement);
        }
    }
}
