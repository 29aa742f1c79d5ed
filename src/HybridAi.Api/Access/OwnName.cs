using System.Collections.Concurrent;
using System.Reflection;
using HybridAi.Api.Edge;

namespace HybridAi.Api.Access;

/// <summary>
/// Holds a signed-in person to the own name on every endpoint where people act: whatever the query or the body calls the person, it must be the
/// one who is signed in. It goes by what such fields are named, so that no endpoint has to think of it.
/// </summary>
internal static class OwnName
{
    private static readonly string[] Names = ["annotator", "author", "adjudicator", "reviewer", "person"];
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Known = [];

    public static ValueTask<object?> OnlyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var caller = Caller.Of(context.HttpContext.User);
        foreach (var named in Named(context))
        {
            if (caller.Annotator(named).Fault is { } other) return ValueTask.FromResult<object?>(Refusal.Of(other));
        }

        return next(context);
    }

    private static IEnumerable<string> Named(EndpointFilterInvocationContext context)
    {
        foreach (var (name, values) in context.HttpContext.Request.Query)
        {
            if (IsPerson(name)) yield return values.ToString();
        }

        foreach (var body in context.Arguments.Where(argument => argument?.GetType().Namespace == typeof(ApiHost).Namespace))
        {
            foreach (var property in Known.GetOrAdd(body!.GetType(), type => [.. type.GetProperties().Where(each => each.PropertyType == typeof(string) && IsPerson(each.Name))]))
            {
                if (property.GetValue(body) is string person) yield return person;
            }
        }
    }

    private static bool IsPerson(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
