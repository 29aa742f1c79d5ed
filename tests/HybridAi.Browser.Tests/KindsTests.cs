using static HybridAi.Browser.Tests.ReviewBench;

namespace HybridAi.Browser.Tests;

public sealed class KindsTests
{
    [Fact]
    public async Task Of_several_labels_each_is_switched_on_and_off()
    {
        await using var bench = await OpenAsync(definition: "name: mail\nkind: multi-label\ntext: text\nlabels:\n  bill: money\n  login: sign in\n  cancel: to end something");
        await bench.AddAsync("r1", "I can't sign in to pay.", """["bill","login"]""", "no words");
        await bench.AddAsync("r2", "Please end it.", """["cancel"]""", "no words");
        var page = await bench.PersonAsync("ada");
        await OpenDeskAsync(page);
        var first = await OnScreenAsync(page);
        await page.Keyboard.PressAsync(first == "r1" ? "1" : "3");
        await page.Keyboard.PressAsync("2");
        await Desk.LookAsync(page, "kind-multi-label");
        await PressForNextAsync(page, "Enter");
        await PressForNextAsync(page, "Enter");
        await SentAsync(page);

        var kept = (await bench.AnnotationsAsync()).ToDictionary(one => one.RecordId, one => one.Label);
        kept.ShouldBe(
            first == "r1" ? new Dictionary<string, string?> { ["r1"] = "[]", ["r2"] = """["cancel"]""" } : new() { ["r1"] = """["bill","login"]""", ["r2"] = """["login"]""" },
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_score_is_given_by_its_digit_or_moved_to_by_arrows()
    {
        await using var bench = await OpenAsync(definition: "name: mail\nkind: score\ntext: text\nscore: { lowest: 1, highest: 5, low: calm, high: furious }");
        await bench.AddAsync("r1", "This is the third time!", "3", "no words");
        await bench.AddAsync("r2", "Thank you.", "3", "no words");
        var page = await bench.PersonAsync("ada");
        await OpenDeskAsync(page);
        var first = await OnScreenAsync(page);
        await Desk.LookAsync(page, "kind-score");
        await PressForNextAsync(page, "5");
        await page.Keyboard.PressAsync("ArrowLeft");
        await PressForNextAsync(page, "Enter");
        await SentAsync(page);

        var kept = (await bench.AnnotationsAsync()).ToDictionary(one => one.RecordId, one => one.Label);
        kept[first].ShouldBe("5");
        kept[first == "r1" ? "r2" : "r1"].ShouldBe("2");
    }

    [Fact]
    public async Task Fields_are_typed_and_words_are_taken_from_the_text()
    {
        await using var bench = await OpenAsync(
            definition: "name: mail\nkind: extraction\ntext: text\nextract:\n  customer: { type: text, definition: who writes }\n  amount: { type: number, definition: how much }\n  paid: { type: boolean, definition: whether it is paid }");
        await bench.AddAsync("r1", "Ada Lovelace paid 12 pounds.", """{"customer":null,"amount":11,"paid":true}""", "no words");
        var page = await bench.PersonAsync("ada");
        await OpenDeskAsync(page);
        await page.GetByLabel("amount").FillAsync("12");
        await page.GetByLabel("customer").FocusAsync();
        await page.EvaluateAsync("() => { const range = document.createRange(); const node = document.getElementById('text').firstChild; range.setStart(node, 0); range.setEnd(node, 12); getSelection().removeAllRanges(); getSelection().addRange(range); document.dispatchEvent(new MouseEvent('mouseup')); }");
        (await page.GetByLabel("customer").InputValueAsync()).ShouldBe("Ada Lovelace");
        await Desk.LookAsync(page, "kind-extraction");
        await PressForNextAsync(page, "Enter");
        await SentAsync(page);

        (await bench.AnnotationsAsync()).ShouldHaveSingleItem().Label.ShouldBe("""{"customer":"Ada Lovelace","amount":12,"paid":true}""");
    }

    [Fact]
    public async Task A_row_is_a_small_table_and_its_number_is_typed()
    {
        await using var bench = await OpenAsync(
            definition: "name: mail\nkind: tabular-regression\ncolumns:\n  hour: { type: number, definition: when the van leaves }\n  depot: category\n  note: text\ntarget: { lowest: 0, highest: 120 }");
        await bench.AddAsync("r1", """{"hour":17,"note":"<b>lift</b> out of order"}""", "30", "no words");
        await bench.AddAsync("r2", """{"hour":7,"depot":"north"}""", "3", "no words");
        var page = await bench.PersonAsync("ada");
        await OpenDeskAsync(page);
        var first = await OnScreenAsync(page);
        var rows = first == "r1" ? (string[])["hour17", "note<b>lift</b> out of order"] : ["hour7", "depotnorth"];
        (await page.Locator("#text table.row tr").AllTextContentsAsync()).ShouldBe(rows);
        (await page.Locator("#text th").First.GetAttributeAsync("title")).ShouldBe("when the van leaves");
        await Desk.LookAsync(page, "kind-tabular-regression");
        await page.GetByLabel("The number itself").FillAsync("41");
        await PressForNextAsync(page, "Enter");
        await PressForNextAsync(page, "Enter");
        await SentAsync(page);

        var kept = (await bench.AnnotationsAsync()).ToDictionary(one => one.RecordId, one => one.Label);
        kept[first].ShouldBe("41");
        kept[first == "r1" ? "r2" : "r1"].ShouldBe(first == "r1" ? "3" : "30");
    }

    [Fact]
    public async Task A_row_is_labelled_by_the_digit_of_its_label()
    {
        await using var bench = await OpenAsync(
            definition: "name: mail\nkind: tabular-classification\ncolumns:\n  hour: number\n  depot: category\nlabels:\n  late: over 25 minutes\n  in time: all others");
        await bench.AddAsync("r1", """{"hour":17,"depot":"north"}""", "in time", "no words");
        var page = await bench.PersonAsync("ada");
        await OpenDeskAsync(page);
        await Desk.LookAsync(page, "kind-tabular-classification");
        await PressForNextAsync(page, "1");
        await SentAsync(page);

        (await bench.AnnotationsAsync()).ShouldHaveSingleItem().Label.ShouldBe("late");
    }
}
