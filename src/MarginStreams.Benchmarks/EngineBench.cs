using MarginStreams.Benchmarks.Aave;
using MarginStreams.Benchmarks.Cross;
using MarginStreams.Benchmarks.Index;
using MarginStreams.Benchmarks.Ladder;
using MarginStreams.Benchmarks.Processor;

namespace MarginStreams.Benchmarks;

/// <summary>The benchmark of the engine: ratios against brute force and bare memory in the same run, and the budgets they have to keep to.</summary>
public static class EngineBench
{
    private static readonly IReadOnlyList<IBenchSection> Sections =
    [
        new IdleSection(),
        new UpdateSection(),
        new StallSection(),
        new BytesSection(),
        new CrashSection(),
        new RebuildSection(),
        new ProcessorSection(),
        new CrossSection(),
        new LadderSection(),
        new AccountUpdateSection(),
        new BatchSection(),
        new AccountBytesSection(),
        new AllocationSection(),
        new GrowthSection(),
        new PauseSection(),
        new AaveSection(),
    ];

    /// <summary>Names of the sections, in the order in which they run.</summary>
    public static IEnumerable<string> SectionNames => Sections.Select(section => section.Name);

    /// <summary>
    /// Runs the sections whose names begin so, and prints one line for each figure as it comes, then one for each budget of a figure that was measured.
    /// </summary>
    /// <exception cref="BenchMismatchException">A result is not what brute force gives.</exception>
    public static BenchVerdict Run(BenchContext context, string prefix, Action<string> print)
    {
        foreach (string line in Machine.Lines())
        {
            print(line);
        }

        print(new Figure("entries", context.Entries).ToString());
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (IBenchSection section in Sections.Where(section => section.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            foreach (Figure figure in section.Run(context))
            {
                if (figure.Skipped.Length == 0)
                {
                    figures.Add(figure.Name, figure.Value);
                }

                print(figure.ToString());
                context.Cancel.ThrowIfCancellationRequested();
            }
        }

        return BenchVerdict.Of(figures, print);
    }
}
