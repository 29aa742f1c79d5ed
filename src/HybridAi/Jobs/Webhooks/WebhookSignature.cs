using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HybridAi.Jobs.Webhooks;

/// <summary>
/// What shows a receiver that a delivery is ours and of now: HMAC-SHA256 (RFC 2104) under the webhook's secret over the seconds since 1970, a dot, and the
/// body, byte for byte. The time is signed with the body, so what was overheard can't be sent again later.
/// </summary>
internal static class WebhookSignature
{
    /// <summary>The header that holds it.</summary>
    public const string Header = "HybridAi-Signature";

    /// <summary>The header's value: <c>t=SECONDS,v1=HEX</c>.</summary>
    public static string Of(string secret, string body, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var code = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}"));
        return $"t={seconds},v1={Convert.ToHexStringLower(code)}";
    }
}
