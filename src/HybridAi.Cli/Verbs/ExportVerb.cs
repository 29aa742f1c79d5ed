using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Exchange;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai export</c>: records and labels out to another tool.</summary>
internal static class ExportVerb
{
    public static Command Create()
    {
        var format = ImportVerb.Format();
        var path = new Option<string>("--out") { Description = "The file, or the folder where the format is one; what stands there is replaced.", Required = true, HelpName = "PATH" };
        var what = new Option<ExportSelection>("--what")
        {
            Description = "A row for every one of these.", DefaultValueFactory = _ => ExportSelection.Records, HelpName = "records|labels|annotations|dataset",
        };
        return Verb.OverProject("export", "Write records and labels for another tool, with where each label comes from.", async (stages, project, parsed, cancellation) =>
        {
            if (!stages.Get<ExchangeFamily>().Find(parsed.GetRequiredValue(format)).Succeeded(out var member, out var fault)) return fault;
            var selection = parsed.GetValue(what);
            if (!(await stages.Get<ExportSource>().OpenAsync(project, selection, cancellation)).Succeeded(out var content, out fault)) return fault;
            var target = parsed.GetRequiredValue(path);
            await Progress.ShowAsync("export", async display =>
            {
                var shown = content with { Progress = new StageProgress<long>(display, rows => new(rows, null)) };
                await WriteAsync(member, shown, target, cancellation);
                return true;
            });
            Output.Line($"Written: {target}");
            foreach (var lack in member.NotHeld(project.Definition, selection)) Output.Line($"Not held: {lack}");
            return null;
        }, format, path, what);
    }

    // Aside first, so that what stands there is whole: the old or the new.
    private static async Task WriteAsync(IExchangeFormat format, ExportContent content, string target, CancellationToken cancellation)
    {
        var aside = $"{target}.writing";
        try
        {
            if (format.Extension is null)
            {
                await format.WriteAsync(content, new FolderTarget(aside), cancellation);
                // Only what an export writes is replaced: the folder may hold somebody's other files.
                foreach (var file in Directory.GetFiles(aside, "*", SearchOption.AllDirectories))
                {
                    var place = Path.Combine(target, Path.GetRelativePath(aside, file));
                    Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                    File.Move(file, place, overwrite: true);
                }

                Directory.Delete(aside, recursive: true);
                return;
            }

            await using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous))
            {
                await format.WriteAsync(content, new StreamTarget(stream), cancellation);
            }

            File.Move(aside, target, overwrite: true);
        }
        catch
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
            File.Delete(aside);
            throw;
        }
    }
}
