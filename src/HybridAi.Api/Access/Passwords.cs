using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace HybridAi.Api.Access;

/// <summary>
/// Passwords as ASP.NET Core Identity keeps them: PBKDF2 with HMAC-SHA512, a salt each. The count is OWASP's (Password Storage Cheat Sheet);
/// a hash with a lower one is renewed at the next sign-in.
/// </summary>
internal sealed class Passwords
{
    /// <summary>Rounds of PBKDF2.</summary>
    public const int Iterations = 210_000;

    private const int MinCharacters = 12;
    private const int MaxCharacters = 200;

    private readonly PasswordHasher<string> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly Lazy<string> _decoy;

    public Passwords() => _decoy = new(() => _hasher.HashPassword("", "nobody's password"));

    /// <summary>What is wrong with a new password; null: nothing. The upper bound is there because hashing a long one is work.</summary>
    public static Fault? Wrong(string user, string password)
    {
        if (password.Length is < MinCharacters or > MaxCharacters)
            return Fault.BadInput("password-length", $"A password has {MinCharacters} to {MaxCharacters} characters; a few words make a good one.", "password");
        return password.Distinct().Count() < 4 || password.Contains(user, StringComparison.OrdinalIgnoreCase) && password.Length < user.Length + MinCharacters / 2
            ? Fault.BadInput("password-weak", "This password is little more than the user's name or one letter repeated.", "password")
            : null;
    }

    public string Hash(string user, string password) => _hasher.HashPassword(user, password);

    /// <summary>Compares in constant time. Without a user the same work is done for nothing, so that the time says nothing either.</summary>
    public PasswordVerificationResult Verify(User? user, string password)
    {
        var verdict = _hasher.VerifyHashedPassword(user?.Name ?? "", user?.PasswordHash ?? _decoy.Value, password);
        return user is null ? PasswordVerificationResult.Failed : verdict;
    }
}
