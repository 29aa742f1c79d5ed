using HybridAi.Learning.LabelErrors;

namespace HybridAi.Tests.Learning.LabelErrors;

/// <summary>Short texts of four topics whose labels are right, but for a seeded share.</summary>
internal sealed class NoisyTexts
{
    private static readonly string[][] Words =
    [
        ["invoice", "payment", "refund", "charge", "receipt", "billing"], ["password", "login", "account", "reset", "signin", "locked"],
        ["parcel", "delivery", "courier", "address", "shipment", "tracking"], ["printer", "paper", "cartridge", "jam", "toner", "scanner"],
    ];

    public NoisyTexts(int count, double noise, int seed)
    {
        var random = new Random(seed);
        Truth = [.. Enumerable.Range(0, count).Select(_ => random.Next(Words.Length))];
        Texts = [.. Truth.Select(label => string.Join(' ', Enumerable.Range(0, 6).Select(_ => Words[random.NextDouble() < 0.6 ? label : random.Next(4)][random.Next(6)])))];
        Given = [.. Truth.Select(label => random.NextDouble() < noise ? (label + 1 + random.Next(3)) % 4 : label)];
    }

    public IReadOnlyList<string> Names { get; } = ["bill", "login", "parcel", "printer"];

    public string[] Texts { get; }

    public int[] Truth { get; }

    public int[] Given { get; }

    public bool[] Wrong => [.. Given.Zip(Truth, (given, truth) => given != truth)];

    public DoubtRows Rows => new(Texts, Given, Names);
}
