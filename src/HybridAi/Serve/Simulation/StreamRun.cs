namespace HybridAi.Serve.Simulation;

/// <summary>Where a stream stands after some texts.</summary>
/// <param name="Items">How many have come.</param>
/// <param name="Accuracy">Share of them that was answered rightly.</param>
/// <param name="CallShare">Share of them that the teacher was called for.</param>
public sealed record StreamPoint(int Items, double Accuracy, double CallShare);

/// <summary>One stream, answered by one rule in one order.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Curve">From the first points to the end, which is the last.</param>
/// <param name="Agreement">How often the student would have said what the teacher says, over all texts.</param>
/// <param name="SeenAgreement">The same as the calls alone show it, each weighed by 1 / its propensity; null where nothing was called for.</param>
internal sealed record StreamRun(string Rule, IReadOnlyList<StreamPoint> Curve, double Agreement, double? SeenAgreement)
{
    public StreamPoint End => Curve[^1];

    /// <summary>Plays the stream: student first, then the rule, then the teacher where it is called; what it says is served and taught.</summary>
    public static StreamRun Play(StreamRows rows, IStreamRule rule, int seed, int every, CancellationToken cancellation)
    {
        var order = Enumerable.Range(0, rows.Count).ToArray();
        new Random(seed).Shuffle(order);
        // Chances of their own: the order is the same for every rule.
        var chance = new Random(unchecked(seed * 31 + 17));
        var student = new StreamStudent(rows, seed);
        var curve = new List<StreamPoint>();
        var (right, calls, agreed) = (0, 0, 0);
        var (seen, weight) = (0.0, 0.0);
        for (var before = 0; before < order.Length; before++)
        {
            if (student.Refresh(cancellation)) rule.StudentTrained(student.Learned);
            var row = order[before];
            var moment = new StreamMoment(row, rows.Texts[row], student.Look(rows.Texts[row]), before, order.Length - before - 1);
            var (answer, same) = (moment.Student.Label, moment.Student.Label == rows.Answers[row]);
            if (same) agreed++;
            var propensity = rule.ChanceOfCall(moment);
            if (chance.NextDouble() < propensity)
            {
                answer = rows.Answers[row];
                calls++;
                (seen, weight) = (seen + (same ? 1 / propensity : 0), weight + 1 / propensity);
                student.Learn(moment.Text, answer);
                rule.Told(moment, propensity, answer);
            }

            if (answer == rows.Gold[row]) right++;
            var items = before + 1;
            if (items % every == 0 || items == order.Length) curve.Add(new(items, (double)right / items, (double)calls / items));
        }

        return new(rule.Name, curve, (double)agreed / order.Length, weight > 0 ? seen / weight : null);
    }
}
