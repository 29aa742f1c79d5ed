using HybridAi.Api.Access;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Record = HybridAi.Curate.Ingestion.Record;

namespace HybridAi.Browser.Tests;

/// <summary>A desk with a project, labelled records and people.</summary>
internal sealed class ReviewBench : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    public static readonly ReviewSettings Plain = new(BlindShare: 0, GoldShare: 0);

    private static readonly string[] Topics =
    [
        "Why is there a {0} on my invoice? I never ordered that.", "I can't sign in: it says my password is wrong since the {0}.",
        "The invoice shows VAT twice for the {0}, please send a new one.", "My account is locked after the {0} and the link doesn't come.",
        "Where is the parcel with the {0}? It should have been here on Friday.",
    ];

    private static readonly (string Label, string Words)[] Answers =
        [("bill", "invoice"), ("login", "sign, password"), ("bill", "invoice, VAT"), ("login", "account, locked"), ("delivery", "parcel")];

    private readonly Desk _desk;

    private ReviewBench(Desk desk) => _desk = desk;

    public IServiceProvider Services => _desk.Services;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ReviewBench> OpenAsync(ReviewSettings? settings = null, string? definition = null)
    {
        var bench = new ReviewBench(await Desk.OpenAsync());
        (await bench.Get<ProjectStore>().SaveAsync(ProjectFile.Parse(definition ?? Mail, "mail.yaml").Value, Cancellation)).ShouldNotBeNull();
        (await bench.Get<ReviewSettingsStore>().SaveAsync("mail", settings ?? Plain, Cancellation)).Fault.ShouldBeNull();
        return bench;
    }

    public T Get<T>()
        where T : notnull
        => Services.GetRequiredService<T>();

    /// <summary>Adds look-alike records r1, r2, … with a proposal by <c>lexical</c> each.</summary>
    public async Task AddAsync(int count)
    {
        string[] things = ["charge", "update", "subscription", "reset", "headphones", "kettle", "tent", "desk lamp"];
        var records = Enumerable.Range(0, count)
            .Select(i => RecordOf($"r{i + 1}", string.Format(null, Topics[i % 5], things[i / 5 % 8]) + (i < 40 ? "" : $" My number is {i}.")));
        await AddAsync([.. records], i => (Answers[i % 5].Label, 0.45 + i * 7 % 50 / 100.0, $"words: {Answers[i % 5].Words} (definitions and 0 reviewed texts; confidence uncalibrated)"));
    }

    /// <summary>Adds one text with a proposal.</summary>
    public Task AddAsync(string id, string text, string label, string reason) => AddAsync([RecordOf(id, text)], _ => (label, 0.7, reason));

    public async Task AddAsync(IReadOnlyList<Record> records, Func<int, (string Label, double Confidence, string Reason)> propose, string labeller = "lexical")
    {
        await Get<RecordStore>().AddAsync("mail", records, Cancellation);
        await Get<LabelStore>().SaveAsync(
            "mail",
            [.. records.Select((record, i) =>
            {
                var (label, confidence, reason) = propose(i);
                return new Label(record.Id, label, confidence, labeller, "v1", "run-1", reason, 0, null, DateTimeOffset.UnixEpoch.AddYears(56));
            })],
            Cancellation);
    }

    public static Record RecordOf(string id, string text, IReadOnlyDictionary<string, string>? fields = null)
        => new(id, text, fields ?? new Dictionary<string, string>(), null, ContentHash.Of(text), ContentHash.Of(text), null, "mail.csv", 1);

    /// <summary>A person with a role, signed in, in a browser of their own.</summary>
    public async Task<IPage> PersonAsync(string name, Role role = Role.Annotator, List<string>? complaints = null, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        if ((await Get<UserStore>().FindAsync(name, Cancellation)) is null)
        {
            if (await Get<UserStore>().ListAsync(Cancellation) is { Count: 0 })
                (await Get<Accounts>().SetUpAsync("owner", Password, Cancellation)).Fault.ShouldBeNull();
            (await Get<Accounts>().AddUserAsync(Caller.CommandLine, name, Password, "mail", role, Cancellation)).Fault.ShouldBeNull();
        }

        var page = await _desk.PersonAsync(complaints ?? [], width, scheme);
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Projects" }).WaitForAsync();
        return page;
    }

    /// <summary>Opens the focus view and waits for its first record.</summary>
    public static async Task OpenDeskAsync(IPage page)
    {
        await page.GotoAsync("/projects/mail/review");
        await page.Locator("#work").WaitForAsync();
    }

    /// <summary>The id of the record on the screen.</summary>
    public static Task<string> OnScreenAsync(IPage page) => page.Locator("#record-id").InnerTextAsync();

    /// <summary>Presses a key and waits until another record (or none) is on the screen.</summary>
    public static async Task PressForNextAsync(IPage page, string key)
    {
        var before = await OnScreenAsync(page);
        await page.Keyboard.PressAsync(key);
        await page.WaitForFunctionAsync("before => document.getElementById('work').hidden || document.getElementById('record-id').textContent !== before", before);
    }

    /// <summary>Waits until the server has every answer.</summary>
    public static Task SentAsync(IPage page)
        => page.WaitForFunctionAsync("() => Object.entries(localStorage).filter(([key]) => key.startsWith('hybridai ')).every(([, waiting]) => waiting === '[]')");

    public async Task<IReadOnlyList<Annotation>> AnnotationsAsync() => await Get<AnnotationStore>().StandingAsync("mail", Cancellation);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private const string Mail =
        """
        name: mail
        kind: text-classification
        text: text
        label: label
        guideline: What the customer wants, not what the customer says first. Where two things are asked, take the one that needs an answer today.
        labels:
          bill: invoices, prices, VAT and charges
          login: password, sign in, locked account
          delivery: where a parcel is, or that it came broken
          cancel: the customer wants to end something
        """;
}
