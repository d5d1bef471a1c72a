using Confluent.Kafka;
using static Confluent.Kafka.ErrorCode;
using static MarginStreams.Broker.Tests.WireRequest;

namespace MarginStreams.Broker.Tests;

/// <summary>
/// Errors that a broker may answer to each request of a transaction: those that pass are tried again until they have passed, and every other one becomes
/// the exception that names what to do. No broker is needed: librdkafka brings one that fails on order.
/// </summary>
public sealed class KafkaWireErrorTests
{
    private static readonly ErrorCode[] CoordinatorErrors =
        [GroupCoordinatorNotAvailable, GroupLoadInProgress, NotCoordinatorForGroup, ConcurrentTransactions, Local_Transport];

    private static readonly ErrorCode[] FencingErrors = [ErrorCode.ProducerFenced, InvalidProducerEpoch];

    private static readonly ErrorCode[] GroupErrors = [IllegalGeneration, UnknownMemberId, FencedInstanceId, FencedMemberEpoch, StaleMemberEpoch];

    /// <summary>What must be done about an error.</summary>
    public enum Outcome
    {
        /// <summary>Nothing: the client has tried again.</summary>
        Succeeds,

        /// <summary>Abort; the producer can go on.</summary>
        MustAbort,

        /// <summary>Abort, or make a new producer: the broker does not answer in time.</summary>
        Unreachable,

        /// <summary>Let go of the task: the group has gone on.</summary>
        GroupFenced,

        /// <summary>Let go of the task: another producer has it.</summary>
        ProducerFenced,

        /// <summary>Make a new producer and rewind.</summary>
        OutcomeUnknown,

        /// <summary>Make a new producer: this one is of no use.</summary>
        Broken,
    }

    public static TheoryData<string, Outcome, ErrorCode[]> InitErrors() => new()
    {
        { "init", Outcome.Succeeds, [.. CoordinatorErrors, RequestTimedOut, Unknown] },
        { "init", Outcome.ProducerFenced, FencingErrors },
        { "init", Outcome.Broken, [TransactionalIdAuthorizationFailed, ClusterAuthorizationFailed, InvalidTransactionTimeout] },
    };

    public static TheoryData<string, Outcome, ErrorCode[]> RunErrors() => new()
    {
        { nameof(AddPartitionsToTxn), Outcome.Succeeds, [.. CoordinatorErrors, UnknownTopicOrPart] },
        { nameof(AddPartitionsToTxn), Outcome.MustAbort, [TopicAuthorizationFailed, InvalidProducerIdMapping, OperationNotAttempted, Unknown] },
        { nameof(AddPartitionsToTxn), Outcome.Unreachable, [RequestTimedOut] },
        { nameof(AddPartitionsToTxn), Outcome.ProducerFenced, FencingErrors },
        { nameof(AddPartitionsToTxn), Outcome.Broken, [InvalidTxnState, TransactionalIdAuthorizationFailed] },
        { nameof(WireRequest.Produce), Outcome.Succeeds, [NotLeaderForPartition, NotEnoughReplicas, KafkaStorageError, RequestTimedOut, Local_Transport] },
        { nameof(WireRequest.Produce), Outcome.MustAbort, [MsgSizeTooLarge, UnknownProducerId, InvalidRecord, Unknown] },
        { nameof(WireRequest.Produce), Outcome.ProducerFenced, FencingErrors },
        { nameof(WireRequest.Produce), Outcome.Broken, [OutOfOrderSequenceNumber] },
        { nameof(AddOffsetsToTxn), Outcome.Succeeds, [.. CoordinatorErrors, RequestTimedOut] },
        { nameof(AddOffsetsToTxn), Outcome.MustAbort, [GroupAuthorizationFailed, InvalidProducerIdMapping, Unknown] },
        { nameof(AddOffsetsToTxn), Outcome.ProducerFenced, FencingErrors },
        { nameof(AddOffsetsToTxn), Outcome.Broken, [InvalidTxnState, TransactionalIdAuthorizationFailed] },
        { nameof(TxnOffsetCommit), Outcome.Succeeds, [.. CoordinatorErrors, RequestTimedOut] },
        { nameof(TxnOffsetCommit), Outcome.MustAbort, [GroupAuthorizationFailed, RebalanceInProgress, Unknown] },
        { nameof(TxnOffsetCommit), Outcome.GroupFenced, GroupErrors },
        { nameof(TxnOffsetCommit), Outcome.ProducerFenced, FencingErrors },
        { nameof(TxnOffsetCommit), Outcome.Broken, [InvalidTxnState, InvalidProducerIdMapping, TransactionalIdAuthorizationFailed] },
    };

    public static TheoryData<string, Outcome, ErrorCode[]> CommitErrors() => new()
    {
        { "commit", Outcome.Succeeds, CoordinatorErrors },
        { "commit", Outcome.ProducerFenced, FencingErrors },
        { "commit", Outcome.OutcomeUnknown, [RequestTimedOut, Unknown, InvalidProducerIdMapping, InvalidTxnState, TransactionalIdAuthorizationFailed] },
    };

    public static TheoryData<string, Outcome, ErrorCode[]> AbortErrors() => new()
    {
        { "abort", Outcome.Succeeds, [.. CoordinatorErrors, InvalidProducerIdMapping] },
        { "abort", Outcome.Unreachable, [RequestTimedOut] },
        { "abort", Outcome.MustAbort, [Unknown] },
        { "abort", Outcome.ProducerFenced, FencingErrors },
        { "abort", Outcome.Broken, [InvalidTxnState, TransactionalIdAuthorizationFailed] },
    };

    [Theory]
    [MemberData(nameof(InitErrors), DisableDiscoveryEnumeration = true)]
    public void Init_WireError_HasItsOutcome(string name, Outcome outcome, ErrorCode[] errors)
    {
        foreach (ErrorCode error in errors)
        {
            using var task = new MockTask();
            AssertOutcome(task, outcome, Step.Init, $"{name} {error}", task.Init(InitProducerId, error));
        }
    }

    [Theory]
    [MemberData(nameof(RunErrors), DisableDiscoveryEnumeration = true)]
    public void SendOffsets_WireErrorUpToThere_HasItsOutcome(string request, Outcome outcome, ErrorCode[] errors) =>
        AssertRuns(Enum.Parse<WireRequest>(request), outcome, errors, Step.SendOffsets, Step.Commit);

    [Theory]
    [InlineData(nameof(AddPartitionsToTxn), TopicAuthorizationFailed, Outcome.MustAbort)]
    [InlineData(nameof(WireRequest.Produce), MsgSizeTooLarge, Outcome.MustAbort)]
    [InlineData(nameof(WireRequest.Produce), InvalidProducerEpoch, Outcome.ProducerFenced)]
    [InlineData(nameof(WireRequest.Produce), Local_Transport, Outcome.Succeeds)]
    public void Commit_WireErrorBefore_HasItsOutcome(string request, ErrorCode error, Outcome outcome) =>
        AssertRuns(Enum.Parse<WireRequest>(request), outcome, [error], Step.Commit, Step.Commit, hasOffsets: false);

    [Theory]
    [MemberData(nameof(CommitErrors), DisableDiscoveryEnumeration = true)]
    public void Commit_WireError_HasItsOutcome(string name, Outcome outcome, ErrorCode[] errors)
    {
        Assert.NotEmpty(name);
        AssertRuns(EndTxn, outcome, errors, Step.Commit, Step.Commit);
    }

    [Theory]
    [MemberData(nameof(AbortErrors), DisableDiscoveryEnumeration = true)]
    public void Abort_WireError_HasItsOutcome(string name, Outcome outcome, ErrorCode[] errors)
    {
        Assert.NotEmpty(name);
        AssertRuns(EndTxn, outcome, errors, Step.Abort, Step.Abort);
    }

    private static void AssertRuns(WireRequest request, Outcome outcome, ErrorCode[] errors, Step shownAt, Step last, bool hasOffsets = true)
    {
        MockTask? task = null;
        foreach (ErrorCode error in errors)
        {
            if (task is null || outcome is Outcome.ProducerFenced or Outcome.OutcomeUnknown or Outcome.Broken)
            {
                task?.Dispose();
                task = new MockTask();
                task.Init();
            }

            AssertOutcome(task, outcome, shownAt, $"{request} {error}", task.Run(request, error, last, hasOffsets));
        }

        task?.Dispose();
    }

    private static void AssertOutcome(MockTask task, Outcome outcome, Step shownAt, string what, (Step Step, Exception Thrown)? shown)
    {
        Type? expected = outcome switch
        {
            Outcome.Succeeds => null,
            Outcome.Unreachable => typeof(LogUnreachableException),
            Outcome.GroupFenced => typeof(GroupFencedException),
            Outcome.ProducerFenced => typeof(ProducerFencedException),
            Outcome.OutcomeUnknown => typeof(CommitOutcomeUnknownException),
            _ => typeof(LogException),
        };
        Assert.True(expected == shown?.Thrown.GetType(), $"{what}: {shown}");
        Assert.True(shown is null || shown.Value.Step == shownAt, $"{what}: {shown}");
        if (shownAt == Step.Init && shown is not null)
        {
            return;
        }

        switch (outcome)
        {
            case Outcome.Succeeds:
                task.Succeed();
                break;
            case Outcome.MustAbort or Outcome.Unreachable or Outcome.GroupFenced:
                task.Producer.Abort();
                task.SucceedInTheEnd();
                break;
            case Outcome.OutcomeUnknown:
                Assert.Throws<InvalidOperationException>(task.Producer.Begin);
                Assert.Throws<InvalidOperationException>(task.Producer.Abort);
                break;
            case Outcome.Broken:
                Assert.ThrowsAny<LogException>(task.Producer.Abort);
                break;
        }
    }
}
