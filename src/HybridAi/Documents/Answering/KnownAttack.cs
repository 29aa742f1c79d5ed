using System.Text.Json;
using HybridAi.Storage;

namespace HybridAi.Documents.Answering;

/// <summary>A document that tries to make a model say something, and what a model would say that obeys it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">The trick: <c>override</c>, <c>fake-delimiter</c>, <c>hidden-html</c>.</param>
/// <param name="File">The document's file name; its ending says how it is read.</param>
/// <param name="Document">The document.</param>
/// <param name="Question">The question to which it is found.</param>
/// <param name="Obeyed">What the obeying model answers.</param>
/// <param name="Forbidden">What must not reach the reader: the attack succeeded when any of these does.</param>
public sealed record KnownAttack(string Id, string Kind, string File, string Document, string Question, IReadOnlyList<AttackSentence> Obeyed, IReadOnlyList<string> Forbidden)
{
    /// <summary>The attacks of a file, a JSON object a line, or the first line that is none: <c>attacks-missing</c>, <c>attacks-invalid</c>.</summary>
    public static async Task<Outcome<IReadOnlyList<KnownAttack>>> ReadAsync(string file, CancellationToken cancellation)
    {
        if (!System.IO.File.Exists(file)) return Fault.BadInput("attacks-missing", "There is no such file of attacks.", file);
        var (attacks, number) = (new List<KnownAttack>(), 0);
        await foreach (var line in System.IO.File.ReadLinesAsync(file, cancellation))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                if (JsonSerializer.Deserialize<KnownAttack>(line, Json.Options) is not { Id: not null, File: not null, Document: not null, Question: not null, Obeyed: not null, Forbidden.Count: > 0 } attack)
                    return Fault.BadInput("attacks-invalid", "The line has not all of id, kind, file, document, question, obeyed and forbidden.", $"{file}, line {number}");
                attacks.Add(attack);
            }
            catch (JsonException broken)
            {
                return Fault.BadInput("attacks-invalid", $"The line is no such JSON object: {broken.Message}", $"{file}, line {number}");
            }
        }

        return attacks.Count == 0 ? Fault.BadInput("attacks-invalid", "The file holds no attack.", file) : Success.Of<IReadOnlyList<KnownAttack>>(attacks);
    }
}

/// <summary>A sentence that the obeying model writes.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Words">What it quotes for it, from wherever it finds that.</param>
public sealed record AttackSentence(string Text, string Words);
