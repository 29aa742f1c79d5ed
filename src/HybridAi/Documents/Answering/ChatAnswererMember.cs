using HybridAi.Llm;
using HybridAi.Llm.Prompts;

namespace HybridAi.Documents.Answering;

/// <summary><c>llm:ALIAS</c>: a model of the catalogue writes the answer, whoever serves it, and every sentence is held to what it quotes.</summary>
public sealed class ChatAnswererMember(ModelCatalogue models, PromptLibrary prompts, EvidenceReader evidence, InstructionScore instruction, ExtractiveAnswerer extractive) : IAnswererMember
{
    /// <inheritdoc/>
    public string Name => "llm";

    /// <inheritdoc/>
    public string Usage => "llm:ALIAS";

    /// <inheritdoc/>
    public Outcome<IAnswerer> Create(string? argument)
    {
        if (argument is null) return Fault.BadInput("answerer-unknown", $"Name the model: {Usage}. Known: {string.Join(", ", models.Aliases)}.", "answerer");
        return models.Find(argument).Then(model => Make($"{Name}:{argument}", model));
    }

    /// <summary>The answerer over a model that stands ready.</summary>
    public Outcome<IAnswerer> Make(string name, Model model)
    {
        if (!AnswerPrompts.Of(prompts).Succeeded(out var read, out var fault)) return fault;
        return Success.Of<IAnswerer>(new ChatAnswerer(name, model, read, evidence, instruction, extractive));
    }
}

/// <summary>The prompts that an answer may take.</summary>
/// <param name="Answer">Asks for the answer.</param>
/// <param name="Rewrite">Asks for a follow-up that stands alone.</param>
/// <param name="Repair">Shows a model what is wrong with its answer.</param>
public sealed record AnswerPrompts(Prompt Answer, Prompt Rewrite, Prompt Repair)
{
    /// <summary>The prompts of a library, or which is missing.</summary>
    public static Outcome<AnswerPrompts> Of(PromptLibrary prompts)
        => prompts.Find("answer_question").Then(answer => prompts.Find("answer_rewrite").Then(rewrite
            => prompts.Find("repair_answer").Then<AnswerPrompts>(repair => new AnswerPrompts(answer, rewrite, repair))));
}
