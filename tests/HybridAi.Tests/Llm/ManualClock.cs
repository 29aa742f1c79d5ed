namespace HybridAi.Tests.Llm;

/// <summary>A clock that stands still until it is told to move on; its timers fire on the way, each at its own time and in order.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TestTimer> _timers = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (TryTakeDue(until) is { } timer) timer.Fire();
        lock (_gate) _now = until;
    }

    /// <summary>
    /// Moves on by itself until <paramref name="work"/> has ended: each time the next timer is due within this time it jumps there. Timers
    /// that are due later (a timeout, a deadline) don't count as waiting.
    /// </summary>
    public async Task RunAsync(Task work, TimeSpan within)
    {
        while (!work.IsCompleted)
        {
            Task changed;
            TimeSpan? next;
            lock (_gate)
            {
                changed = _changed.Task;
                next = _timers.Count == 0 ? null : _timers.Min(timer => timer.Due) - _now;
            }

            if (next <= within) Advance(next.Value > TimeSpan.Zero ? next.Value : TimeSpan.Zero);
            else await Task.WhenAny(work, changed);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private TestTimer? TryTakeDue(DateTimeOffset until)
    {
        lock (_gate)
        {
            var next = _timers.MinBy(timer => timer.Due);
            if (next is null || next.Due > until) return null;
            if (next.Due > _now) _now = next.Due;
            if (next.Period > TimeSpan.Zero) next.Due += next.Period;
            else _timers.Remove(next);
            return next;
        }
    }

    private sealed class TestTimer(ManualClock clock, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            TaskCompletionSource changed;
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                Period = period;
                if (dueTime >= TimeSpan.Zero)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                }

                (changed, clock._changed) = (clock._changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            changed.SetResult();
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
