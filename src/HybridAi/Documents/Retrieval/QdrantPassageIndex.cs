using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HybridAi.Learning.Retrieval;

namespace HybridAi.Documents.Retrieval;

/// <summary>
/// Passages in Qdrant, over its REST interface, found by their vectors. A document is one point with a vector for each passage, so that a version takes the
/// place of another in one step; Qdrant ranks documents by their best passage, which holds all of the best passages, and those are ranked here. Tenant,
/// tags, times and readers are conditions of the search itself. Drawback: the vectors of the documents found come back with them, and a document may
/// have no more numbers in all its vectors together than Qdrant takes for a point.
/// </summary>
internal sealed class QdrantPassageIndex(HttpClient client, string collection, PassageEmbedder embedder) : IPassageIndex, IDisposable
{
    /// <summary>Numbers in all vectors of one point at most.</summary>
    public const int MostNumbers = 1 << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly string[] Conditions = ["tenant", "tags", "readers"];

    private readonly SemaphoreSlim _creating = new(1);
    private volatile bool _created;

    /// <inheritdoc />
    public string Name => "qdrant";

    /// <inheritdoc />
    public string Identity => $"{Name}:{client.BaseAddress}{collection}";

    /// <inheritdoc />
    public async Task ReplaceAsync(DocumentVersion version, IReadOnlyList<Passage> passages, CancellationToken cancellation)
    {
        if (passages.Count == 0)
        {
            await RemoveAsync(version.Tenant, version.DocumentId, cancellation);
            return;
        }

        var vectors = await embedder.EmbedAsync([.. passages.Select(passage => IndexedVersion.TextOf(version, passage))], version.Tenant, version.DocumentId, cancellation);
        if (vectors.Sum(vector => (long)vector.Length) > MostNumbers)
            throw new PassagesRefusedException($"The document '{version.DocumentId}' has {passages.Count} passages; with vectors of {vectors[0].Length} numbers Qdrant takes {MostNumbers / vectors[0].Length}.");
        await CreateAsync(vectors[0].Length, cancellation);
        var point = new Point(Id(version.Tenant, version.DocumentId), vectors, new(version.Tenant, version.Tags, version.Readers, Micros(version.AsOf), version, passages));
        await SendAsync(HttpMethod.Put, "points?wait=true", new { points = new[] { point } }, cancellation);
    }

    /// <inheritdoc />
    public async Task RemoveAsync(string tenant, string documentId, CancellationToken cancellation)
    {
        if (!await ExistsAsync(cancellation)) return;
        await SendAsync(HttpMethod.Post, "points/delete?wait=true", new { points = new[] { Id(tenant, documentId) } }, cancellation);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<FoundPassage>> SearchAsync(PassageQuery query, CancellationToken cancellation)
    {
        if (query.Top <= 0 || QueryTerms.Of(query.Text, withGrams: true).IsEmpty || !await ExistsAsync(cancellation)) return [];
        var vector = (await embedder.EmbedAsync([query.Text], query.Tenant, "query", cancellation))[0];
        var request = new { query = vector, filter = Filter(query), limit = query.Top, with_payload = true, with_vector = true };
        using var answer = await SendAsync(HttpMethod.Post, "points/query", request, cancellation);
        var points = answer.RootElement.GetProperty("result").GetProperty("points").Deserialize<Point[]>(Json) ?? [];
        return [.. points
            .SelectMany(point => point.Payload.Passages.Select((passage, at) => new FoundPassage(point.Payload.Version, passage, TensorPrimitives.Dot(vector, point.Vector[at]))))
            .OrderByDescending(found => found.Score).ThenBy(found => found.Version.DocumentId, StringComparer.Ordinal).ThenBy(found => found.Passage.Start)
            .Take(query.Top)];
    }

    /// <summary>Lets go of what it holds; the client is its giver's.</summary>
    public void Dispose() => _creating.Dispose();

    private static object Filter(PassageQuery query)
    {
        var must = new List<object> { new { key = "tenant", match = new { value = query.Tenant } } };
        if (query.Tags.Count > 0) must.Add(new { key = "tags", match = new { any = query.Tags } });
        if (query.NotBefore is not null || query.NotAfter is not null)
        {
            var range = new Dictionary<string, long>();
            if (Micros(query.NotBefore) is { } from) range["gte"] = from;
            if (Micros(query.NotAfter) is { } to) range["lte"] = to;
            must.Add(new { key = "asOf", range });
        }

        if (query.Readers is { } readers)
        {
            object everybody = new { is_empty = new { key = "readers" } };
            must.Add(new { should = readers.Count == 0 ? [everybody] : new[] { everybody, new { key = "readers", match = new { any = readers } } } });
        }

        return new { must };
    }

    private async Task<bool> ExistsAsync(CancellationToken cancellation)
    {
        if (_created) return true;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"collections/{collection}", UriKind.Relative));
        using var answer = await CallAsync(request, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound) return false;
        await TextAsync(request, answer, cancellation);
        return _created = true;
    }

    private async Task CreateAsync(int dimensions, CancellationToken cancellation)
    {
        if (_created) return;
        await _creating.WaitAsync(cancellation);
        try
        {
            if (await ExistsAsync(cancellation)) return;
            await SendAsync(HttpMethod.Put, "", new { vectors = new { size = dimensions, distance = "Dot", multivector_config = new { comparator = "max_sim" } } }, cancellation);
            foreach (var field in Conditions) await SendAsync(HttpMethod.Put, "index?wait=true", new { field_name = field, field_schema = "keyword" }, cancellation);
            await SendAsync(HttpMethod.Put, "index?wait=true", new { field_name = "asOf", field_schema = "integer" }, cancellation);
            _created = true;
        }
        finally
        {
            _creating.Release();
        }
    }

    private async Task<JsonDocument> SendAsync(HttpMethod method, string path, object body, CancellationToken cancellation)
    {
        var address = path.Length == 0 ? $"collections/{collection}" : $"collections/{collection}/{path}";
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = JsonContent.Create(body, options: Json) };
        using var answer = await CallAsync(request, cancellation);
        return JsonDocument.Parse(await TextAsync(request, answer, cancellation));
    }

    private async Task<HttpResponseMessage> CallAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await client.SendAsync(request, cancellation);
        }
        catch (HttpRequestException failed)
        {
            throw new PassageIndexUnavailableException($"Qdrant does not answer: {failed.Message}", failed);
        }
    }

    private static async Task<string> TextAsync(HttpRequestMessage request, HttpResponseMessage answer, CancellationToken cancellation)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return answer.IsSuccessStatusCode
            ? text
            : throw new PassageIndexUnavailableException($"Qdrant refused {request.Method} {request.RequestUri} with {(int)answer.StatusCode}: {text}");
    }

    // Qdrant names points by UUID or number; a UUID made of the hash of the names is the same in every process.
    private static Guid Id(string tenant, string documentId)
        => new(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{tenant.Length}:{tenant}{documentId}"))).AsSpan(0, 16), bigEndian: true);

    private static long? Micros(DateTimeOffset? time) => time?.UtcTicks / TimeSpan.TicksPerMicrosecond;

    private sealed record Point(Guid Id, float[][] Vector, Payload Payload);

    private sealed record Payload(
        string Tenant, IReadOnlyList<string> Tags, IReadOnlyList<string> Readers, long? AsOf, DocumentVersion Version, IReadOnlyList<Passage> Passages);
}
