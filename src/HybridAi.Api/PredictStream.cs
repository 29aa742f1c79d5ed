using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HybridAi.Api.Edge;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Prediction;

namespace HybridAi.Api;

/// <summary>A line that could not be read.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Fault">Why.</param>
public sealed record UnreadLine(long Line, Fault Fault);

/// <summary>
/// Lines in, lines out, in their order, while both sides are still at it. So many lines are answered at once and the next are read when the answers have gone out: a
/// reader that is slow makes the sender wait, and memory holds one such window.
/// </summary>
internal sealed class PredictStream(
    Predictor predictor, PredictAdmission admission, string project, Payer payer, PredictionOptions options, JsonSerializerOptions json) : IResult
{
    private const int Window = 256;
    private readonly JsonTypeInfo<Prediction> _answer = (JsonTypeInfo<Prediction>)json.GetTypeInfo(typeof(Prediction));
    private readonly JsonTypeInfo<PredictItem> _item = (JsonTypeInfo<PredictItem>)json.GetTypeInfo(typeof(PredictItem));
    private long _line;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (!admission.TryEnter())
        {
            await PredictAdmission.RefuseAsync(httpContext, options.MaxInFlight);
            return;
        }

        try
        {
            await AnswerAsync(httpContext);
        }
        finally
        {
            admission.Leave();
        }
    }

    private async Task AnswerAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = JsonLines<Prediction>.ContentType;
        var (input, output, cancellation) = (httpContext.Request.BodyReader, httpContext.Response.BodyWriter, httpContext.RequestAborted);
        while (true)
        {
            var read = await input.ReadAsync(cancellation);
            var lines = new List<Line>();
            var rest = Cut(read.Buffer, read.IsCompleted, lines);
            input.AdvanceTo(rest.Start, lines.Count < Window ? rest.End : rest.Start);
            await AnswerAsync(lines, cancellation);
            foreach (var line in lines) Write(output, line);
            if ((await output.FlushAsync(cancellation)).IsCompleted || (read.IsCompleted && rest.IsEmpty)) return;
        }
    }

    private ReadOnlySequence<byte> Cut(ReadOnlySequence<byte> bytes, bool isLast, List<Line> lines)
    {
        while (lines.Count < Window && !bytes.IsEmpty)
        {
            var end = bytes.PositionOf((byte)'\n');
            if (end is null && bytes.Length > PredictBody.MostBytes && !isLast)
            {
                // What belongs to it still comes as a line of its own and is no JSON either.
                lines.Add(new(++_line, null, Fault.BadInput("line-too-long", $"A line has at most {PredictBody.MostBytes} bytes.")));
                return bytes.Slice(bytes.End);
            }

            if (end is null && !isLast) break;
            var line = end is { } at ? bytes.Slice(0, at) : bytes;
            bytes = end is { } found ? bytes.Slice(bytes.GetPosition(1, found)) : bytes.Slice(bytes.End);
            _line++;
            if (!IsBlank(line)) lines.Add(Read(line));
        }

        return bytes;
    }

    private static bool IsBlank(ReadOnlySequence<byte> line) => line.IsEmpty || (line.IsSingleSegment && line.FirstSpan.IndexOfAnyExcept(" \t\r"u8) < 0);

    private Line Read(ReadOnlySequence<byte> line)
    {
        if (line.Length > PredictBody.MostBytes) return new(_line, null, Fault.BadInput("line-too-long", $"A line has at most {PredictBody.MostBytes} bytes."));
        var reader = new Utf8JsonReader(line);
        try
        {
            return new(_line, JsonSerializer.Deserialize(ref reader, _item) ?? throw new JsonException("null doesn't allow null values"), null);
        }
        catch (JsonException wrong)
        {
            return new(_line, null, JsonProblem.FaultOf(wrong));
        }
    }

    private Task AnswerAsync(List<Line> lines, CancellationToken cancellation) => Parallel.ForEachAsync(
        lines.Where(line => line.Item is not null), new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellation }, async (line, token) =>
        {
            var item = line.Item!;
            var limits = new PredictionLimits(item.MaxCostUsd, item.MaxLatencyMs, item.MinTier, item.Tier);
            var answered = limits == PredictionLimits.None
                ? (await predictor.AnswerAsync(project, payer, item.ToRequest(), token)).Then<Prediction>(routed => routed.Answer)
                : (await predictor.PredictAsync(project, payer, [item.ToRequest()], limits, token)).Then<Prediction>(all => all[0]);
            if (answered.Succeeded(out var answer, out var fault)) line.Answer = answer;
            else line.Fault = fault;
        });

    private void Write(PipeWriter output, Line line)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = json.Encoder, SkipValidation = true });
        if (line.Answer is { } answer) JsonSerializer.Serialize(writer, answer, _answer);
        else JsonSerializer.Serialize(writer, new UnreadLine(line.Number, line.Fault!), json);
        writer.Flush();
        output.Write("\n"u8);
    }

    private sealed class Line(long number, PredictItem? item, Fault? fault)
    {
        public long Number => number;

        public PredictItem? Item => item;

        public Fault? Fault { get; set; } = fault;

        public Prediction? Answer { get; set; }
    }
}
