using System.Numerics;
using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Oracle;

namespace MarginStreams.Topologies.Tests;

/// <summary>Attributes of an account are those that its venue's rule set knows; before the venue is there they wait, and never count for a moment.</summary>
public sealed class AccountAttributeTests
{
    private const string Account = "x:a";
    private static readonly Venue Late = SmallMarket.Venue with { Id = "x" };

    private readonly PipelineWorld _world = new(new PipelineOptions
    {
        PartitionCount = PipelineWorld.PartitionCount, MaxAwaitFrames = 3, Oracle = new OracleOptions { KeyframeEvery = 4 },
    });

    public AccountAttributeTests()
    {
        _world.Put(1_000, SmallMarket.Definitions);
        _world.Put(1_000, SmallMarket.Price(10_000));
    }

    private AccountState? State => _world.Engines[PipelineWorld.PartitionOf(Account)].Find(Account);

    public static TheoryData<string, int, string> Attributes() => new()
    {
        { "eMode", 0, "" },
        { "eMode", 255, "" },
        { "isBeingLiquidated", 1, "" },
        { "eMode", 256, "AttributeOutOfRange expected eMode between 0 and 255, but it is 256" },
        { "eMode", -1, "AttributeOutOfRange expected eMode between 0 and 255, but it is -1" },
        { "emode", 1, "UnknownAttribute expected attributes that the rule set linear knows (eMode, isBeingLiquidated), but there is emode" },
    };

    [Theory]
    [MemberData(nameof(Attributes))]
    public void CheckAttributes_NameAndValue_AsTheRuleSetSays(string name, int value, string expected)
    {
        Refusal? refusal = AccountMapping.CheckAttributes(Of((name, value)), new AttributeRules(TermsMapping.ToTerms(SmallMarket.Venue)));
        Assert.Equal(expected, refusal is null ? "" : $"{refusal.Reason} {refusal.Error}");
    }

    [Fact]
    public void Park_VenueComesWithoutTheAttribute_IsADeadLetterAndTheAccountGoesOnWithoutIt()
    {
        _world.Put(1_001, Of(("eMode", 1)), SmallMarket.Position(Account, "XUSD", 5));
        _world.Put(2_000, Late, SmallMarket.Cash with { Id = "XUSD", Venue = "x" });
        _world.Run();
        Assert.Equal("0 UnknownAttribute expected attributes that the rule set linear knows (none), but there is eMode", Letters());
        Assert.Null(State!.Attributes);
        Assert.Equal(["XUSD"], State.Holdings.Select(held => held.Key));
        Assert.Equal(Engine.AccountBand.Healthy, State.Band);
    }

    [Fact]
    public void Park_VenueNeverComes_IsADeadLetterAfterItsTime()
    {
        _world.Put(1_001, Of(("eMode", 1)));
        Prices(2, 6);
        _world.Run();
        Assert.Equal("0 UnknownVenue venue x was not defined within 3 frames", Letters());
        Assert.Null(State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Park_AttributesTakenBackBeforeTheVenueComes_WaitForNothing(bool byTombstone)
    {
        _world.Put(1_001, Of(("eMode", 1)));
        if (byTombstone)
        {
            _world.Tombstone(1_002, Account);
        }
        else
        {
            _world.Put(1_002, Of());
        }

        Prices(2, 6);
        _world.Run();
        Assert.Empty(Letters());
        Assert.Equal(byTombstone, State is null);
    }

    private static Account Of(params (string Name, BigInteger Value)[] attributes) =>
        new() { Id = Account, Attributes = SmallMarket.Amounts(attributes) };

    private string Letters() => string.Join('\n', _world.Read(_world.Topics.DeadLetters).Select(letter => string.Join(
        ' ', letter.Headers.Where(header => header.Name is "ms.offset" or "ms.reason" or "ms.error").Select(header => Encoding.UTF8.GetString(header.Value)))));

    private void Prices(int fromSecond, int toSecond)
    {
        for (int second = fromSecond; second <= toSecond; second++)
        {
            _world.Put(second * 1_000, SmallMarket.Price(10_000 + second));
        }
    }
}
