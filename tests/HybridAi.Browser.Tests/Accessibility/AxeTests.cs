namespace HybridAi.Browser.Tests.Accessibility;

public sealed class AxeTests
{
    [Fact]
    public async Task A_picture_without_words_is_found()
    {
        Assert.SkipUnless(Axe.IsThere, $"{Axe.Variable} names no folder with axe-core.");
        await using var desk = await Desk.OpenAsync();
        var page = await desk.PersonAsync([]);
        await page.SetContentAsync("<html lang=en><title>x</title><main><h1>x</h1><img src='data:,'></main></html>");

        (await Axe.ViolationsAsync(page)).ShouldHaveSingleItem().ShouldStartWith("image-alt: img");
    }
}
