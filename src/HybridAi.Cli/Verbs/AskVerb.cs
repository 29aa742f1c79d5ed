using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Documents.Answering;
using HybridAi.Serve.Chat;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai ask</c>: a question to the documents, answered with citations or not at all.</summary>
internal static class AskVerb
{
    public static Command Create()
    {
        var question = new Argument<string>("question") { Description = "The question." };
        var conversation = new Option<string?>("--conversation", "-c") { Description = "Continue this conversation (default: begin one).", HelpName = "ID" };
        var answerer = new Option<string?>("--answerer") { Description = "Who answers: extractive, llm:ALIAS (default: as routed).", HelpName = "NAME" };
        var tenant = DocumentsVerb.Tenant();
        var tags = new Option<string[]>("--tag") { Description = "Only documents with one of these tags. Repeatable.", HelpName = "TAG", DefaultValueFactory = _ => [] };
        var json = new Option<bool>("--json-lines") { Description = "Answer with all there is to say, as one JSON line." };
        return Verb.Over("ask", "Ask the documents: an answer with its sources, or why there is none.", async (stages, parsed, cancellation) =>
        {
            var asker = new Asker(parsed.GetRequiredValue(tenant), Environment.UserName, Readers: null);
            var ask = new ChatRequest(asker, parsed.GetRequiredValue(question), parsed.GetValue(conversation))
            {
                Answerer = parsed.GetValue(answerer), Tags = parsed.GetRequiredValue(tags),
            };
            if (!(await stages.Get<ChatStage>().BeginAsync(ask, cancellation)).Succeeded(out var run, out var fault)) return fault;
            await run.Parts.WholeAsync(cancellation);
            if (parsed.GetValue(json)) Output.Line(Storage.Json.Write(run.Ended));
            else Show(run);
            return null;
        }, question, conversation, answerer, tenant, tags, json);
    }

    private static void Show(ChatRun run)
    {
        var answer = run.Ended.Answer!;
        var places = answer.Sentences.SelectMany(sentence => sentence.Citations).DistinctBy(Place).ToList();
        if (answer.Abstention is { } abstention) Output.Line($"I don't know. {abstention.Reason}");
        foreach (var sentence in answer.Sentences)
        {
            var marks = string.Concat(sentence.Citations.Select(citation => $" [{places.FindIndex(place => Place(place) == Place(citation)) + 1}]"));
            Output.Line($"{sentence.Text}{marks}{(sentence.Doubt is { } doubt ? $" (not supported: {doubt})" : "")}");
        }

        foreach (var (number, citation) in places.Index())
            Output.Line($"  [{number + 1}] {citation.Title}{(citation.Page is { } page ? $", page {page}" : "")}{string.Concat(citation.HeadingPath.Where(heading => heading != citation.Title).Select(heading => $" › {heading}"))}");
        foreach (var conflict in answer.Conflicts) Output.Line($"note: {conflict.Remark}");
        foreach (var remark in answer.Remarks) Output.Line($"note: {remark}");
        Output.Line($"by {answer.Answerer}, {Output.Money(answer.CostUsd)}, {Output.Time(answer.Latency)}; answerable with {Output.Percent(answer.Scores.Answerability)}; conversation {run.Conversation.Id}");
    }

    private static (string Version, int Start, int End) Place(Citation citation) => (citation.VersionHash, citation.Start, citation.End);
}
