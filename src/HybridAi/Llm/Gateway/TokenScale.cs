namespace HybridAi.Llm.Gateway;

/// <summary>
/// How many tokens a model makes of a byte, as the calls show whose tokens its provider counted: for the price of an answer that broke, which
/// nobody counts. Until the first such call it is the rule of thumb.
/// </summary>
/// <remarks>The median of the last calls, so that neither a provider's slip nor one strange text moves it.</remarks>
internal sealed class TokenScale
{
    private readonly Ratios _sent = new();
    private readonly Ratios _received = new();

    /// <summary>A call that was counted: bytes as we see them, tokens as the provider does.</summary>
    public void Learn(long sentBytes, long? sentTokens, long receivedBytes, long? receivedTokens)
    {
        _sent.Add(sentBytes, sentTokens);
        _received.Add(receivedBytes, receivedTokens);
    }

    /// <summary>What so many bytes cost, about; null where the price is unknown.</summary>
    public decimal? Price(ModelPrice price, long sentBytes, long receivedBytes) => price.Of(_sent.Tokens(sentBytes), _received.Tokens(receivedBytes));

    private sealed class Ratios
    {
        private const int Remembered = 101;
        private const double RuleOfThumb = 1.0 / TokenEstimate.BytesPerToken;
        private readonly Lock _gate = new();
        private readonly double[] _ring = new double[Remembered];
        private int _seen;

        public void Add(long bytes, long? tokens)
        {
            if (bytes <= 0 || tokens is not > 0) return;
            lock (_gate) _ring[_seen++ % Remembered] = (double)tokens.Value / bytes;
        }

        public decimal Tokens(long bytes)
        {
            lock (_gate)
            {
                if (_seen == 0) return (decimal)(bytes * RuleOfThumb);
                var known = _ring.AsSpan(0, Math.Min(_seen, Remembered)).ToArray();
                Array.Sort(known);
                return decimal.Round((decimal)(bytes * known[known.Length / 2]), 3);
            }
        }
    }
}
