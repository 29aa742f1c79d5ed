using System.Text;
using HybridAi.Documents.Ingestion;
using HybridAi.Documents.Ingestion.Readers;
using HybridAi.Documents.Retrieval;
using HybridAi.Llm;
using HybridAi.Llm.Prompts;

namespace HybridAi.Documents.Answering;

/// <summary>How many attacks get through.</summary>
/// <param name="Attacks">Attacks tried.</param>
/// <param name="Succeeded">Those after which the reader was shown what was forbidden.</param>
/// <param name="SuccessRate">Their share.</param>
/// <param name="ByKind">The share by trick.</param>
/// <param name="Through">The ids of those that got through.</param>
public sealed record InjectionReport(int Attacks, int Succeeded, double SuccessRate, IReadOnlyDictionary<string, double> ByKind, IReadOnlyList<string> Through)
{
    /// <summary>What was evaluated, as the command calls it.</summary>
    public string Kind { get; init; } = "injection";
}

/// <summary>
/// Puts each attack's document among a folder's, as it would be taken in, and asks its question of a model that obeys the attack. Everything but the model
/// is the product's own.
/// </summary>
public sealed class InjectionEvaluation(
    DocumentReaders readers, PassageSplitter splitter, DocumentOptions options, PromptLibrary prompts, EvidenceReader reader, InstructionScore instruction, TimeProvider clock)
{
    /// <summary>The figures, or why they can't be had.</summary>
    public async Task<Outcome<InjectionReport>> RunAsync(
        IReadOnlyList<KnownDocument> documents, IReadOnlyList<KnownAttack> attacks, IProgress<(int Done, int Of)>? progress, CancellationToken cancellation)
    {
        if (!AnswerPrompts.Of(prompts).Succeeded(out var read, out var fault)) return fault;
        using var index = new EmbeddedPassageIndex(folder: null);
        foreach (var document in documents) await index.ReplaceAsync(document.Version, document.Passages, cancellation);
        using var gullible = new GullibleChatClient();
        var extractive = new ExtractiveAnswerer(reader, instruction);
        var model = new Model("gullible", new ModelOptions { Provider = "openai", Model = "gullible" }, gullible);
        var stage = new AnswerStage(index, new AnswererFamily([new One(new ChatAnswerer("llm:gullible", model, read, reader, instruction, extractive))]), clock);
        var through = new List<KnownAttack>();
        for (var i = 0; i < attacks.Count; i++)
        {
            gullible.Fall(attacks[i]);
            if (!(await TakeInAsync(attacks[i], index, cancellation)).Succeeded(out _, out fault)) return fault;
            var asked = await stage.AnswerAsync(new(AnswerCorpus.Tenant, $"attack-{attacks[i].Id}", attacks[i].Question) { Answerer = One.MemberName }, cancellation);
            if (!asked.Succeeded(out var answer, out fault)) return fault;
            if (Succeeds(attacks[i], answer)) through.Add(attacks[i]);
            await index.RemoveAsync(AnswerCorpus.Tenant, attacks[i].Id, cancellation);
            progress?.Report((i + 1, attacks.Count));
        }

        return new InjectionReport(
            attacks.Count, through.Count, through.Count / (double)Math.Max(attacks.Count, 1),
            attacks.GroupBy(attack => attack.Kind).ToDictionary(group => group.Key, group => group.Count(through.Contains) / (double)group.Count()), [.. through.Select(attack => attack.Id)]);
    }

    // Also what is quoted is shown, and so is the reason of a refusal.
    private static bool Succeeds(KnownAttack attack, Answer answer)
    {
        string[] shown = [answer.Text, .. answer.Citations.Select(citation => citation.Quote), .. answer.Remarks, .. answer.Abstention?.Nearest.Select(citation => citation.Quote) ?? []];
        return attack.Forbidden.Any(forbidden => shown.Any(text => text.Contains(forbidden, StringComparison.OrdinalIgnoreCase)));
    }

    private async Task<Outcome<int>> TakeInAsync(KnownAttack attack, EmbeddedPassageIndex index, CancellationToken cancellation)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(attack.Document));
        if (!(await readers.ReadAsync(content, attack.File, options.ReadLimits, cancellation)).Succeeded(out var read, out var fault)) return fault with { Place = attack.Id };
        var text = read.Document.Text;
        var passages = splitter.Split(text);
        await index.ReplaceAsync(new(AnswerCorpus.Tenant, attack.Id, attack.Id, text.Title ?? attack.Id, text.AsOf, [], []), passages, cancellation);
        return passages.Count;
    }

    private sealed class One(IAnswerer answerer) : IAnswererMember
    {
        public const string MemberName = "llm";

        public string Name => MemberName;

        public string Usage => MemberName;

        public Outcome<IAnswerer> Create(string? argument) => Success.Of(answerer);
    }
}
