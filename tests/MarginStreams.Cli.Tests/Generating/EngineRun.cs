using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Tests.Importing;
using MarginStreams.Contracts;
using MarginStreams.Engine;

namespace MarginStreams.Cli.Tests.Generating;

/// <summary>Runs oracle and engine over merged records and keeps what the engine says.</summary>
internal sealed class EngineRun : IEffects
{
    private readonly OracleRun _oracle = new();
    private long _offset;

    public MarginEngine Engine { get; } = new(new EngineOptions(0));

    public List<EpisodeStep> Steps { get; } = [];

    /// <summary>The latest status of each account that there is.</summary>
    public Dictionary<string, StatusChange> Statuses { get; } = [];

    public MarketFrame? LatestFrame { get; private set; }

    public static EngineRun Of(IEnumerable<RecordedRecord> records)
    {
        var run = new EngineRun();
        foreach (RecordedRecord record in records)
        {
            run.Take(record);
        }

        run.Apply(run._oracle.Close());
        Assert.Empty(run._oracle.Refusals);
        return run;
    }

    public void Apply(MarketFrame? frame)
    {
        if (frame is not null)
        {
            LatestFrame = frame;
            Engine.Apply(frame, this);
        }
    }

    public void Episode(EpisodeStep step) => Steps.Add(step);

    public void Status(StatusChange change)
    {
        if (change.Band is null)
        {
            Statuses.Remove(change.Account);
        }
        else
        {
            Statuses[change.Account] = change;
        }
    }

    private void Take(RecordedRecord record)
    {
        if (record.Topic != InputTopic.Positions)
        {
            Apply(_oracle.Take(record));
            return;
        }

        // Positions come after the frame of the prices before them.
        Apply(_oracle.Close());
        string[] key = record.Key.Split('/');
        Position? position = record.Avro is null ? null : RecordCodecs.Position.Decode(record.Avro);
        var holding = position is null ? null : new Holding(position.Size, position.Cost, position.SettledIndex);
        HoldingCause cause = Enum.Parse<HoldingCause>((position?.Cause ?? PositionCause.Unknown).ToString());
        Assert.Equal(
            RejectReason.None,
            Engine.Apply(new HoldingEvent(key[0], key[1], _offset++, holding, cause, 0, position?.RemainingInBlock ?? 0), this));
    }
}
