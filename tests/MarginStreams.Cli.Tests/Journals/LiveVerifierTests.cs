using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Journals;
using MarginStreams.Cli.Runs;
using MarginStreams.Contracts;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Tests.Journals;

/// <summary>
/// What a service wrote is verified as it stands, refused when one record is not what its inputs lead to, and neither where inputs are gone: then it is said
/// from where on nothing can be known.
/// </summary>
public sealed class LiveVerifierTests(LiveRun live) : IClassFixture<LiveRun>
{
    private static TopicNames Topics => new();

    [Theory]
    [InlineData(PositionPartitioning.Direct)]
    [InlineData(PositionPartitioning.Repartition)]
    public void Verify_UntouchedTopics_AreVerified(PositionPartitioning partitioning)
    {
        LiveVerification found = Verify(live.Of(partitioning));
        Assert.Empty(found.Mismatches);
        Assert.Empty(found.Gaps);
        Assert.True(found.IsVerified);
        Assert.Equal((0, 0, 0), (found.Missed, found.False, found.Different));
        Assert.True(found is { Triggers: > 20, Frames: > 50, Commits: > 10 }, $"{found} is too little to prove anything");
    }

    [Fact]
    public void Verify_TriggerTakenOut_IsMissed()
    {
        LogRecord trigger = Some(Topics.LiquidationTriggers);
        LiveVerification found = Verify(live.Changed(record => Is(record, trigger) ? null : record));
        Assert.Equal((1, 0, 0), (found.Missed, found.False, found.Different));
        Assert.Contains(found.Mismatches, mismatch => mismatch.Contains(IdOf(trigger), StringComparison.Ordinal));
    }

    [Fact]
    public void Verify_TriggerPutIn_IsFalse()
    {
        LogRecord trigger = Some(Topics.LiquidationTriggers);
        Connection changed = live.Changed(record => record);
        ((EmbeddedCluster)changed.Cluster).Append(trigger with { Offset = -1 });
        LiveVerification found = Verify(changed);
        Assert.Equal((0, 1, 0), (found.Missed, found.False, found.Different));
    }

    [Fact]
    public void Verify_OneFieldOfATriggerChanged_IsDifferent()
    {
        LogRecord trigger = Some(Topics.LiquidationTriggers);
        LiveVerification found = Verify(live.Changed(record => Is(record, trigger) ? record with { Value = WithOtherSurplus(record) } : record));
        Assert.Equal((0, 0, 1), (found.Missed, found.False, found.Different));
        Assert.Contains(found.Mismatches, mismatch => mismatch.Contains(IdOf(trigger), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("margin.frames")]
    [InlineData("margin.liquidation-triggers")]
    [InlineData("margin.open-liquidations")]
    [InlineData("margin.account-status")]
    [InlineData("marginstreams-margin-changelog")]
    public void Verify_TimestampOfALatestRecordChanged_IsAMismatch(string topic)
    {
        LogRecord last = Read(topic).Last(record => record.Value is not null);
        LiveVerification found = Verify(live.Changed(record => Is(record, last) ? record with { TimestampMs = record.TimestampMs + 1 } : record));
        Assert.False(found.IsVerified);
        Assert.Contains(found.Mismatches, mismatch => mismatch.StartsWith(topic, StringComparison.Ordinal));
    }

    [Fact]
    public void Verify_CompactedOutputs_AreVerified()
    {
        string[] compacted = [Topics.OpenLiquidations, Topics.AccountStatus, Topics.MarketRisk, Topics.MarginChangelog];
        HashSet<(string, int, long)> latest =
        [
            .. compacted.SelectMany(Read)
                .GroupBy(record => (record.TopicPartition, Convert.ToHexString(record.Key!)))
                .Select(group => group.Last())
                .Where(record => record.Value is not null)
                .Select(record => (record.Topic, record.Partition, record.Offset)),
        ];
        int gone = 0;
        Connection changed = live.Changed(record =>
        {
            bool stays = !compacted.Contains(record.Topic) || latest.Contains((record.Topic, record.Partition, record.Offset));
            gone += stays ? 0 : 1;
            return stays ? record : null;
        });
        Assert.True(Verify(changed).IsVerified);
        Assert.True(gone > 100, "too little was compacted");
    }

    [Fact]
    public void Verify_PositionGone_SaysWhichPartitionAndFromWhere()
    {
        LogRecord position = Some(Topics.Positions);
        LiveVerification found = Verify(live.Changed(record => Is(record, position) ? null : record));
        Assert.Empty(found.Mismatches);
        string gap = Assert.Single(found.Gaps);
        Assert.Matches($"^margin-1: marginstreams-margin-journal-1: commit \\d+: margin.positions-1 from offset \\d+: \\d+ records were taken up to", gap);
    }

    [Fact]
    public void Verify_RecordOfTheJournalTakenOut_IsNeverVerified() => Assert.All(
        Read(Topics.MarginJournal).Where((_, at) => at % 4 == 0).ToArray(),
        one => Assert.False(Verify(live.Changed(record => Is(record, one) ? null : record)).IsVerified));

    [Theory]
    [InlineData(PositionPartitioning.Direct)]
    [InlineData(PositionPartitioning.Repartition)]
    public void BacktestByJournal_GivesTheLiveTriggersByteForByte(PositionPartitioning partitioning)
    {
        Connection connection = live.Of(partitioning);
        (RunResult result, RunOutcome outcome) = JournalBacktest.Run(connection, "here", TestContext.Current.CancellationToken);
        TriggerLines committed = TriggerLines.Committed(connection.Cluster, Topics.LiquidationTriggers, 2, connection.Wire);
        Assert.Equal(committed.Select(line => line.Json), outcome.Triggers.Select(line => line.Json));
        Assert.Equal(Runs.CommittedRecords.Read(connection.Cluster, Topics.Frames, 0).LongCount(), result.Frames);
        Assert.Equal(live.Recording.Read().LongCount(), result.Records);
        Assert.True(result.Recording.Topics!.IsByJournal);
    }

    [Fact]
    public void BacktestOfTopics_GivesWhatTheRecordingGives()
    {
        Connection connection = live.Of(PositionPartitioning.Direct);
        CancellationToken cancel = TestContext.Current.CancellationToken;
        var inputs = Transfer.ClusterInputs.Of(connection, new(null, null), skipsInvalid: false);
        var source = new RunSource("here", []) { Topics = new RunTopics(IsByJournal: false, inputs.Stretches) };
        RunResult ofTopics = Backtest.Run(inputs.Read(), source, connection.Options, cancel).Result;
        RunResult ofRecording = Backtest.Run(live.Recording, connection.Options, cancel).Result;
        Assert.Equal((ofRecording.TriggersHash, ofRecording.StateHash, ofRecording.Records), (ofTopics.TriggersHash, ofTopics.StateHash, ofTopics.Records));
    }

    private static LiveVerification Verify(Connection connection) => LiveVerifier.Verify(connection, TestContext.Current.CancellationToken);

    private static bool Is(LogRecord record, LogRecord other) => record.TopicPartition == other.TopicPartition && record.Offset == other.Offset;

    private static byte[] WithOtherSurplus(LogRecord record)
    {
        var wire = new WireFormat(new LocalSchemaIds());
        var trigger = (LiquidationTrigger)wire.Deserialize(record.Topic, record.Value!);
        return wire.Serialize(record.Topic, RecordCodecs.LiquidationTrigger, trigger with { Surplus = trigger.Surplus + 1 });
    }

    private static string IdOf(LogRecord trigger) =>
        ((LiquidationTrigger)new WireFormat(new LocalSchemaIds()).Deserialize(trigger.Topic, trigger.Value!)).TriggerId;

    /// <summary>A record in the middle of a topic's partition.</summary>
    private LogRecord Some(string topic)
    {
        LogRecord[] records = [.. Read(topic).Where(record => record.Partition == 1)];
        return records[records.Length / 2];
    }

    private IEnumerable<LogRecord> Read(string topic) => Enumerable.Range(0, live.Of(PositionPartitioning.Direct).Cluster.Admin.PartitionCount(topic)!.Value)
        .SelectMany(partition => Runs.CommittedRecords.Read(live.Of(PositionPartitioning.Direct).Cluster, topic, partition));
}
