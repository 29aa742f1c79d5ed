using System.Buffers;
using System.Text.Json;

namespace HybridAi.Api;

/// <summary>The plain request: an object of one text and perhaps an id. Whatever else a body holds, the endpoint reads and judges it.</summary>
internal static class PredictBody
{
    /// <summary>The largest body that is read as a plain one, in bytes.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>The text and the id; false where the body is anything but a plain request.</summary>
    public static bool TryRead(ReadOnlySequence<byte> body, out string text, out string? id)
    {
        (text, id) = ("", null);
        string? found = null;
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isText = reader.ValueTextEquals("text"u8);
                if (isText ? found is not null : id is not null || !reader.ValueTextEquals("id"u8)) return false;
                if (!reader.Read() || reader.TokenType != JsonTokenType.String) return false;
                if (isText) found = reader.GetString();
                else id = reader.GetString();
            }

            text = found ?? "";
            return found is not null && reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Nothing is told here: the endpoint says where and why.
            return false;
        }
    }
}
