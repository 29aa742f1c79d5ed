using System.Collections.Concurrent;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Llm.Gateway;

namespace HybridAi.Api.OpenAi;

/// <summary>
/// For which project, payer and purpose a call is booked, by its headers. A project that is named must exist: a misspelt name would spend outside
/// its budget. Calls that name none are booked under <see cref="DefaultProject"/>.
/// </summary>
internal sealed class CallAttribution(ProjectStore projects, TimeProvider clock)
{
    public const string ProjectHeader = "x-hybridai-project";
    public const string PurposeHeader = "x-hybridai-purpose";
    public const string DefaultProject = "default";
    private const int MaxPurposeCharacters = 40;

    // Projects are never removed, so a name that was found once needs no second look.
    private readonly ConcurrentDictionary<string, byte> _known = new(StringComparer.Ordinal);

    /// <summary>The context of one call.</summary>
    /// <param name="request">The request, with its headers.</param>
    /// <param name="usualPurpose">What it is for where its headers don't say.</param>
    /// <param name="input">The text that the call is about.</param>
    /// <param name="cancellation">The caller's.</param>
    public async Task<Outcome<CallContext>> OfAsync(HttpRequest request, string usualPurpose, string input, CancellationToken cancellation)
    {
        var project = Header(request, ProjectHeader) ?? DefaultProject;
        if (project != DefaultProject && !_known.ContainsKey(project))
        {
            if ((await projects.FindAsync(project, cancellation)).Fault is { } unknown) return unknown with { Place = ProjectHeader };
            _known.TryAdd(project, 0);
        }

        var purpose = Header(request, PurposeHeader) ?? usualPurpose;
        if (purpose.Length > MaxPurposeCharacters || purpose.Any(letter => letter is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')))
            return Fault.BadInput("purpose-invalid", $"A purpose is up to {MaxPurposeCharacters} small letters, digits and dashes.", PurposeHeader);
        if (!PayerHeaders.Of(request).Read().Succeeded(out var payer, out var fault)) return fault;
        return new CallContext(project, purpose, $"{usualPurpose}-{Guid.CreateVersion7(clock.GetUtcNow()):N}", RecordId: null, input)
        {
            Key = payer.Key, Tenant = payer.Tenant,
        };
    }

    private static string? Header(HttpRequest request, string name) => request.Headers[name].ToString() is { Length: > 0 } value ? value : null;
}
