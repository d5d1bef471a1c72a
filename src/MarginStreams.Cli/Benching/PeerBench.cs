using System.Globalization;
using MarginStreams.Benchmarks;
using MarginStreams.Benchmarks.Peers;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Cli.Benching;

/// <summary>
/// The streaming benchmark beside others on the same broker: a plain consume-produce loop, which is the floor under any C# stream processor, and the same join
/// as a user of Kafka Streams would write it. They take turns, because a machine is not as fast in one minute as in the next.
/// </summary>
public sealed class PeerBench(PeerBenchOptions options, ILogger logger)
{
    private const string Ours = "ours";
    private const string Plain = "plain";
    private const string Streams = "ks";

    /// <summary>Figures of the large run that have budgets.</summary>
    private static readonly string[] Large = ["snapshot_restore_s", "memory_gb"];

    /// <summary>Runs everything; prints the machine, then medians, ratios, and whether each budget holds.</summary>
    public async Task<(BenchVerdict Verdict, int Absent)> Run(Action<string> print, CancellationToken cancel)
    {
        options.Check();
        foreach (string line in Machine.Lines())
        {
            print(line);
        }

        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (Figure ratio in await Rounds(print, cancel))
        {
            figures.Add(ratio.Name, ratio.Value);
            print(ratio.ToString());
        }

        PeerFigures large = await LargeRun(cancel);
        foreach (string name in Large)
        {
            if (large.Median(name) is { } value)
            {
                figures.Add(name, value);
                print(new Figure(name, value).ToString());
            }
        }

        BenchVerdict verdict = BenchVerdict.Of(figures, print);
        string[] absent = [.. PeerRatios.Names.Concat(Large).Where(name => !figures.ContainsKey(name))];
        Array.ForEach(absent, name => print($"verdict.{name}=absent"));
        return (verdict, absent.Length);
    }

    private async Task<IReadOnlyList<Figure>> Rounds(Action<string> print, CancellationToken cancel)
    {
        await using LocalBroker broker = await LocalBroker.StartAsync(options.KafkaHome);
        PeerProgram[] programs = [OurProgram(broker, options.Positions), PlainLoop(broker), KafkaStreams(broker)];
        Dictionary<string, PeerFigures> figures = programs.ToDictionary(program => program.Name, _ => new PeerFigures(), StringComparer.Ordinal);
        for (int round = 1; round <= options.Rounds; round++)
        {
            foreach (PeerProgram program in programs)
            {
                logger.LogInformation("Round {Round} of {Rounds}: {Program}", round, options.Rounds, program.Name);
                IReadOnlyList<string> lines = program.Run(cancel);
                logger.LogInformation("{Program}: {Figures}", program.Name, string.Join(' ', lines));
                figures[program.Name].Add(lines);
            }
        }

        print(new Figure("rounds", options.Rounds).ToString());
        foreach ((string program, PeerFigures of) in figures)
        {
            foreach (string name in of.Names)
            {
                print(new Figure($"{program}.{name}", of.Median(name)!.Value).ToString());
            }
        }

        return [.. PeerRatios.Of(figures[Ours], figures[Streams], figures[Plain])];
    }

    private async Task<PeerFigures> LargeRun(CancellationToken cancel)
    {
        var figures = new PeerFigures();
        if (options.PositionsLarge > 0)
        {
            await using LocalBroker broker = await LocalBroker.StartAsync(options.KafkaHome);
            logger.LogInformation("The large run: {Positions} positions", options.PositionsLarge);
            figures.Add(OurProgram(broker, options.PositionsLarge).Run(cancel));
        }
        else
        {
            logger.LogWarning("The large run is left out: {Figures} are not measured", string.Join(" and ", Large));
        }

        return figures;
    }

    private static PeerProgram OurProgram(LocalBroker broker, int positions)
    {
        string[] own =
        [
            "bench", "streams", "--bootstrap-servers", broker.Servers, "--positions", Text(positions), "--partitions", Text(PeerBenchOptions.Partitions),
            "--broker-pid", Text(broker.ProcessId),

            // The others tell nothing of accounts that are well.
            "--set", "Margin:TellHealthyNewcomers=false",
        ];
        return new(Ours, Environment.ProcessPath!, IsHosted ? [typeof(PeerBench).Assembly.Location, .. own] : own);
    }

    private PeerProgram PlainLoop(LocalBroker broker) =>
        new(Plain, options.PlainLoop, [broker.Servers, Text(options.Positions), Text(PeerBenchOptions.Partitions)]);

    private PeerProgram KafkaStreams(LocalBroker broker) => new(
        Streams,
        options.KafkaStreams,
        [broker.Servers, Text(options.Positions), Text(PeerBenchOptions.StreamsTicks), Text(PeerBenchOptions.Partitions), "memory"]);

    /// <summary>Whether this process is <c>dotnet</c>, which has to be told what to run.</summary>
    private static bool IsHosted => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
