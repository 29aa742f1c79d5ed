using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HybridAi.Api.Access;

/// <summary>What a key is for.</summary>
/// <param name="Name">Budgets count by it, and it stays when the secret is rotated.</param>
/// <param name="Scopes">What may be done with it.</param>
/// <param name="Project">On which project; <c>*</c>: on all.</param>
/// <param name="Tenant">Whose calls are made with it; null: nobody's in particular.</param>
internal sealed record KeyPurpose(string Name, IReadOnlyList<Scope> Scopes, string Project, string? Tenant)
{
    public Caller ToCaller() => new(CallerKind.Key, Name, [Grant.Of(Project, Scopes)], Tenant);
}

/// <summary>One secret of a key, without the secret.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Prefix">How the secret begins, to tell secrets apart.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="ExpiresAt">Until when; null: for ever.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null: never.</param>
/// <param name="RevokedAt">When it was revoked; null: it wasn't.</param>
internal sealed record ApiKey(
    KeyPurpose Purpose, string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt)
{
    public KeyState StateAt(DateTimeOffset now) => RevokedAt is not null ? KeyState.Revoked : ExpiresAt <= now ? KeyState.Expired : KeyState.Valid;
}

/// <summary>Whether a key opens anything.</summary>
public enum KeyState
{
    /// <summary>It does.</summary>
    Valid,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Somebody took it back.</summary>
    Revoked,
}

/// <summary>A key as it is handed out: the only moment at which its secret is known here.</summary>
/// <param name="Secret">What the caller sends.</param>
/// <param name="Key">The rest.</param>
internal sealed record IssuedKey(string Secret, ApiKey Key);

/// <summary>The form of a secret: <c>hai_</c> and 256 random bits.</summary>
internal static class KeySecret
{
    public const string Start = "hai_";
    private const int Bytes = 32;
    private const int PrefixCharacters = 10;

    public static string New() => Start + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static string Prefix(string secret) => secret[..PrefixCharacters];

    /// <summary>A fast hash is enough: nobody guesses 256 random bits. Looking it up by its hash also tells nothing by its time.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
