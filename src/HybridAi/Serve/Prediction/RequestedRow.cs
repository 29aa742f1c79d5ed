using HybridAi.Curate.Projects;

namespace HybridAi.Serve.Prediction;

/// <summary>Makes the text of a request for a project over rows out of its fields: the same text that ingestion makes of the same row.</summary>
internal static class RequestedRow
{
    /// <summary>
    /// The request with its text. Where there can be none it says why: <c>fields-unfit</c>, <c>fields-missing</c>, <c>text-and-fields</c>, or as
    /// <see cref="RowText"/> has it. A text that is a row as JSON is one too: whoever only has texts to give can give rows.
    /// </summary>
    /// <param name="project">The project, as the route knows it.</param>
    /// <param name="request">The request.</param>
    public static PredictionRequest Of(Project project, PredictionRequest request)
    {
        if (request.Wrong is not null || (project.Columns is null && request.Fields is null)) return request;
        if (!TextOf(project, request).Succeeded(out var text, out var fault)) return request with { Wrong = fault };
        return request with { Text = text, Fields = null };
    }

    private static Outcome<string> TextOf(Project project, PredictionRequest request)
    {
        if (RowText.Of(project) is not { } rows) return Fault.BadInput("fields-unfit", $"'{project.Name}' is over texts: give 'text' in place of 'fields'.", "fields");
        if (request.Fields is { } fields)
            return string.IsNullOrEmpty(request.Text) ? rows.Read(fields) : Fault.BadInput("text-and-fields", "A row is given by its fields alone, without a text.", "fields");
        return string.IsNullOrWhiteSpace(request.Text)
            ? Fault.BadInput("fields-missing", $"'{project.Name}' is over rows: give 'fields', an object of values by column.", "fields")
            : rows.Read(request.Text);
    }
}
