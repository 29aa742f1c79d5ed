using System.Numerics.Tensors;

namespace HybridAi.Llm.Gateway;

/// <summary>A kept question.</summary>
/// <param name="Seq">Its number: later ones are higher.</param>
/// <param name="Key">The key of its answer.</param>
/// <param name="Vector">Its vector.</param>
internal sealed record KeptQuestion(long Seq, string Key, float[] Vector);

/// <summary>
/// The kept questions of this process by scope, compared one by one: exact, and fast enough for the some ten thousand that there may be.
/// Beyond the bound the scope that was not used for longest goes; it is read again when it is asked for.
/// </summary>
internal sealed class SemanticIndex(int most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Scope> _scopes = new(StringComparer.Ordinal);
    private long _uses;

    /// <summary>The highest number of a scope's questions here; 0 without one.</summary>
    public long LastOf(string scope)
    {
        lock (_gate) return _scopes.GetValueOrDefault(scope)?.Last ?? 0;
    }

    public void Add(string scope, IReadOnlyList<KeptQuestion> questions)
    {
        if (questions.Count == 0) return;
        lock (_gate)
        {
            if (!_scopes.TryGetValue(scope, out var known)) _scopes[scope] = known = new Scope();
            known.UsedAt = ++_uses;
            foreach (var question in questions) known.Add(question);
            known.Bound(most);
            while (_scopes.Count > 1 && _scopes.Values.Sum(each => each.Count) > most) _scopes.Remove(_scopes.MinBy(each => each.Value.UsedAt).Key);
        }
    }

    /// <summary>The most similar question of the scope; null where there is none.</summary>
    public (string Key, double Similarity)? Nearest(string scope, ReadOnlySpan<float> vector)
    {
        lock (_gate)
        {
            if (!_scopes.TryGetValue(scope, out var known)) return null;
            known.UsedAt = ++_uses;
            return known.Nearest(vector);
        }
    }

    public void Remove(string scope, string key)
    {
        lock (_gate) _scopes.GetValueOrDefault(scope)?.Remove(key);
    }

    private sealed class Scope
    {
        private readonly Dictionary<string, KeptQuestion> _questions = new(StringComparer.Ordinal);

        public int Count => _questions.Count;

        public long Last { get; private set; }

        public long UsedAt { get; set; }

        public void Add(KeptQuestion question)
        {
            _questions[question.Key] = question;
            Last = Math.Max(Last, question.Seq);
        }

        public void Remove(string key) => _questions.Remove(key);

        public void Bound(int most)
        {
            foreach (var old in _questions.Values.OrderByDescending(question => question.Seq).Skip(most).ToList()) _questions.Remove(old.Key);
        }

        public (string Key, double Similarity)? Nearest(ReadOnlySpan<float> vector)
        {
            (string Key, double Similarity)? nearest = null;
            foreach (var question in _questions.Values)
                if (question.Vector.Length == vector.Length && TensorPrimitives.Dot(vector, question.Vector) is var similarity && !(similarity <= nearest?.Similarity))
                    nearest = (question.Key, similarity);
            return nearest;
        }
    }
}
