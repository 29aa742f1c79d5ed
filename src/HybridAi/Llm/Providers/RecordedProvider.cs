using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Providers;

/// <summary>
/// <c>recorded</c>: replays a file of recorded answers, so that a whole service runs without a network and every run gives the same answers.
/// A file is read once, at the first call that needs it, and shared by its models.
/// </summary>
public sealed class RecordedProvider : IChatProvider, ISelfCheckedProvider
{
    /// <summary>The member's name.</summary>
    public const string MemberName = "recorded";

    private readonly ConcurrentDictionary<string, Lazy<Task<Outcome<RecordedAnswers>>>> _files = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => MemberName;

    /// <inheritdoc/>
    public IReadOnlyList<Fault> Check(ModelOptions options) => string.IsNullOrWhiteSpace(options.AnswersFile)
        ? [Fault.BadInput("model-settings", "The file of recorded answers is needed.", nameof(options.AnswersFile))]
        : [];

    /// <inheritdoc/>
    public Outcome<IChatClient> Create(string modelAlias, ModelOptions options)
    {
        if (Check(options) is [var fault, ..]) return fault;
        return new RecordedChatClient(options.Model, cancellation => ReadAsync(options.AnswersFile!, cancellation));
    }

    /// <inheritdoc/>
    public async Task<Fault?> LookAsync(ModelOptions options, CancellationToken cancellation)
    {
        if (!(await ReadAsync(options.AnswersFile!, cancellation)).Succeeded(out var answers, out var fault)) return fault;
        return answers.Models.Contains(options.Model)
            ? null
            : Fault.NotFound("no-recorded-answer", $"No answers of '{options.Model}' are recorded; the file has {string.Join(", ", answers.Models)}.", options.AnswersFile);
    }

    /// <summary>The answers of a file. Relative paths start at the working directory and, where nothing stands there, at the program.</summary>
    public Task<Outcome<RecordedAnswers>> ReadAsync(string file, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(file);
        var besideProgram = Path.Combine(AppContext.BaseDirectory, file);
        if (!File.Exists(path) && File.Exists(besideProgram)) path = besideProgram;
        // Whoever comes first starts the reading for all: it must not end with the first one's cancellation.
        var answers = _files.GetOrAdd(path, found => new(() => Task.Run(() => RecordedAnswersFile.ReadAsync(found, CancellationToken.None))));
        return answers.Value.WaitAsync(cancellation);
    }
}
