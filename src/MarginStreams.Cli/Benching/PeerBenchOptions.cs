namespace MarginStreams.Cli.Benching;

/// <summary>What the comparison with other stream processors needs.</summary>
/// <param name="KafkaHome">A Kafka distribution, from which a broker is started.</param>
/// <param name="Peers">The folder that holds <c>plain-loop/run</c> and <c>kafka-streams/run</c>.</param>
/// <param name="Rounds">Rounds: in each every contestant runs once.</param>
/// <param name="Positions">Positions in each run.</param>
/// <param name="PositionsLarge">Positions of the run alone that shows memory and start; 0 leaves it out.</param>
public sealed record PeerBenchOptions(string KafkaHome, string Peers, int Rounds, int Positions, int PositionsLarge)
{
    /// <summary>Price ticks that Kafka Streams is measured with; each scans the holders of its instrument.</summary>
    public const int StreamsTicks = 2_000;

    /// <summary>Partitions of positions.</summary>
    public const int Partitions = 4;

    internal string PlainLoop => Path.Combine(Peers, "plain-loop", "run");

    internal string KafkaStreams => Path.Combine(Peers, "kafka-streams", "run");

    /// <summary>Checks that everything is there.</summary>
    /// <exception cref="CliException">Something is missing.</exception>
    public void Check()
    {
        foreach (string file in new[] { Path.Combine(KafkaHome, "bin", "kafka-server-start.sh"), PlainLoop, KafkaStreams })
        {
            if (!File.Exists(file))
            {
                throw new CliException(
                    ExitCode.Configuration, $"{file} is missing: --kafka-home names a Kafka distribution, --peers the programs to compare with");
            }
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (!Array.Exists(folders, static folder => File.Exists(Path.Combine(folder, "java"))))
        {
            throw new CliException(ExitCode.Configuration, "java is missing: the broker and Kafka Streams run on Java 17 or later");
        }
    }
}
