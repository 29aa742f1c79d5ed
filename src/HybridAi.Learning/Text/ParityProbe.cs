namespace HybridAi.Learning.Text;

/// <summary>
/// Texts with the probabilities that the model gave them when it was saved. A reader computes them again: a changed table of
/// letters, a changed setting or a changed rule of weighing shows before the first request and not as silently worse answers.
/// </summary>
/// <remarks>
/// The texts are fixed sentences in several scripts and the label names, never training texts: a model file then holds no
/// customer's words. Drawback: a model of a language that none of them touches is proved on its intercepts alone.
/// </remarks>
internal static class ParityProbe
{
    /// <summary>Room for rounding that differs between processors; a real mismatch is larger by orders of magnitude.</summary>
    private const float Tolerance = 1e-3f;

    private static readonly string[] Sentences =
    [
        "",
        "How do I change the address on my account? I have already tried it twice, twice, and it still doesn't work!",
        "PLEASE cancel my order and send the money back to the card that I paid with. It isn't what I was waiting for.",
        "what is the best time to book a table for 2 people tonight, and how much would that cost me in dollars",
        "Straße, façade, İstanbul, naïve: ¿dónde está mi tarjeta? Où est mon colis? Wo bleibt meine Lieferung?",
        "Где моя карта? Πού είναι η κάρτα μου; איפה הכרטיס שלי? أين بطاقتي؟ मेरा कार्ड कहाँ है",
        "我的卡在哪里？カードはどこですか。내 카드는 어디에 있나요? \U0001F4B3\U0001F600",
    ];

    private static IEnumerable<string> TextsFor(TextClassifier model) =>
        Sentences.Append(string.Join(' ', model.Labels).Replace('_', ' '));

    public static void Write(TextClassifier model, BinaryWriter writer)
    {
        var texts = TextsFor(model).ToArray();
        var probabilities = new float[model.Labels.Count];
        writer.Write(texts.Length);
        foreach (var text in texts)
        {
            writer.Write(text);
            model.Predict(text, probabilities);
            foreach (var probability in probabilities) writer.Write(probability);
        }
    }

    public static void Check(TextClassifier model, BinaryReader reader)
    {
        var probabilities = new float[model.Labels.Count];
        var count = reader.ReadInt32();
        for (var i = 0; i < count; i++)
        {
            var text = reader.ReadString();
            model.Predict(text, probabilities);
            for (var k = 0; k < probabilities.Length; k++)
            {
                var expected = reader.ReadSingle();
                if (MathF.Abs(probabilities[k] - expected) <= Tolerance) continue;
                throw new InvalidDataException(
                    $"Serving differs from training: probe text {i} gives '{model.Labels[k]}' {probabilities[k]:F4}, not {expected:F4}.");
            }
        }
    }
}
