using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace HybridAi.Api.Telemetry;

/// <summary>What the process itself uses, under the names that every Prometheus client has for it.</summary>
internal sealed class ProcessMetrics : IDisposable
{
    private readonly Meter _meter = new("HybridAi.Process");

    public ProcessMetrics()
    {
        _meter.CreateObservableGauge("process.resident_memory", () => Environment.WorkingSet, "By", "Memory of the process that is resident.");
        _meter.CreateObservableCounter("process.cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "Processor time of the process.");
        _meter.CreateObservableGauge("process.start_time", StartedAt, "s", "When the process began, in seconds since 1970.");
        _meter.CreateObservableGauge("dotnet.heap.size", () => GC.GetTotalMemory(forceFullCollection: false), "By", "Managed memory in use.");
    }

    public void Dispose() => _meter.Dispose();

    private static double StartedAt()
    {
        using var own = Process.GetCurrentProcess();
        return new DateTimeOffset(own.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1_000.0;
    }
}
