using System.Globalization;

namespace HybridAi.Benchmarks.Gateway;

/// <summary>What follows a command: names and values by turns.</summary>
internal sealed class CommandOptions(IEnumerable<string> words)
{
    private readonly Dictionary<string, string> _given = words.Chunk(2).ToDictionary(pair => pair[0], pair => pair[^1]);

    public string Text(string name) => _given.TryGetValue(name, out var value) ? value : throw new ArgumentException($"{name} is needed.");

    public int Number(string name, int usual) => _given.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : usual;

    public double Share(string name, double usual) => _given.TryGetValue(name, out var value) ? double.Parse(value, CultureInfo.InvariantCulture) : usual;
}
