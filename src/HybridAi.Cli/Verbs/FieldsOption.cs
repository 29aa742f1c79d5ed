using System.CommandLine;
using HybridAi.Serve.Prediction;

namespace HybridAi.Cli.Verbs;

/// <summary>Rows of a table as options: <c>--fields '{"a":1}'</c>, once a row.</summary>
internal static class FieldsOption
{
    public static Option<string[]> Create()
        => new("--fields") { Description = "A row as a JSON object of values by column, for projects over rows; may be given several times.", HelpName = "JSON" };

    /// <summary>A request for each row, or the fault of one that is no object.</summary>
    public static Outcome<List<PredictionRequest>> Read(string[]? rows)
    {
        var requests = new List<PredictionRequest>();
        foreach (var row in rows ?? [])
        {
            if (!PredictionRequest.Row(row).Succeeded(out var request, out var fault)) return fault with { Place = "--fields" };
            requests.Add(request);
        }

        return requests;
    }
}
