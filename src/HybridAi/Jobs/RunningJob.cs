using System.Text.Json;
using HybridAi.Storage;

namespace HybridAi.Jobs;

/// <summary>A job that this process is at work on; keeps the newest progress that its kind reported.</summary>
internal sealed class RunningJob : IProgress<object>
{
    private string? _newest;

    /// <summary>Stops the work. Never disposed: a cancellation may come in the moment in which the job ends, and it holds no timer.</summary>
    public CancellationTokenSource Cancel { get; } = new();

    /// <summary>Ends when the kind has returned.</summary>
    public TaskCompletionSource Worked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the end is stored and nothing more happens.</summary>
    public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The newest report; null before the first.</summary>
    public JsonElement? Progress => Volatile.Read(ref _newest) is { } newest ? Json.Read<JsonElement>(newest) : null;

    /// <summary>A value by its own type's properties.</summary>
    public static JsonElement AsJson(object value) => JsonSerializer.SerializeToElement(value, value.GetType(), Json.Options);

    /// <inheritdoc/>
    /// <remarks>Written as JSON here and not when it is stored: a value that can't be written ends its own job.</remarks>
    public void Report(object value) => Volatile.Write(ref _newest, JsonSerializer.Serialize(value, value.GetType(), Json.Options));
}
