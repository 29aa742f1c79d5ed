using HybridAi.Api;
using HybridAi.Browser.Tests.Accessibility;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace HybridAi.Browser.Tests;

/// <summary>The whole host over an empty data directory, and a real Chromium that looks at it.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private const string Variable = "HYBRIDAI_TEST_CHROMIUM";
    private const string PicturesVariable = "HYBRIDAI_TEST_PICTURES";
    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Desk(DirectoryInfo folder, WebApplication app, IPlaywright playwright, IBrowser browser)
        => (_folder, _app, _playwright, _browser) = (folder, app, playwright, browser);

    public IServiceProvider Services => _app.Services;

    /// <summary>Skips the test, with the reason, where no browser is named.</summary>
    public static async Task<Desk> OpenAsync()
    {
        var chromium = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(chromium), $"{Variable} names no Chromium.");
        var folder = Directory.CreateTempSubdirectory("hybridai-desk-");
        var app = ApiHost.Create(
            ["--urls=http://127.0.0.1:0", $"--HybridAi:DataDirectory={folder.FullName}"], builder => builder.Logging.ClearProviders());
        await app.StartAsync(TestContext.Current.CancellationToken);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox"] });
        return new(folder, app, playwright, browser);
    }

    /// <summary>A person's own browser window. What the console complains of fails the test that reads <paramref name="complaints"/>.</summary>
    public async Task<IPage> PersonAsync(List<string> complaints, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser.NewContextAsync(new() { BaseURL = _app.Urls.Single(), ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme });
        var page = await context.NewPageAsync();
        // A refused page is a status that Chromium also writes to the console.
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("the server responded with a status of 403", StringComparison.Ordinal)) complaints.Add(message.Text);
        };
        return page;
    }

    /// <summary>Looks at the page: every text can be read in both colour schemes, and axe-core finds nothing. Keeps a picture where somebody asked for them.</summary>
    public static async Task LookAsync(IPage page, string name)
    {
        var own = await page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches") ? ColorScheme.Dark : ColorScheme.Light;
        foreach (var scheme in new[] { own == ColorScheme.Dark ? ColorScheme.Light : ColorScheme.Dark, own })
        {
            var texts = await Contrast.OfAsync(page, scheme);
            texts.ShouldNotBeEmpty();
            texts.Where(text => !text.Holds).ShouldBeEmpty($"{name}, {scheme}");
        }

        // Its rules but for contrast, which was just looked at in both, are of no colour.
        if (own == ColorScheme.Light) (await Axe.ViolationsAsync(page)).ShouldBeEmpty(name);
        if (Environment.GetEnvironmentVariable(PicturesVariable) is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
