using MarginStreams.Cli.Recordings;

namespace MarginStreams.Cli.Generating;

/// <summary>Makes populations of accounts from a seed, onto a market that is recorded or one that is generated too.</summary>
public static class Generator
{
    /// <summary>A whole market with its accounts, merged, without any file.</summary>
    public static IEnumerable<RecordedRecord> Read(GeneratedMarketOptions market, PopulationOptions population)
    {
        var source = MarketSource.Of(market);
        return RecordMerge.Merge([source.Read(), Positions(source, population)]);
    }

    /// <summary>The records of positions of a population, in order of time.</summary>
    /// <exception cref="RecordingException">The market has nothing that an account could hold.</exception>
    /// <exception cref="CliException">An option is out of its range.</exception>
    public static IEnumerable<RecordedRecord> Positions(MarketSource market, PopulationOptions population)
    {
        GeneratorLimits.Check(population);
        return new Population(market, population).Records();
    }

    /// <summary>Writes a whole market with its accounts as a recording, and gives the number of records.</summary>
    /// <exception cref="RecordingException">There is a recording, and it may not be overwritten.</exception>
    public static long WriteTo(string folder, bool overwrite, GeneratedMarketOptions market, PopulationOptions population, CancellationToken cancel)
    {
        using var writer = new RecordingWriter(
            folder, overwrite, InputTopic.Venues, InputTopic.Instruments, InputTopic.Positions, InputTopic.OraclePrices);
        return writer.WriteAll(Read(market, population), cancel);
    }

    /// <summary>Writes a population onto a recording, whose other topics stay as they are, and gives the number of records.</summary>
    /// <exception cref="RecordingException">It has positions that may not be overwritten, or nothing that an account could hold.</exception>
    public static long WriteOnto(string folder, bool overwrite, PopulationOptions population, CancellationToken cancel)
    {
        var market = MarketSource.Of(Recording.Open(folder));
        using var writer = new RecordingWriter(folder, overwrite, InputTopic.Positions);
        return writer.WriteAll(Positions(market, population), cancel);
    }
}
