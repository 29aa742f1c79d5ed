using HybridAi.Learning.Routing;

namespace HybridAi.Tests.Learning.Routing;

public class TopTests
{
    [Fact]
    public void The_greatest_come_first_and_of_equal_ones_the_earlier()
    {
        var places = new int[3];

        Top.Of([0.1f, 0.4f, 0.2f, 0.4f, 0.3f], places);

        places.ShouldBe([1, 3, 4]);
    }

    [Fact]
    public void They_are_those_that_sorting_finds()
    {
        var random = new Random(1);
        for (var draw = 0; draw < 100; draw++)
        {
            var values = Enumerable.Range(0, 1 + random.Next(30)).Select(_ => (float)random.NextDouble()).ToArray();
            var places = new int[Math.Min(4, values.Length)];

            Top.Of(values, places);

            places.ShouldBe(Enumerable.Range(0, values.Length).OrderByDescending(place => values[place]).Take(places.Length));
        }
    }
}
