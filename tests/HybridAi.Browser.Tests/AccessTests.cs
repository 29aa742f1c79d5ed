using HybridAi.Curate.Projects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace HybridAi.Browser.Tests;

public sealed class AccessTests
{
    private const string Password = "correct horse battery";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_first_page_to_a_person_who_may_not_see_everything()
    {
        await using var desk = await Desk.OpenAsync();
        await ProjectAsync(desk);
        var complaints = new List<string>();
        var page = await desk.PersonAsync(complaints);

        await page.GotoAsync("/");
        (await page.Locator(".banner").InnerTextAsync()).ShouldContain("Open mode");
        await page.GetByRole(AriaRole.Link, new() { Name = "Make the owner", Exact = true }).First.ClickAsync();
        await Desk.LookAsync(page, "setup");
        await page.GetByLabel("Your name").FillAsync("Ada");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByLabel("Once more").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the owner" }).ClickAsync();
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("Projects");
        (await page.Locator(".banner").CountAsync()).ShouldBe(0);
        await Desk.LookAsync(page, "projects");

        await page.GetByRole(AriaRole.Link, new() { Name = "People" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("bob");
        await page.GetByLabel("First password").FillAsync(Password);
        await page.GetByLabel("Role", new() { Exact = true }).First.SelectOptionAsync("Viewer");
        await page.GetByLabel("On", new() { Exact = true }).First.SelectOptionAsync("mail");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        (await page.GetByRole(AriaRole.Status).InnerTextAsync()).ShouldBe("bob can sign in.");
        await Desk.LookAsync(page, "people");

        await SignOutAsync(page);
        await SignInAsync(page, "bob", "not the password");
        (await page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldContain("don't fit together");
        await Desk.LookAsync(page, "wrong-password");
        await SignInAsync(page, "bob", Password);
        (await page.GetByRole(AriaRole.Heading, new() { Name = "mail" }).IsVisibleAsync()).ShouldBeTrue();
        (await page.GetByRole(AriaRole.Link, new() { Name = "People" }).CountAsync()).ShouldBe(0);

        await page.GotoAsync("/users");
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("This is not open to you");
        await Desk.LookAsync(page, "forbidden");
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_is_shown_once_and_a_page_leads_back_after_signing_in()
    {
        await using var desk = await Desk.OpenAsync();
        await ProjectAsync(desk);
        var complaints = new List<string>();
        var page = await desk.PersonAsync(complaints);
        await SetUpAsync(page);
        await SignOutAsync(page);

        await page.GotoAsync("/keys");
        page.Url.ShouldContain("/sign-in?ReturnUrl=");
        await SignInAsync(page, "ada", Password);
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("API keys");
        await page.GetByLabel("Name").FillAsync("shop");
        await page.GetByLabel("ingest").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        var secret = await page.Locator(".secret").InnerTextAsync();
        secret.ShouldStartWith("hai_");
        await Desk.LookAsync(page, "keys");

        await page.GotoAsync("/keys");
        (await page.ContentAsync()).ShouldNotContain(secret);
        (await page.Locator("tbody").InnerTextAsync()).ShouldContain("predict, ingest");
        await page.GotoAsync("/audit");
        (await page.Locator("tbody").InnerTextAsync()).ShouldContain("key.create");
        await Desk.LookAsync(page, "audit");
        complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ColorScheme.Light, "light")]
    [InlineData(ColorScheme.Dark, "dark")]
    public async Task On_a_phone_nothing_is_wider_than_the_screen(ColorScheme scheme, string name)
    {
        await using var desk = await Desk.OpenAsync();
        await ProjectAsync(desk);
        var page = await desk.PersonAsync([], width: 390, scheme);
        await SetUpAsync(page);

        foreach (var path in new[] { "/", "/projects/mail", "/users", "/keys", "/audit", "/account" })
        {
            await page.GotoAsync(path);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390, path);
            await Desk.LookAsync(page, $"phone-{name}-{path.Trim('/').Replace('/', '-')}");
        }
    }

    [Fact]
    public async Task Signing_in_needs_no_mouse()
    {
        await using var desk = await Desk.OpenAsync();
        var page = await desk.PersonAsync([], scheme: ColorScheme.Dark);
        await SetUpAsync(page);
        await SignOutAsync(page);
        await Desk.LookAsync(page, "dark-sign-in");

        await page.GetByLabel("Name").FocusAsync();
        await page.Keyboard.TypeAsync("ada");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Password);
        await page.Keyboard.PressAsync("Enter");

        await page.GetByRole(AriaRole.Heading, new() { Name = "Projects" }).WaitForAsync();
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Skip to content");
    }

    private static async Task SetUpAsync(IPage page)
    {
        await page.GotoAsync("/setup");
        await page.GetByLabel("Your name").FillAsync("ada");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByLabel("Once more").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the owner" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Projects" }).WaitForAsync();
    }

    private static async Task SignInAsync(IPage page, string name, string password)
    {
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(password);
        await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync(), answer => answer.Request.IsNavigationRequest);
    }

    private static async Task SignOutAsync(IPage page)
    {
        await page.Locator(".menu.user > summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" }).WaitForAsync();
    }

    private static Task<ProjectVersion> ProjectAsync(Desk desk) => desk.Services.GetRequiredService<ProjectStore>().SaveAsync(
        ProjectFile.Parse(
            """
            name: mail
            kind: text-classification
            text: text
            label: label
            guideline: What the customer wants, not what the customer says first.
            labels:
              bill: invoices, prices, VAT and charges
              login: password, sign in, locked account
            """, "mail.yaml").Value,
        Cancellation);
}
