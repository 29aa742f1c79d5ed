using HybridAi.Learn.Registry;
using HybridAi.Learn.Training;

namespace HybridAi.Tests.Learn.Registry;

public class ModelFileTests
{
    [Fact]
    public async Task A_file_that_was_changed_is_a_fault()
    {
        await using var bench = await LearnBench.CreateAsync();
        var card = await TrainAsync(bench);
        await File.AppendAllTextAsync(bench.Artefacts.PathOf(card.Hash), "x", LearnBench.Cancellation);

        (await bench.Files.LoadAsync(card, LearnBench.Cancellation)).Fault!.Code.ShouldBe("model-broken");
    }

    [Fact]
    public async Task A_file_that_is_gone_is_a_fault_that_says_where_it_should_be()
    {
        await using var bench = await LearnBench.CreateAsync();
        var card = await TrainAsync(bench);
        File.Delete(bench.Artefacts.PathOf(card.Hash));

        var fault = (await bench.Files.LoadAsync(card, LearnBench.Cancellation)).Fault!;

        fault.Code.ShouldBe("model-missing");
        fault.Reason.ShouldContain(bench.Artefacts.Root);
    }

    [Fact]
    public async Task A_model_that_answers_otherwise_than_its_card_says_is_refused()
    {
        await using var bench = await LearnBench.CreateAsync();
        var card = await TrainAsync(bench);
        var other = card with { Probe = new ParityProbe([.. card.Probe.Probabilities.Select(row => row.Reverse().ToArray())]) };

        var fault = (await bench.Files.LoadAsync(other, LearnBench.Cancellation)).Fault!;

        fault.Code.ShouldBe("model-broken");
        fault.Reason.ShouldContain("answers otherwise than when it was trained");
    }

    [Fact]
    public async Task A_card_of_an_unknown_trainer_is_a_fault()
    {
        await using var bench = await LearnBench.CreateAsync();
        var card = await TrainAsync(bench) with { Trainer = "forest" };

        (await bench.Files.LoadAsync(card, LearnBench.Cancellation)).Fault!.Code.ShouldBe("trainer-unknown");
    }

    private static async Task<ModelCard> TrainAsync(LearnBench bench) => (await bench.Stage.RunAsync(
        LearnBench.MailVersion, MailRows.Dataset(), TextLinearTrainer.MemberName, new(), null, LearnBench.Cancellation)).Value.Card;
}
