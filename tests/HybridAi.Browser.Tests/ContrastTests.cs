using Microsoft.Playwright;

namespace HybridAi.Browser.Tests;

public sealed class ContrastTests
{
    [Theory]
    [InlineData("<p style='color:#000;background:#fff'>x</p>", 21, 4.5)]
    [InlineData("<p style='color:#777;background:#fff'>x</p>", 4.48, 4.5)]
    [InlineData("<p style='color:#777;background:#fff;font-size:24px'>x</p>", 4.48, 3)]
    [InlineData("<div style='background:#fff'><p style='color:#000;opacity:0.5'>x</p></div>", 3.95, 4.5)]
    [InlineData("<div style='background:#000'><p style='color:#fff;background:rgb(255 255 255 / 50%)'>x</p></div>", 3.95, 4.5)]
    public async Task A_texts_contrast_is_that_of_what_is_on_the_screen(string content, double ratio, double least)
    {
        await using var desk = await Desk.OpenAsync();
        var page = await desk.PersonAsync([]);
        await page.SetContentAsync(content);

        var text = (await Contrast.OfAsync(page, ColorScheme.Light)).ShouldHaveSingleItem();

        text.Ratio.ShouldBe(ratio, 0.05);
        text.Least.ShouldBe(least);
        text.Holds.ShouldBe(ratio >= least);
    }

    [Theory]
    [InlineData("<circle r=9 fill='#000' />", 21)]
    [InlineData("<circle r=9 fill='#fff' stroke='#777' />", 4.48)]
    [InlineData("<line x2=9 y2=9 stroke='#ccc' />", 1.61)]
    public async Task A_shapes_contrast_is_that_of_its_fill_or_its_outline(string shape, double ratio)
    {
        await using var desk = await Desk.OpenAsync();
        var page = await desk.PersonAsync([]);
        await page.SetContentAsync($"<div style='background:#fff'><svg>{shape}<rect class=trough width=9 height=9 fill='#eee' /></svg></div>");

        var found = (await Contrast.OfAsync(page, ColorScheme.Light)).ShouldHaveSingleItem();

        found.Ratio.ShouldBe(ratio, 0.05);
        found.Holds.ShouldBe(ratio >= 3);
    }

    [Fact]
    public async Task What_is_not_to_be_seen_or_can_not_be_used_is_not_looked_at()
    {
        await using var desk = await Desk.OpenAsync();
        var page = await desk.PersonAsync([]);
        await page.SetContentAsync("<p hidden>x</p><button disabled>x</button><p style='visibility:hidden'>x</p><input type=checkbox>");

        (await Contrast.OfAsync(page, ColorScheme.Light)).ShouldBeEmpty();
    }
}
