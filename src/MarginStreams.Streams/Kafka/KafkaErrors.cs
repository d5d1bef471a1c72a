using Confluent.Kafka;

namespace MarginStreams.Streams;

/// <summary>Turns the client's errors into exceptions named after what to do about them.</summary>
internal static class KafkaErrors
{
    /// <summary>The exception for a failure whose consequences are known.</summary>
    internal static LogException Translate(KafkaException failure, string doing, KafkaEvents events, int timeoutMs)
    {
        if (IsFenced(failure, events))
        {
            return Fenced(failure, doing);
        }

        if (IsGroupFenced(failure, events))
        {
            return GroupFenced(failure, doing);
        }

        return IsSilence(failure.Error)
            ? events.Unreachable(doing, timeoutMs, failure)
            : new LogException($"{doing}: {failure.Error.Reason} ({failure.Error.Code})", failure);
    }

    /// <summary>The exception for a commit that did not return well.</summary>
    internal static LogException TranslateCommit(KafkaException failure, KafkaEvents events)
    {
        if (IsFenced(failure, events))
        {
            return Fenced(failure, "commit");
        }

        if (IsGroupFenced(failure, events))
        {
            return GroupFenced(failure, "commit");
        }

        return failure is KafkaTxnRequiresAbortException && !IsAnswerToTheEnd(failure)
            ? new LogException($"commit: the transaction has failed and must be aborted: {failure.Error.Reason} ({failure.Error.Code})", failure)
            : new CommitOutcomeUnknownException($"commit: nobody knows whether it happened: {failure.Error.Reason} ({failure.Error.Code})", failure);
    }

    /// <summary>
    /// librdkafka calls a transaction failed, so that it may be aborted, whenever the broker answers the request to commit with an error that it does not
    /// know, a time-out on the broker's side among them. But then the commit was asked for, and may have been carried out. Only its text tells such an
    /// answer from a failure before.
    /// </summary>
    private static bool IsAnswerToTheEnd(KafkaException failure) => failure.Error.Reason.StartsWith("EndTxn", StringComparison.Ordinal);

    private static bool IsFenced(KafkaException failure, KafkaEvents events) => IsFenced(failure.Error) || (events.Fatal is { } fatal && IsFenced(fatal));

    private static bool IsFenced(Error error) => error.Code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch;

    private static ProducerFencedException Fenced(KafkaException failure, string doing) => new(
        $"{doing}: a newer producer of this transactional id has taken over, or a transaction stayed open for too long: {failure.Error.Reason}", failure);

    private static bool IsGroupFenced(KafkaException failure, KafkaEvents events) =>
        IsGroupFenced(failure.Error) || (events.Fatal is { } fatal && IsGroupFenced(fatal));

    private static bool IsGroupFenced(Error error) => error.Code is ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId or ErrorCode.FencedInstanceId
        or ErrorCode.FencedMemberEpoch or ErrorCode.StaleMemberEpoch;

    private static GroupFencedException GroupFenced(KafkaException failure, string doing) => new(
        $"{doing}: the group has gone on without this member: {failure.Error.Reason} ({failure.Error.Code})", failure);

    private static bool IsSilence(Error error) =>
        error.Code is ErrorCode.Local_TimedOut or ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve
            or ErrorCode.RequestTimedOut or ErrorCode.Local_MsgTimedOut or ErrorCode.Local_Authentication;
}
