using System.Collections.Concurrent;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Monitoring;

/// <summary>
/// The sample of served texts that is still in memory. Of each project it keeps a bounded number in which every text since the last taking has the same chance to
/// stand, so that a request pays a draw and no write. A process that dies loses what it holds: it is a sample.
/// </summary>
/// <remarks>Vitter 1985, "Random sampling with a reservoir", algorithm R.</remarks>
public sealed class TrafficSample(MonitoringOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Reservoir> _projects = new(StringComparer.Ordinal);

    /// <summary>A request was answered.</summary>
    internal void Served(string project, IReadOnlyList<PredictionRequest> texts, IReadOnlyList<Prediction.Prediction> answers)
    {
        if (!options.Enabled) return;
        Reservoir? reservoir = null;
        for (var place = 0; place < answers.Count; place++)
        {
            if (answers[place] is not { Versions.Model: { } model, Reason.Count: > 0 } answer) continue;
            reservoir ??= _projects.GetOrAdd(project, _ => new());
            if (reservoir.Draw(options.TextsACheck) is { } seat) reservoir.Seat(seat, Of(project, texts[place].Text, model, answer));
        }
    }

    /// <summary>Takes out what is there and begins anew.</summary>
    public IReadOnlyList<ServedText> Take() => [.. _projects.Values.SelectMany(reservoir => reservoir.Take())];

    private ServedText Of(string project, string text, string model, Prediction.Prediction answer)
    {
        var name = ModelLabeller.NameOf(model);
        var said = answer.Reason.FirstOrDefault(step => step.Labeller == name && step.Label is not null);
        return new(project, answer.Versions.Route, model, text, said?.Label, said?.Confidence, clock.GetUtcNow());
    }

    private sealed class Reservoir
    {
        private readonly Lock _lock = new();
        private readonly List<ServedText?> _kept = [];
        private readonly Random _random = new(1);
        private int _seen;

        // Where the next text stands; null where chance is against it, which is nearly always under load.
        public int? Draw(int most)
        {
            lock (_lock)
            {
                if (_seen++ < most)
                {
                    _kept.Add(null);
                    return _kept.Count - 1;
                }

                var seat = _random.Next(_seen);
                return seat < most ? seat : null;
            }
        }

        public void Seat(int seat, ServedText text)
        {
            lock (_lock)
                if (seat < _kept.Count) // Or else somebody has taken all out meanwhile.
                    _kept[seat] = text;
        }

        public List<ServedText> Take()
        {
            lock (_lock)
            {
                List<ServedText> taken = [.. _kept.OfType<ServedText>()];
                _kept.Clear();
                _seen = 0;
                return taken;
            }
        }
    }
}
