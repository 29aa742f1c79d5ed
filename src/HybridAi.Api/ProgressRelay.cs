namespace HybridAi.Api;

/// <summary>Hands a stage's progress on to its job. Not <see cref="Progress{T}"/>, which posts to the pool and can report out of order.</summary>
internal sealed class ProgressRelay<T>(IProgress<object> to) : IProgress<T>
    where T : notnull
{
    public void Report(T value) => to.Report(value);
}
