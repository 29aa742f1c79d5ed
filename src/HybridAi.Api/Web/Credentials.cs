namespace HybridAi.Api.Web;

/// <summary>What is typed into a form that asks for name and password.</summary>
internal sealed class Credentials
{
    public string? Name { get; set; }

    public string? Password { get; set; }

    public string? Again { get; set; }

    /// <summary>What is wrong with a password that is set by typing it twice; null: nothing.</summary>
    public Fault? Mistyped => Password == Again ? null : Fault.BadInput("password-mistyped", "The two passwords are not the same.");
}
