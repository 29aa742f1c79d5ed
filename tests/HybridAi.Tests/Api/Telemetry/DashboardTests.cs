using System.Text.Json;
using System.Text.RegularExpressions;
using HybridAi.Api.Telemetry;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Monitoring;

namespace HybridAi.Tests.Api.Telemetry;

/// <summary>What is drawn and what alarms is something that the server tells.</summary>
public partial class DashboardTests
{
    [Theory]
    [InlineData("grafana", "hybridai.json")]
    [InlineData("prometheus", "hybridai.rules.yml")]
    public void Every_metric_of_the_deployment_is_one_that_the_server_exposes(string folder, string file)
    {
        using var ears = new MeterEars();
        using var serve = new ServeMetrics();
        using var gateway = new GatewayMetrics();
        using var process = new ProcessMetrics();
        var exposed = ears.Collect().Select(family => family.Name).ToHashSet();
        var text = File.ReadAllText(Repository.Path("deploy", folder, file));

        var named = Metric().Matches(text).Select(match => match.Groups["name"].Value).Distinct().ToList();

        named.Count.ShouldBeGreaterThan(3);
        named.Where(name => !exposed.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void The_dashboard_is_json_whose_panels_do_not_overlap()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Repository.Path("deploy", "grafana", "hybridai.json")));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();

        panels.Select(panel => panel.GetProperty("id").GetInt32()).ShouldBeUnique();
        panels.SelectMany(panel =>
        {
            var place = panel.GetProperty("gridPos");
            var (x, y) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32());
            return Enumerable.Range(x, place.GetProperty("w").GetInt32()).SelectMany(column => Enumerable.Range(y, place.GetProperty("h").GetInt32()).Select(row => (column, row)));
        }).ShouldBeUnique();
    }

    // Followed by what selects or measures; a bucket, sum or count belongs to its histogram. A label's name is followed by an equals sign, or stands among an alert's labels.
    [GeneratedRegex(@"\b(?<!\$labels\.)(?<name>(hybridai|process|gen_ai)_[a-z_]+?)(_bucket|_sum|_count)?(?=[\[{\s)""]|$)(?!\s*=[^=])", RegexOptions.Multiline)]
    private static partial Regex Metric();
}
