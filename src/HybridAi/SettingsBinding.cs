using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HybridAi;

/// <summary>Reads the settings; what is misspelt or of another type is a wrong setting like any other, and not a crash.</summary>
internal static partial class SettingsBinding
{
    /// <summary>Binds the section <see cref="HybridAiOptions.Section"/>.</summary>
    /// <exception cref="OptionsValidationException">A setting is unknown or can't be read; the message names its place and never its value.</exception>
    public static void Bind(IConfiguration configuration, HybridAiOptions options)
    {
        try
        {
            configuration.GetSection(HybridAiOptions.Section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException wrong)
        {
            throw new OptionsValidationException(HybridAiOptions.Section, typeof(HybridAiOptions), [Reason(wrong)]);
        }
    }

    // The binder repeats the value that it can't read, which may be a key in the wrong place: only the place is said.
    private static string Reason(Exception? binder)
    {
        for (; binder is not null; binder = binder.InnerException)
        {
            if (Place().Match(binder.Message) is { Success: true } found) return $"{found.Groups["place"].Value}: the value can't be read as what belongs there.";
            if (UnknownNames().Match(binder.Message) is { Success: true } unknown) return $"There is no setting {unknown.Groups["names"].Value}.";
        }

        return "The settings can't be read.";
    }

    [GeneratedRegex(@" at '(?<place>HybridAi[A-Za-z0-9:_-]*)'")]
    private static partial Regex Place();

    [GeneratedRegex(@"were not found on the instance of [^:]*: (?<names>.*)$")]
    private static partial Regex UnknownNames();
}
