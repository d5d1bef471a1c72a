namespace MarginStreams.Streams.Tests;

/// <summary>The log forgot to end a transaction, and nobody can know which way it ended: the task leaves it to an operator.</summary>
public sealed class ForgottenTransactionTests
{
    [Fact]
    public void Start_OutputIsUndecidedAndTheChangelogIsNot_DoesNothing()
    {
        TaskWorld world = Scenario.Whole();
        Scenario.Crash(world, FirstCommit(), after: true);
        Assert.True(world.ForgetTransactions());
        using ITransactionalProducer operatorsHand = world.Log.CreateTransactionalProducer("app-sums");
        operatorsHand.Begin();
        operatorsHand.Produce(new OutgoingRecord(TaskWorld.Changelog.Topic, 0, 0, "k"u8.ToArray(), null));
        operatorsHand.Abort();
        (_, SoloTask task) = world.Make();
        TransactionHangingException hanging = Assert.Throws<TransactionHangingException>(task.Start);
        Assert.Equal(TaskWorld.Output, hanging.Place.TopicPartition);
        Assert.Equal("", world.Texts(TaskWorld.Output));
    }

    /// <summary>The operation with which the first commit begins.</summary>
    private static int FirstCommit()
    {
        int found = 0;
        TaskWorld world = Scenario.Whole();
        Scenario.RunToEnd(world, new SteppedCluster(world.Log, step => found = found == 0 && step.Operation == "SendOffsets" ? step.Number : found));
        return found;
    }
}
