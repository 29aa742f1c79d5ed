using System.Globalization;
using HybridAi.Documents.Answering;
using HybridAi.Learning.Statistics;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Chat;

/// <summary>
/// Asks every answerer known questions and looks for the cheapest route over them that is shown to hold the floor. An answer is right when it cites all of the
/// evidence, or refuses what can't be answered. The thresholds that are tried stand fixed before anybody is asked, from the safest on, so every question judges
/// (Angelopoulos et al. 2021, "Learn then Test", section 3.2, fixed sequence testing).
/// </summary>
public sealed class AnswerRouteStage(AnswerStage answers, AnswerRoutes routes)
{
    private const int Thresholds = 50;

    /// <summary>Certifies a route for a tenant; where one holds, its questions go along it from now on.</summary>
    /// <param name="tenant">Whose documents.</param>
    /// <param name="questions">Questions with their evidence, and some that can't be answered.</param>
    /// <param name="margin">How far below the last answerer's share of right answers the floor lies.</param>
    /// <param name="confidence">One-sided confidence that the floor is held.</param>
    /// <param name="progress">Told after each question of each answerer.</param>
    /// <param name="cancellation">Stops asking.</param>
    /// <returns>The route, certified or the last answerer alone; or a fault: <c>answerers-too-few</c>, or what an answerer lacks.</returns>
    public async Task<Outcome<AnswerRoute>> RunAsync(
        string tenant, IReadOnlyList<KnownQuestion> questions, double margin, double confidence, IProgress<(int Done, int Of)>? progress, CancellationToken cancellation)
    {
        var names = routes.Answerers;
        if (names.Count < 2) return Fault.Conflict("answerers-too-few", "A route leads over at least two answerers: name them in HybridAi:Chat:Answerers, the cheapest first.");
        var heard = new Heard[questions.Count, names.Count];
        for (var row = 0; row < questions.Count; row++)
        {
            for (var place = 0; place < names.Count; place++)
            {
                var ask = new AskRequest(tenant, $"route-{questions[row].Id}", questions[row].Question) { Answerer = names[place] };
                if (!(await answers.AnswerAsync(ask, cancellation)).Succeeded(out var answer, out var fault)) return fault;
                heard[row, place] = new(IsRight(questions[row], answer), AnswerRoute.Sureness(answer), answer.CostUsd);
                progress?.Report(((row * names.Count) + place + 1, questions.Count * names.Count));
            }
        }

        var route = Choose(names, heard, margin, confidence);
        if (route.Certificate!.State == CertificateState.Certified) await routes.MakeLiveAsync(tenant, route, cancellation);
        return route;
    }

    private static bool IsRight(KnownQuestion known, Answer answer) => known.Answerable
        ? answer.Abstention is null && known.Evidence.All(evidence => answer.Citations.Any(evidence.IsIn))
        : answer.Abstention is not null;

    private static AnswerRoute Choose(IReadOnlyList<string> names, Heard[,] heard, double margin, double confidence)
    {
        var (rows, last) = (heard.GetLength(0), names.Count - 1);
        // From nothing that stands early to everything.
        double[] from = [.. Enumerable.Range(0, Thresholds + 1).Select(step => 1 - (step / (double)Thresholds))];
        var chosen = FixedSequence.LastAccepted(from.Select(threshold => MatchedPairsTest.PValue(Paired(threshold), margin)), 1 - confidence);
        var best = chosen >= 0 ? from[chosen] : from[0];
        var seen = Paired(best);
        var (right, reference) = (Share(row => End(row, best).Right), Share(row => heard[row, last].Right));
        var state = PairedVerdict.Of(seen, margin, confidence);
        var certificate = new AnswerCertificate(
            state, rows, margin, confidence, right, reference, Mean(row => Spent(row, best)), Mean(row => heard[row, last].CostUsd), Reason(state, seen, margin, confidence));
        return chosen >= 0 && state == CertificateState.Certified
            ? new(names, [.. Enumerable.Repeat(best, last)], certificate)
            : AnswerRoute.ReferenceAlone(names) with { Certificate = certificate };

        PairedDifferences Paired(double threshold) => new(
            rows, Count(row => End(row, threshold).Right && !heard[row, last].Right), Count(row => !End(row, threshold).Right && heard[row, last].Right));

        Heard End(int row, double threshold) => heard[row, Place(row, threshold)];

        int Place(int row, double threshold)
        {
            for (var place = 0; place < last; place++)
                if (heard[row, place].Sureness >= threshold)
                    return place;
            return last;
        }

        decimal? Spent(int row, double threshold)
        {
            decimal? spent = 0;
            for (var place = 0; place <= Place(row, threshold); place++) spent += heard[row, place].CostUsd;
            return spent;
        }

        int Count(Func<int, bool> holds) => Enumerable.Range(0, rows).Count(holds);

        double Share(Func<int, bool> holds) => rows == 0 ? 0 : Count(holds) / (double)rows;

        decimal? Mean(Func<int, decimal?> cost)
        {
            decimal? sum = 0;
            for (var row = 0; row < rows; row++) sum += cost(row);
            return rows == 0 ? null : sum / rows;
        }
    }

    private static string Reason(CertificateState state, PairedDifferences seen, double margin, double confidence) => string.Create(
        CultureInfo.InvariantCulture,
        $"On {seen.Rows} questions the route alone is right on {seen.Wins}, the last answerer alone on {seen.Losses}: ")
        + state switch
        {
            CertificateState.Certified => string.Create(CultureInfo.InvariantCulture, $"shown to lie at most {margin:P1} below it, with {confidence:P0} confidence."),
            CertificateState.Refused => "the cheaper answerers lie below the floor.",
            _ => string.Create(CultureInfo.InvariantCulture, $"too few to show a margin of {margin:P1}; about {PairedVerdict.RowsThatWouldDo(seen, margin, confidence)} would do."),
        };

    private readonly record struct Heard(bool Right, double Sureness, decimal? CostUsd);
}
