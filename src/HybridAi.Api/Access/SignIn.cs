using Microsoft.AspNetCore.Identity;

namespace HybridAi.Api.Access;

/// <summary>Whether a name and a password belong together.</summary>
internal sealed class SignIn(UserStore users, Passwords passwords, Attempts attempts, AuditLog audit)
{
    private const string Action = "sign-in";

    /// <summary>One answer for a wrong password, an unknown name and too many tries: it tells nobody which users there are.</summary>
    public static readonly Fault Refused = Fault.BadInput(
        "sign-in-refused", "Name and password don't fit together, or there were too many tries: wait a moment and try again.");

    /// <summary>The user, or <see cref="Refused"/>.</summary>
    public async Task<Outcome<User>> TryAsync(string name, string password, CancellationToken cancellation)
    {
        var user = await users.FindAsync(name.Trim().ToLowerInvariant(), cancellation);
        var counted = user is not null && await attempts.CountAsync(user.Name, cancellation);
        var verdict = passwords.Verify(user, password);
        if (user is null || !counted || verdict == PasswordVerificationResult.Failed)
        {
            // People type passwords into the wrong field: a name that is nobody's is not kept.
            await audit.WriteAsync(Caller.Nobody, new(Action, Target: user?.Name ?? "(unknown name)", Outcome: "refused"), cancellation);
            return Refused;
        }

        if (verdict == PasswordVerificationResult.SuccessRehashNeeded) await users.RehashAsync(user, passwords.Hash(user.Name, password), cancellation);
        await attempts.ForgetAsync(user.Name, cancellation);
        await audit.WriteAsync(user.ToCaller(), new(Action, Target: user.Name), cancellation);
        return user;
    }
}
